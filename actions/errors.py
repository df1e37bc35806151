"""What can go wrong in this room."""


class ConversationError(Exception):
    """Something in the conversation's own data is wrong."""


class CaseError(ConversationError):
    """A case that came back from the store cannot be read; the message says which field."""


class IntentMapError(ConversationError):
    """nlu_data/intents.yml lacks an intent or names an unknown scope or ask."""
