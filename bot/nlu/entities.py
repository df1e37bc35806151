"""What was read in one text, in the form the rest of the house knows.

Entity kinds and their values: `fact` {fact, value, polarity}, `measure` {measure, score, matched},
`region` {region} or {elsewhere}, `as_of` {date}, `quantity` {min, max, unit}, `answer` {yes}, {no}
or {unknown}, `correction` {}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu import clauses as cl
from bot.nlu.answers import Answer
from bot.nlu.datespan import DateSpan
from bot.nlu.likeness import LEAST
from bot.nlu.mentions import Named
from bot.nlu.normalise import Plain
from bot.nlu.number import Number
from bot.nlu.places import Place
from bot.nlu.text import Found

_COUNTS = (
    "skill_subsidies_this_year",
    "assistance_months_received",
    "living_assistance_months_received",
    "living_subsidies_this_year",
)
_NEAR = 6
_UNITS_SHOWN = {"天": 1 / 30, "周": 7 / 30, "季": 3.0}


@dataclass(frozen=True)
class Entity:
    """Something a text says; the span is of the original text."""

    kind: str
    value: Mapping[str, Any]
    start: int
    end: int


def entities_of(
    plain: Plain,
    *,
    facts: Sequence[Found],
    named: Sequence[Named],
    places: Sequence[Place],
    dates: Sequence[DateSpan],
    numbers: Sequence[Number],
    answer: Answer | None,
    correction: tuple[int, int] | None,
) -> tuple[Entity, ...]:
    """Put together what was found; `dates` and `numbers` are those that state no fact."""
    found: list[tuple[str, Mapping[str, Any], int, int]] = []
    found += [("fact", _fact(one), one.start, one.end) for one in facts]
    found += list(_measures(named, facts, cl.is_question(plain.text)))
    found += [("region", one.value, one.start, one.end) for one in places]
    found += [("as_of", {"date": one.value}, one.start, one.end) for one in dates]
    found += [("quantity", _quantity(one), one.start, one.end) for one in numbers]
    if correction:
        found.append(("correction", {}, *correction))
    elif answer:
        found.append(("answer", answer.value, answer.start, answer.end))
    entities = tuple(
        Entity(kind, value, *plain.original(start, end))
        for kind, value, start, end in sorted(found, key=lambda one: (one[2], one[3]))
    )
    return entities


def _fact(found: Found) -> dict[str, Any]:
    return {
        "fact": found.fact,
        "value": found.value,
        "polarity": "yes" if found.affirmed else "no",
    }


def _measures(
    named: Sequence[Named], facts: Sequence[Found], asks: bool
) -> Iterator[tuple[str, Mapping[str, Any], int, int]]:
    """Measures asked about, then what is said to have been drawn; likenesses below LEAST are gone.

    A measure only mentioned as drawn is not asked about when another one is.
    """
    named = [one for one in named if asks or not one.is_ongoing]
    asked = [one for one in named if one.drawn is None]
    best: dict[str, Named] = {}
    for one in asked or named:
        if one.score > best.get(one.measure, one).score or one.measure not in best:
            best[one.measure] = one
    for one in best.values():
        if one.score >= LEAST:
            value = {"measure": one.measure, "score": one.score, "matched": one.matched}
            yield "measure", value, one.start, one.end
    for one in named:
        if one.drawn is not None and one.score >= 0.9 and not _is_counted(one, facts):
            members = {"includes" if one.drawn else "excludes": [one.measure]}
            polarity = "yes" if one.drawn else "no"
            value = {"fact": "received", "value": members, "polarity": polarity}
            yield "fact", value, one.start, one.end


def _is_counted(named: Named, facts: Sequence[Found]) -> bool:
    """Whether it is told how often or how long a measure was drawn, which says more."""
    return any(
        (one.fact in _COUNTS and -_NEAR < one.start - named.end < _NEAR)
        or (one.fact in _COUNTS and -_NEAR < named.start - one.end < _NEAR)
        for one in facts
    )


def _quantity(number: Number) -> dict[str, Any]:
    """A number no fact took; spans of time that are not whole years are given in months."""
    if number.unit in _UNITS_SHOWN:
        number = number.scaled(_UNITS_SHOWN[number.unit], "月")
    elif number.unit == "年" and (number.low_open or number.high_open or number.vague):
        number = number.scaled(12, "月")
    value = number.to_json(whole=number.unit not in ("元", "%", None) or _is_count(number))
    ends = value if isinstance(value, dict) else {"min": value, "max": value}
    return {"min": ends.get("min"), "max": ends.get("max"), "unit": number.unit}


def _is_count(number: Number) -> bool:
    """Whole and small: 两万多 is a sum of money, and ends at 30000 rather than 29999."""
    ends = [end for end in (number.low, number.high) if end is not None]
    return all(float(end).is_integer() and end < 10_000 for end in ends)
