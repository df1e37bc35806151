"""A bare answer (30, 是, 没有, 两年, 三级, 不知道) bound to the question that was asked.

What counts is the fact's type and the answers offered for it, not whether the question was put
positively or negatively: 是 picks the offered answer that begins with 是, and means true only
where no such answer was offered.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.understanding import Quantity, Reading, plain
from policy_kb.model import Fact
from policy_kb.values import Interval

_INDEX = re.compile(r"^(?:第|选|选择)?([0-9]{1,2}|[一二三四五六七八九十])(?:个|项|号|条)?$")
_NUMERALS = "一二三四五六七八九十"
_YES = ("是", "有", "对", "会", "能", "已")
_NO = ("不", "没", "否", "无", "未", "都不", "都没")
_UNKNOWN = ("不知道", "不清楚", "不记得", "不确定", "说不好", "不晓得")
_PER_UNIT = {("年", "月"): 12, ("年", "个月"): 12, ("半年", "月"): 6}
_SAME_UNIT = {"个月": "月", "块": "元", "个": "人", "名": "人", "位": "人", "岁": "年"}


@dataclass(frozen=True, slots=True)
class Bound:
    """What an answer settles: facts, or that it is not known, or why it cannot be taken."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    declined: bool = False
    problem: str | None = None
    """Name of the message that says what a valid answer looks like."""
    whole: bool = False
    """The message is one of the answers offered, word for word: nothing else is in it."""


@dataclass(frozen=True, slots=True)
class Label:
    """One answer offered: the words shown, other words for it, and the value it stands for."""

    text: str
    value: Any
    synonyms: tuple[str, ...] = ()


def bind(fact: Fact, reading: Reading, offered: Sequence[Label] = ()) -> Bound | None:
    """How `reading` answers the question about `fact`; None when it is no answer to it.

    `offered` are the answers shown with the question, in the order of their numbers.
    """
    every = list(labels_of(fact))
    labels = list(offered) or every
    if fact.type == "set" and (picked := _indexes(reading.text, labels)):
        return _told(fact, {"includes": [labels[i].value for i in picked]})
    if chosen := by_label(reading.text, [*labels, *every]):
        if chosen.value is None:
            return Bound(declined=True)
        return Bound(facts={fact.id: _set_value(fact, chosen.value)}, whole=True)
    if declines(reading):
        return Bound(declined=True)
    if fact.id in reading.facts:
        return _told(fact, reading.facts[fact.id])
    if _takes_index(fact) and (index := position(plain(reading.text))) is not None:
        return _by_index(fact, labels, index)
    return _by_type(fact, labels, every, reading)


def declines(reading: Reading) -> bool:
    """Whether the message sets a question aside: 不知道, 跳过."""
    unknown = reading.answer == "unknown" or reading.intent in ("dont_know", "skip")
    return unknown or plain(reading.text) in _UNKNOWN


def labels_of(fact: Fact) -> Iterator[Label]:
    """The answers offered for `fact`, quick replies first, as numbered on the screen."""
    shown: set[str] = set()
    for text, value in fact.quick_replies:
        choice = fact.choices.get(value) if isinstance(value, str) else None
        if choice:
            shown.add(choice.id)
        yield Label(text, value, (choice.name, *choice.synonyms) if choice else ())
    if fact.type == "boolean" and not fact.quick_replies:
        yield Label("是", True)
        yield Label("否", False)
    for choice in fact.choices.values():
        if choice.id not in shown:
            yield Label(choice.name, choice.id, choice.synonyms)


def by_label(text: str, labels: Iterable[Label]) -> Label | None:
    said = plain(text)
    for label in labels:
        if said and said in (plain(label.text), *map(plain, label.synonyms)):
            return label
    return None


def _takes_index(fact: Fact) -> bool:
    """A bare number picks an answer only where a number cannot be the answer itself."""
    return fact.type in ("choice", "set", "boolean", "text")


def position(said: str) -> int | None:
    """The place in a list that 2, 第二个 or 选2 names, from 0; None for any other text."""
    if not (found := _INDEX.match(said)):
        return None
    index = int(found[1]) - 1 if found[1].isdigit() else _NUMERALS.index(found[1])
    return index if index >= 0 else None


def _by_index(fact: Fact, labels: list[Label], index: int) -> Bound:
    if index >= len(labels):
        return Bound(problem="pick_by_number")
    value = labels[index].value
    return Bound(declined=True) if value is None else _told(fact, _set_value(fact, value))


def _indexes(text: str, labels: list[Label]) -> list[int]:
    """Positions picked by a list such as 1、3; empty when the text is anything else."""
    parts = [part for part in re.split(r"[\s,，、和]+", text.strip()) if part]
    if not parts or not all(part.isdigit() for part in parts):
        return []
    picked = [int(part) - 1 for part in parts]
    valid = all(0 <= i < len(labels) and isinstance(labels[i].value, str) for i in picked)
    return picked if valid else []


