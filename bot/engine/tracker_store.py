"""A tracker store for an engine that need not remember: the app owns the conversations.

Rasa's own in-memory store grows for ever, and every event it holds travels to the action server
with every call. This one keeps the last few conversations, and the last few turns of each.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class RecentTrackerStore(InMemoryTrackerStore):
    """Keeps the last ``conversations`` conversations, and the last ``events`` events of each.

    A turn is six or seven events. Both numbers come from ``endpoints.yml``.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        conversations: int = 1000,
        events: int = 20,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[str, str] = OrderedDict()
        self._conversations = int(conversations)
        self._events = int(events)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """An empty tracker with our limit of events, which Rasa would lift each turn."""
        return DialogueStateTracker(sender_id, self.domain.slots, max_event_history=self._events)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep this conversation as the most recent, and forget the oldest beyond the limit."""
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self._conversations:
            self.store.popitem(last=False)
