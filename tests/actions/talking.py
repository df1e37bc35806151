"""A conversation in memory: readings in, replies out, without Rasa."""

from dataclasses import replace
from datetime import date
from typing import Any

from actions.advise import advise
from actions.case import Case
from actions.understanding import Reading
from actions.wording import Wording
from policy_kb import KnowledgeBase

TODAY = date(2022, 8, 1)
WORDING = Wording()


class Talk:
    """A conversation in memory: `say` returns all that is answered, as one text."""

    def __init__(self, kb: KnowledgeBase, today: date = TODAY, **case: Any) -> None:
        self.kb, self.today, self.case = kb, today, Case(**{"region": "通辽市", **case})
        self.choices: list[str] = []

    def say(self, text: str, intent: str = "tell_facts", **more: Any) -> str:
        reading = Reading(text=text, intent=intent, confidence=0.9, **more)
        if intent.startswith("ask_") and reading.ask is None:
            reading = replace(reading, ask=intent.removeprefix("ask_"))  # type: ignore[arg-type]
        self.case, replies = advise(self.kb, self.case, reading, self.today, WORDING)
        self.case = Case.from_json(self.case.to_json())
        self.choices = [choice["say"] for reply in replies for choice in reply.get("choices", ())]
        return "\n".join(reply["text"] for reply in replies)
