"""A bare answer (30, 是, 没有, 两年, 三级, 不知道) bound to the question that was asked.

What counts is the fact's type and the answers offered for it, not whether the question was put
positively or negatively: 是 picks the offered answer that begins with 是, and means true only
where no such answer was offered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.labels import (
    Label,
    by_label,
    by_wording,
    is_outright,
    labels_of,
    position,
    positions,
    saying,
)
from actions.understanding import Reading, plain
from actions.units import in_unit
from policy_kb.model import Fact
from policy_kb.values import Interval

_UNKNOWN = ("不知道", "不清楚", "不记得", "不确定", "说不好", "不晓得")


@dataclass(frozen=True, slots=True)
class Bound:
    """What an answer settles: facts, or that it is not known, or why it cannot be taken."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    declined: bool = False
    problem: str | None = None
    """Name of the message that says what a valid answer looks like."""
    whole: bool = False
    """The message is one of the answers offered, word for word: nothing else is in it."""


def bind(fact: Fact, reading: Reading, offered: Sequence[Label] = ()) -> Bound | None:
    """How `reading` answers the question about `fact`; None when it is no answer to it.

    `offered` are the answers shown with the question, in the order of their numbers.
    """
    every = list(labels_of(fact))
    labels = list(offered) or every
    if fact.type == "set" and (picked := positions(reading.text, labels)):
        return _told(fact, {"includes": [labels[i].value for i in picked]})
    if chosen := by_label(reading.text, [*labels, *every]):
        if chosen.value is None:
            return Bound(declined=True)
        return Bound(facts={fact.id: _set_value(fact, chosen.value)}, whole=True)
    if declines(reading):
        return Bound(declined=True)
    if fact.id in reading.facts:
        return _told(fact, reading.facts[fact.id])
    said = plain(reading.text)
    by_place = _takes_index(fact) or (bool(labels) and is_outright(said))
    if by_place and (index := position(said)) is not None:
        return _by_index(fact, labels, index)
    return _by_type(fact, labels, every, reading)


def declines(reading: Reading) -> bool:
    """Whether the message sets a question aside: 不知道, 跳过."""
    bare = not (reading.measures or reading.facts)
    skipped = bare and reading.intent in ("dont_know", "skip")
    unknown = reading.answer == "unknown" or skipped
    return unknown or plain(reading.text) in _UNKNOWN


def _takes_index(fact: Fact) -> bool:
    """A bare number picks an answer only where a number cannot be the answer itself."""
    return fact.type in ("choice", "set", "boolean", "text")


def _by_index(fact: Fact, labels: list[Label], index: int) -> Bound:
    if index >= len(labels):
        return Bound(problem="pick_by_number")
    value = labels[index].value
    return Bound(declined=True) if value is None else _told(fact, _set_value(fact, value))


def _by_type(fact: Fact, labels: list[Label], every: list[Label], reading: Reading) -> Bound | None:
    if reading.answer == "yes" and any(value is True for value in reading.facts.values()):
        return None  # 是，以单位形式参保: the yes goes with what is told
    if reading.answer and fact.type in ("boolean", "integer", "number", "money", "ratio", "set"):
        return _yes_or_no(fact, labels, reading.answer == "yes")
    if fact.type in ("integer", "number", "money", "ratio", "year"):
        bound = _by_quantity(fact, reading)
        return Bound(problem="need_year") if bound is None and reading.answer else bound
    if fact.type == "date" and reading.when is not None:
        return _told(fact, reading.when)
    unexplained = not reading.facts
    if (
        fact.type in ("choice", "set")
        and unexplained
        and (inside := by_wording(reading.text, every))
    ):
        return _told(fact, _set_value(fact, inside.value))
    if fact.type == "text" and reading.ask is None and 0 < len(reading.text) <= 30:
        return _told(fact, reading.text.strip())
    if reading.answer:
        return Bound(problem="pick_one" if fact.type == "choice" else "need_date")
    return None


def _yes_or_no(fact: Fact, labels: list[Label], yes: bool) -> Bound:
    """Yes and no pick the offered answer that says so, or the one left when the other does."""
    if label := saying(labels, yes):
        return _told(fact, label.value)
    if fact.type == "set" and not yes:
        return _told(fact, {"excludes": list(fact.choices)})
    lowest = fact.domain.lo[0] if isinstance(fact.domain, Interval) else None
    if lowest is not None and lowest <= 0 and not yes:
        return _told(fact, 0)
    return Bound(
        problem="need_number" if lowest is not None and not fact.quick_replies else "pick_one"
    )


def _by_quantity(fact: Fact, reading: Reading) -> Bound | None:
    if fact.type == "year" and isinstance(reading.when, Mapping):
        years = {str(reading.when.get(end, ""))[:4] for end in ("min", "max")}
        if len(years) == 1 and (year := years.pop()).isdigit():
            return _told(fact, int(year))
    for quantity in reading.quantities:
        if quantity.unit is None and _counts_things(reading.text) and fact.unit != "人":
            continue
        value = in_unit(fact, quantity)
        if value is not None:
            return _told(fact, value)
    return Bound(problem="wrong_unit") if reading.quantities and reading.ask is None else None


def _counts_things(text: str) -> bool:
    """5个 counts people or things, 5个月 does not."""
    return re.search(r"[0-9一二两三四五六七八九十几]个(?!月)", text) is not None


def _set_value(fact: Fact, value: Any) -> Any:
    if fact.type != "set" or isinstance(value, dict):
        return value
    members = [value] if isinstance(value, str) else list(value)
    if members:
        return {"includes": members}
    return {"excludes": list(fact.choices)}


def _told(fact: Fact, value: Any) -> Bound:
    return Bound(facts={fact.id: value})
