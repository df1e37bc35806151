"""Choices offered with a reply, and the reading of a message that picks one of them.

A choice is matched by its label or number before any classifier's opinion counts, so a button
always does what it says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actions.case import Case, Option
from actions.labels import Label, position
from actions.understanding import Reading, plain
from actions.words import Reply

_ITEM = re.compile(
    r"^(?P<above>(?:上面|刚才|前面|列表|你说)(?:说|列|那|里|的)*)?(?P<item>第[0-9一二三四五六七八九十]{1,2}(?:个|项|条))"
    r"(?:政策|补贴)?(?P<rest>.*)$"
)
_COMMANDS = ("why_not", "what_missing")


@dataclass(frozen=True, slots=True)
class Choice:
    """The option a message picked."""

    option: Option

    def read(self, reading: Reading) -> Reading:
        """The message as if the option's meaning had been written out."""
        day = self.option.get("as_of")
        ask, fact = self.option.get("ask"), self.option.get("fact")
        return Reading(
            text=reading.text,
            intent=self.option.get("intent") or f"ask_{ask or 'eligibility'}",
            confidence=1.0,
            ask=ask or "eligibility",
            facts={fact: self.option["value"]} if fact else {},
            measures=tuple(self.option.get("measures") or ()),
            as_of=date.fromisoformat(day) if day else None,
            is_pick=True,
        )


def picked(case: Case, reading: Reading) -> Choice | None:
    """The offered option that the message names, numbers or says yes to."""
    said = plain(reading.text)
    leading_on = [option for option in case.last.options if not _answers_it(case, option)]
    for option in leading_on:
        if said == plain(option["text"]):
            return Choice(option)
    if listed := _of_list(case, reading):
        return listed
    if case.asked is not None:
        return None
    if reading.facts:  # 有，是零就业家庭: the yes goes with what is told
        return None
    if reading.answer == "yes" or reading.intent == "affirm":
        return next((Choice(o) for o in case.last.options if o.get("on_yes")), None)
    index = position(said)
    if index is not None and index < len(case.last.options):
        return Choice(case.last.options[index])
    return None


def _of_list(case: Case, reading: Reading) -> Choice | None:
    """上面第二个, 第二个怎么办: the measure that stood there, and what is asked of it."""
    found = _ITEM.match(plain(reading.text))
    measures = case.last.listed
    if not found or not (found["above"] or found["rest"]) or reading.measures:
        return None
    index = position(found["item"])
    if index is None or index >= len(measures):
        return None
    asked = {"ask": reading.ask} if reading.ask and found["rest"] else {}
    intent = {"intent": reading.intent} if reading.intent in _COMMANDS else {}
    return Choice({"text": reading.text, "measures": [measures[index]], **asked, **intent})


def listed(options: Sequence[Option]) -> tuple[str, ...]:
    """The measures that options name one by one; none where they do not name several."""
    measures = [option["measures"][0] for option in options if option.get("named")]
    return tuple(measures) if len(measures) > 1 else ()


def offered(case: Case) -> list[Label]:
    """The answers that stood with the pending question, in the order of their numbers."""
    return [Label(o["text"], o["value"]) for o in case.last.options if _answers_it(case, o)]


def _answers_it(case: Case, option: Option) -> bool:
    return case.asked is not None and option.get("fact") == case.asked and "value" in option


def published(replies: list[Reply]) -> tuple[list[Reply], tuple[Option, ...]]:
    """Replies with their options as plain choices, and the options for the next turn."""
    options = tuple(option for reply in replies for option in reply.get("options", ()))
    shown = []
    for reply in replies:
        offered = reply.get("options", ())
        rest = {key: value for key, value in reply.items() if key != "options"}
        if offered:
            rest["choices"] = [{"text": o["text"], "say": o["text"]} for o in offered]
        shown.append(rest)
    return shown, options
