"""The actions as Rasa calls them: the case comes with the message, or from the slot."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.rasa_actions import actions_for
from policy_kb import KnowledgeBase

TODAY = date(2022, 8, 1)


def run(kb: KnowledgeBase, metadata: dict[str, Any], slot: Any = None) -> tuple[Any, Any]:
    fact = {"fact": "headcount", "value": 28, "polarity": "yes"}
    message = {
        "text": "28个人",
        "intent": {"name": "tell_facts", "confidence": 0.9},
        "entities": [{"entity": "fact", "value": fact, "start": 0, "end": 4}],
        "metadata": metadata,
    }
    state = {"sender_id": "x", "slots": {"case": slot}, "latest_message": message, "events": []}
    dispatcher = CollectingDispatcher()
    advise, _ = actions_for(lambda: kb, lambda: TODAY)
    events = advise.run(dispatcher, Tracker.from_dict(state), {})
    return events, dispatcher.messages


def test_the_names_are_those_of_the_domain(kb: KnowledgeBase) -> None:
    names = [action.name() for action in actions_for(lambda: kb)]
    assert names == ["action_advise", "action_reply"]


def test_the_case_sent_along_comes_back_with_the_replies(kb: KnowledgeBase) -> None:
    case = {"facts": {"industry": "catering"}, "region": "通辽市", "as_of": "2022-08-01"}
    events, messages = run(kb, {"case": case, "today": "2026-03-02"})
    (message,) = messages
    after = message["custom"]["case"]
    assert after["facts"]["headcount"] == 28 and after["facts"]["industry"] == "catering"
    assert message["custom"]["replies"]
    assert events[0]["name"] == "case" and events[0]["value"] == after


def test_without_metadata_the_slot_serves(kb: KnowledgeBase) -> None:
    _, messages = run(kb, {}, slot={"facts": {"industry": "catering"}})
    assert messages[0]["custom"]["case"]["facts"]["industry"] == "catering"
