"""What the entities of a parse result say: facts, measures, numbers, a bare answer."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from actions import timewords

_BREAK = re.compile(r"[,，。;；!！?？\s]+")

MEASURE_SURE = 0.75
"""A measure matched below this score is only a guess and is confirmed before use."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number no fact consumed: inclusive bounds (None = open) and the unit said, if any.

    `clause` is the part of the sentence it stands in, `after` what follows it there.
    """

    low: float | None
    high: float | None
    unit: str | None
    clause: str = ""
    after: str = ""


def facts_of(entities: Iterable[Mapping[str, Any]], base: date) -> dict[str, Any]:
    """Every fact named, later words winning, except that sets add up."""
    facts: dict[str, Any] = {}
    for entity in entities:
        if entity["entity"] != "fact":
            continue
        name, value = entity["value"]["fact"], timewords.resolve(entity["value"]["value"], base)
        facts[name] = merged(facts.get(name), value)
    return facts


def merged(old: Any, new: Any) -> Any:
    """`new` in place of `old`; two values of a set fact are joined, the new one winning."""
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(member for member in new if member not in old)]
    if not (_is_set(old) or _is_set(new)) or old is None:
        return new
    (ins, outs), (more, fewer) = _members(old), _members(new)
    return {
        "includes": [*(m for m in ins if m not in fewer and m not in more), *more],
        "excludes": [*(m for m in outs if m not in more and m not in fewer), *fewer],
    }


def _is_set(value: Any) -> bool:
    return isinstance(value, dict) and ("includes" in value or "excludes" in value)


def _members(value: Any) -> tuple[list[str], list[str]]:
    """Members said to be in and out; a plain list says who is in."""
    if isinstance(value, list):
        return value, []
    return list(value.get("includes") or ()), list(value.get("excludes") or ())


def measures_of(entities: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Measures best first: (those surely named, those guessed at)."""
    best: dict[str, float] = {}
    for entity in entities:
        if entity["entity"] == "measure":
            name, score = entity["value"]["measure"], float(entity["value"].get("score", 1))
            best[name] = max(best.get(name, 0.0), score)
    ranked = sorted(best, key=lambda name: -best[name])
    sure = tuple(name for name in ranked if best[name] >= MEASURE_SURE)
    return sure, tuple(name for name in ranked if name not in sure)


def quantities_of(entities: Iterable[Mapping[str, Any]], text: str = "") -> Iterable[Quantity]:
    """The numbers left over, each with the clause of `text` it stands in."""
    for entity in entities:
        if entity["entity"] == "quantity":
            value = entity["value"]
            clause, after = _clause(text, entity.get("start", 0), entity.get("end", 0))
            yield Quantity(value.get("min"), value.get("max"), value.get("unit"), clause, after)


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The clause of `text` around a stretch of it, and what of the clause comes after it."""
    before = _BREAK.split(text[:start])[-1]
    after = _BREAK.split(text[end:], maxsplit=1)[0]
    mark = text[end + len(after) : end + len(after) + 1]
    return before + text[start:end] + after + (mark if mark in ("？", "?") else ""), after


def answer_of(entities: Iterable[Mapping[str, Any]]) -> Literal["yes", "no", "unknown"] | None:
    for entity in entities:
        if entity["entity"] == "answer":
            value = entity["value"]
            return "unknown" if value.get("unknown") else "yes" if value.get("yes") else "no"
    return None


def last(entities: Iterable[Mapping[str, Any]], kind: str, key: str) -> Any:
    values = [e["value"] for e in entities if e["entity"] == kind]
    if not values:
        return None
    return values[-1].get(key, values[-1])


def last_of(values: Iterable[Mapping[str, Any]], key: str) -> str | None:
    found = [value[key] for value in values if value.get(key)]
    return found[-1] if found else None
