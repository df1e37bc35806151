"""The custom actions Rasa calls: read the tracker, take one turn, hand back case and replies."""

from collections.abc import Callable
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.advise import advise
from actions.case import Case
from actions.understanding import read
from actions.wording import Wording
from policy_kb import KnowledgeBase

Provider = Callable[[], KnowledgeBase]


def actions_for(knowledge: Provider, clock: Callable[[], date] = date.today) -> list[Action]:
    """The actions of the domain, sharing one knowledge base and one set of templates."""
    wording = Wording()
    wording.prepare()
    return [kind(knowledge, clock, wording) for kind in (ActionAdvise, ActionReply)]


class _Turning(Action):
    """One turn of the conversation; the name Rasa's rules call it by is the subclass's."""

    def __init__(self, knowledge: Provider, clock: Callable[[], date], wording: Wording) -> None:
        self._knowledge, self._clock, self._wording = knowledge, clock, wording

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the latest message; the case comes with it, or from the slot in rasa shell."""
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        today = date.fromisoformat(metadata["today"]) if "today" in metadata else self._clock()
        case = Case.from_json(metadata.get("case") or tracker.get_slot("case"))
        reading = read(message, today=today, as_of=case.as_of)
        turn = advise(self._knowledge(), case, reading, today, self._wording)
        after = turn.case.to_json()
        dispatcher.utter_message(json_message={"case": after, "replies": turn.replies})
        return [SlotSet("case", after)]


class ActionAdvise(_Turning):
    """For what is asked or told about policy, and the commands that go with it."""

    def name(self) -> str:
        """The name in the domain and the rules."""
        return "action_advise"


class ActionReply(_Turning):
    """For talk beside it; facts and measures found in such a message are still judged."""

    def name(self) -> str:
        """The name in the domain and the rules."""
        return "action_reply"