def _by_type(fact: Fact, labels: list[Label], every: list[Label], reading: Reading) -> Bound | None:
    if reading.answer and fact.type in ("boolean", "integer", "number", "money", "ratio", "set"):
        return _yes_or_no(fact, labels, reading.answer == "yes")
    if fact.type in ("integer", "number", "money", "ratio", "year"):
        return _by_quantity(fact, reading)
    if fact.type == "date" and reading.when is not None:
        return _told(fact, reading.when)
    unexplained = not reading.facts
    if fact.type in ("choice", "set") and unexplained and (inside := _within(reading.text, every)):
        return _told(fact, _set_value(fact, inside.value))
    if fact.type == "text" and reading.ask is None and 0 < len(reading.text) <= 30:
        return _told(fact, reading.text.strip())
    if reading.answer:
        return Bound(problem="pick_one" if fact.type == "choice" else "need_date")
    return None


def _yes_or_no(fact: Fact, labels: list[Label], yes: bool) -> Bound:
    """Yes and no pick the offered answer that says so, or the one left when the other does."""
    if label := _affirming(labels, yes):
        return _told(fact, label.value)
    if fact.type == "set" and not yes:
        return _told(fact, {"excludes": list(fact.choices)})
    lowest = fact.domain.lo[0] if isinstance(fact.domain, Interval) else None
    if lowest is not None and lowest <= 0 and not yes:
        return _told(fact, 0)
    return Bound(problem="pick_one" if lowest is None else "need_number")


def _affirming(labels: list[Label], yes: bool) -> Label | None:
    no_words = [label for label in labels if label.text.startswith(_NO)]
    yes_words = [label for label in labels if label.text.startswith(_YES)]
    wanted, other = (yes_words, no_words) if yes else (no_words, yes_words)
    if wanted:
        return wanted[0]
    if len(labels) == 2 and len(other) == 1:
        return next(label for label in labels if label not in other)
    return None


def _by_quantity(fact: Fact, reading: Reading) -> Bound | None:
    if fact.type == "year" and isinstance(reading.when, Mapping):
        years = {str(reading.when.get(end, ""))[:4] for end in ("min", "max")}
        if len(years) == 1 and (year := years.pop()).isdigit():
            return _told(fact, int(year))
    for quantity in reading.quantities:
        value = _in_unit(fact, quantity)
        if value is not None:
            return _told(fact, value)
    return Bound(problem="wrong_unit") if reading.quantities and reading.ask is None else None


def _in_unit(fact: Fact, quantity: Quantity) -> Any:
    """The quantity as this fact's value, converted to its unit; None when units do not fit."""
    factor = _factor(fact, quantity.unit)
    if factor is None:
        return None
    ends = {"min": quantity.low, "max": quantity.high}
    whole = fact.type in ("integer", "year")
    value = {
        end: round(number * factor) if whole else round(number * factor, 6)
        for end, number in ends.items()
        if number is not None
    }
    if fact.type == "year":
        value = {end: year + 2000 if year < 100 else year for end, year in value.items()}
    if len(value) == 2 and value["min"] == value["max"]:
        return value["min"]
    return value or None


def _factor(fact: Fact, said: str | None) -> float | None:
    if said == "%" and fact.type == "ratio":
        return 0.01
    if said is None:
        return 1
    if fact.type == "year":
        return 1 if said in ("届", "年") else None
    wanted = "元" if fact.type == "money" else str(fact.unit or "")
    if (said, wanted) in _PER_UNIT:
        return _PER_UNIT[said, wanted]
    return 1 if _SAME_UNIT.get(said, said) == _SAME_UNIT.get(wanted, wanted) else None


def _within(text: str, labels: Iterable[Label]) -> Label | None:
    """The label whose longest word stands in the text, else the one a short text stands in.

    公司 stands in most ways to say 用人单位 and in few of another, so it is that.
    """
    said = plain(text)
    words = [(plain(w), label) for label in labels for w in (label.text, *label.synonyms)]
    inside = [(len(word), label) for word, label in words if len(word) > 1 and word in said]
    if inside:
        return max(inside, key=lambda hit: hit[0])[1]
    around = Counter(str(label.value) for word, label in words if len(said) > 1 and said in word)
    ranked = [*around.most_common(2), ("", 0), ("", 0)]
    if ranked[0][1] == ranked[1][1]:
        return None
    return next(label for _, label in words if str(label.value) == ranked[0][0])


def _set_value(fact: Fact, value: Any) -> Any:
    if fact.type != "set" or isinstance(value, dict):
        return value
    members = [value] if isinstance(value, str) else list(value)
    if members:
        return {"includes": members}
    return {"excludes": list(fact.choices)}


def _told(fact: Fact, value: Any) -> Bound:
    return Bound(facts={fact.id: value})
