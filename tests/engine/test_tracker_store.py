"""The engine's memory is bounded in both directions."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered

from bot.engine.tracker_store import RecentTrackerStore

DOMAIN = Domain.from_dict(
    {"slots": {"case": {"type": "any", "influence_conversation": False, "mappings": []}}}
)


@pytest.fixture
def store() -> RecentTrackerStore:
    return RecentTrackerStore(DOMAIN, conversations=2, events=4)


async def say(store: RecentTrackerStore, sender: str, text: str) -> None:
    """One turn, as Rasa's processor runs it."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.update(UserUttered(text))
    tracker.update(SlotSet("case", {"said": text}))
    await store.save(tracker)


async def test_only_the_last_conversations_are_kept(store: RecentTrackerStore) -> None:
    for sender in ("a", "b", "a", "c"):
        await say(store, sender, "你好")
    assert list(await store.keys()) == ["a", "c"]


async def test_only_the_last_events_of_a_conversation_are_kept(store: RecentTrackerStore) -> None:
    for text in ("一", "二", "三"):
        await say(store, "a", text)
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["二", "三"]
    assert tracker.get_slot("case") == {"said": "三"}


async def test_a_forgotten_conversation_starts_anew(store: RecentTrackerStore) -> None:
    for sender in ("a", "b", "c"):
        await say(store, sender, "你好")
    assert await store.retrieve("a") is None
    await say(store, "a", "又来了")
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert tracker.get_slot("case") == {"said": "又来了"}
