"""The tokens the classifier sees: single characters, with what the extractor found as one mark.

They are made by `features`; Rasa's count features are taken from each token's lemma.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extractor import default_extractor


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class PolicyTokenizer(Tokenizer):
    """Tokens whose lemma is what the features are counted on."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings of its own; the two that every tokenizer has."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of one attribute; only the text of a message is read by the extractor."""
        text = message.get(attribute)
        if attribute != TEXT:
            return [Token(text, 0)]
        return [
            Token(text[start:end], start, lemma=lemma)
            for start, end, lemma in default_extractor().read(text).seen.tokens
        ] or [Token(text or " ", 0, lemma="空")]
