"""What every answer needs at hand: the rules, the wording, and the day of the conversation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from actions import describe
from actions.case import Case, Option
from actions.wording import Wording
from actions.words import Reply
from policy_kb import Judgement, KnowledgeBase, judge


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge base, the templates and today, handed in by the caller."""

    kb: KnowledgeBase
    today: date
    wording: Wording = field(default_factory=Wording)
    you: str = ""
    """Whom the answer is about, where several people are spoken of: 您爱人, 贵单位."""
    relative: bool = False
    """Whether that is somebody else than the writer and the writer's firm."""

    def judge(
        self, case: Case, *, as_of: date | None = None, measures: Iterable[str] | None = None
    ) -> Judgement:
        """The case judged on its own date, or on `as_of`; every measure, or only `measures`."""
        day = as_of or case.as_of or self.today
        return judge(self.kb, case.facts, region=case.region, as_of=day, measures=measures)

    def say(self, message: str, /, **values: Any) -> str:
        """The message of that name, filled in, the knowledge base at hand as `kb`."""
        return self.wording.say(message, kb=self.kb, you=self.you, **values)

    def fact_texts(self, facts: Mapping[str, Any]) -> list[str]:
        """Facts as a citizen reads them, in the order told; on whose behalf goes without saying."""
        texts = {
            name: describe.value_text(self.kb, name, facts[name])
            for name in facts
            if name != "audience"
        }
        plain = (text.replace("：是", "：") for text in dict.fromkeys(texts.values()))
        return [
            text.partition("：")[2] if "：不" in text else text.replace("：", "是", 1)
            for text in plain
        ]

    def addressed(self, text: str) -> str:
        """A text written to the applicant, said to the writer about somebody else: 您爱人的…."""
        if not self.relative:
            return text
        return text.replace("您", self.you).replace("贵单位", f"{self.you}的单位")

    def option(self, name: str, *measures: str, **values: Any) -> Option:
        """The choice `name` of options.yml with its placeholders filled, about `measures`."""
        entry = self.wording.options[name]
        option = {key: str(text).format(**values) for key, text in entry.items()}
        return {**option, "measures": list(measures)} if measures else option

    def measure_options(self, measures: Iterable[str], ask: str | None = None) -> list[Option]:
        """One choice per measure; choosing it asks `ask` about it."""
        chosen = [
            {"text": self.kb.measures[m].name, "measures": [m], "named": True} for m in measures
        ]
        return [{**option, "ask": ask} if ask else option for option in chosen]


def text_reply(text: str, options: Iterable[Option] = ()) -> Reply:
    """A plain reply with the choices that lead on from it."""
    return with_options({"kind": "text", "text": text}, options)


def verdict_reply(measure: str, text: str, part: str) -> Reply:
    """One verdict told: `text` for terminals and WeChat, `part` says which part of it."""
    return {"kind": "verdict", "measure": measure, "text": text, "part": part}


def with_options(reply: Reply, options: Iterable[Option]) -> Reply:
    """The reply offering `options`, in the order of their numbers on the screen."""
    every = [*reply.get("options", ()), *options]
    offered = {option["text"]: option for option in reversed(every)}  # the first of a label stays
    kept = [option for option in every if offered[option["text"]] is option]
    return {**reply, "options": kept} if kept else reply
