"""What was read in one text, in the form the rest of the house knows.

Entity kinds and their values: `fact` {fact, value, polarity}, `measure` {measure, score, matched},
`region` {region} or {elsewhere}, `as_of` {date}, `quantity` {min, max, unit}, `answer` {yes}, {no}
or {unknown}, `correction` {}.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Protocol, Sequence

from bot.nlu import clauses as cl
from bot.nlu.answers import Answer
from bot.nlu.dates import DateSpan
from bot.nlu.measures import LEAST, Named
from bot.nlu.normalise import Plain
from bot.nlu.numbers import Number
from bot.nlu.places import Place
from bot.nlu.statements import Found, Text

_UNITS_SHOWN = {"天": 1 / 30, "周": 7 / 30, "季": 3.0}
_LETTERS = re.compile(r"[a-z0-9\u4e00-\u9fff]")
KINDS = ("fact", "measure", "region", "as_of", "quantity", "answer", "correction")


class Span(Protocol):
    """Anything with a place in the plain text."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character after its last."""


@dataclass(frozen=True)
class Entity:
    """Something a text says; the span is of the original text."""

    kind: str
    value: Mapping[str, Any]
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """All that was read in one text.

    `tokens` are (start, end, stand-in) for the classifier, `evidence` one number for each kind of
    thing found; `has_words` is False for mere punctuation and pictures.
    """

    entities: tuple[Entity, ...]
    tokens: tuple[tuple[int, int, str], ...]
    evidence: tuple[float, ...]
    has_words: bool


def reading_of(
    plain: Plain,
    original: str,
    *,
    text: Text,
    facts: Sequence[Found],
    named: Sequence[Named],
    places: Sequence[Place],
    dates: tuple[Sequence[DateSpan], Sequence[DateSpan]],
    numbers: tuple[Sequence[Number], Sequence[Number]],
    answer: Answer | None,
    correction: tuple[int, int] | None,
) -> Reading:
    """Put together what was found; `dates` and `numbers` are (all, those that state no fact)."""
    found: list[tuple[str, Mapping[str, Any], int, int]] = []
    found += [("fact", _fact(one), one.start, one.end) for one in facts]
    found += list(_measures(named))
    found += [("region", one.value, one.start, one.end) for one in places]
    found += [("as_of", {"date": one.value}, one.start, one.end) for one in dates[1]]
    found += [("quantity", _quantity(one), one.start, one.end) for one in numbers[1]]
    if correction:
        found.append(("correction", {}, *correction))
    elif answer:
        found.append(("answer", answer.value, answer.start, answer.end))
    entities = tuple(
        Entity(kind, value, *plain.original(start, end))
        for kind, value, start, end in sorted(found, key=lambda one: (one[2], one[3]))
    )
    return Reading(
        entities=entities,
        tokens=tuple(_tokens(plain, named, places, dates[0], numbers[0], facts)),
        evidence=_evidence(entities, text.text),
        has_words=bool(_LETTERS.search(plain.text)),
    )


def _fact(found: Found) -> dict[str, Any]:
    return {
        "fact": found.fact,
        "value": found.value,
        "polarity": "yes" if found.affirmed else "no",
    }


def _measures(named: Sequence[Named]) -> Iterator[tuple[str, Mapping[str, Any], int, int]]:
    """Measures asked about, then what is said to have been drawn; likenesses below LEAST are gone.

    A measure only mentioned as drawn is not asked about when another one is.
    """
    asked = [one for one in named if one.drawn is None]
    for one in asked or named:
        if one.score >= LEAST:
            value = {"measure": one.measure, "score": one.score, "matched": one.matched}
            yield "measure", value, one.start, one.end
    for one in named:
        if one.drawn is not None and one.score >= 0.9:
            members = {"includes" if one.drawn else "excludes": [one.measure]}
            polarity = "yes" if one.drawn else "no"
            value = {"fact": "received", "value": members, "polarity": polarity}
            yield "fact", value, one.start, one.end


def _quantity(number: Number) -> dict[str, Any]:
    """A number no fact took; spans of time that are not whole years are given in months."""
    if number.unit in _UNITS_SHOWN:
        number = number.scaled(_UNITS_SHOWN[number.unit], "月")
    elif number.unit == "年" and (number.low_open or number.high_open or number.vague):
        number = number.scaled(12, "月")
    value = number.to_json(whole=number.unit not in ("元", "%", None) or _is_whole(number))
    ends = value if isinstance(value, dict) else {"min": value, "max": value}
    return {"min": ends.get("min"), "max": ends.get("max"), "unit": number.unit}


def _is_whole(number: Number) -> bool:
    ends = [end for end in (number.low, number.high) if end is not None]
    return all(float(end).is_integer() for end in ends)


def _tokens(
    plain: Plain,
    named: Sequence[Named],
    places: Sequence[Place],
    dates: Sequence[DateSpan],
    numbers: Sequence[Number],
    facts: Sequence[Found],
) -> Iterator[tuple[int, int, str]]:
    """Characters one by one, with one stand-in for each thing found."""
    marks: list[tuple[int, int, str]] = []
    marks += [(one.start, one.end, "政策") for one in named if one.score >= 0.75]
    marks += [(p.start, p.end, "外地" if "elsewhere" in p.value else "地名") for p in places]
    marks += [(one.start, one.end, "时间") for one in dates]
    marks += [(one.start, one.end, "数目") for one in numbers]
    at = 0
    for start, end, mark in [*sorted(marks), (len(plain.text), len(plain.text), "")]:
        if start < at:
            continue
        for place in range(at, start):
            if not plain.text[place].isspace():
                yield (*plain.original(place, place + 1), plain.text[place])
        if end > start:
            yield (*plain.original(start, end), mark)
        at = end


def _evidence(entities: Sequence[Entity], text: str) -> tuple[float, ...]:
    """One number per kind found, three for the answer, and the shape of the text."""
    kinds = [entity.kind for entity in entities]
    values = [entity.value for entity in entities]
    return (
        *(float(kind in kinds) for kind in KINDS),
        float(any("yes" in value for value in values)),
        float(any("no" in value for value in values)),
        float(any("unknown" in value for value in values)),
        float(any("elsewhere" in value for value in values)),
        min(kinds.count("fact"), 4) / 4,
        float(cl.is_question(text)),
        min(len(text), 40) / 40,
    )
