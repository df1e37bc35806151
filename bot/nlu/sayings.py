"""Turns of speech that tell what a number or a date is about: 裁了3个, 交了{N}的社保.

They are in nlu_data/lists/figures.yml, each with the words before the number and those after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.normalise import LISTS
from bot.nlu.span import Span

OUTRIGHT, FITTING = 3.4, 0.5
"""What a saying counts by itself, and what it counts where it still needs the right applicant."""
_REACH = 36
"""Characters before a number that a saying may look at."""
_NAME = re.compile(r"\{([A-Z]+)\}")
_PLACE = re.compile(r"\{[ND](?P<more>\+1)?\}")


@dataclass(frozen=True)
class Saying:
    """The words before and after a number or a date."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    adds: int

    def fits(self, text: str, span: Span) -> bool:
        """Whether they stand around this one."""
        if not self.after.match(text, span.end):
            return False
        return bool(self.before.search(text, max(span.start - _REACH, 0), span.start))


@dataclass(frozen=True)
class _OfFact:
    outright: tuple[Saying, ...]
    fitting: tuple[Saying, ...]
    never: tuple[Saying, ...]


@dataclass(frozen=True)
class Said:
    """What a saying makes of a number: how surely it states the fact, and what to add to it."""

    score: float
    adds: int = 0


_NOTHING = Said(0.0)


class Sayings:
    """The sayings of one file, by fact."""

    def __init__(self, file: Path = LISTS / "figures.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        words = data["words"]
        self._others = sayings_of(data["others"], words)
        self._spans = sayings_of(data["spans"], words)
        self._of = {
            fact: _OfFact(*(sayings_of(kinds.get(k, ()), words) for k in _OfFact.__annotations__))
            for fact, kinds in {**data["figures"], **data["dates"]}.items()
        }
        self._sums = {fact: sayings_of(sums, words) for fact, sums in data["sums"].items()}

    def is_of_something_else(self, text: str, span: Span, *, lasts: bool) -> bool:
        """Whether a number counts what no fact is about: shops or, if it `lasts`, idle months."""
        return _any_fits(self._others, text, span) or (lasts and _any_fits(self._spans, text, span))

    def forbids(self, fact: str, text: str, span: Span) -> bool:
        """Whether the words around a number or date say that it is not this fact's."""
        return fact in self._of and _any_fits(self._of[fact].never, text, span)

    def said(self, fact: str, text: str, span: Span) -> Said:
        """How surely the words around a number or date say that it is this fact's."""
        sayings = self._of.get(fact)
        if sayings is None:
            return _NOTHING
        for score, each in ((OUTRIGHT, sayings.outright), (FITTING, sayings.fitting)):
            for saying in each:
                if saying.fits(text, span):
                    return Said(score, saying.adds)
        return _NOTHING

    def adds_up(self, fact: str, text: str, one: Span, other: Span) -> bool:
        """Whether two numbers of a fact make one sum, by the words before and between them."""
        return any(
            saying.after.match(text, one.end, other.start)
            and saying.before.search(text, max(one.start - _REACH, 0), one.start)
            for saying in self._sums.get(fact, ())
        )


def _any_fits(sayings: Iterable[Saying], text: str, span: Span) -> bool:
    return any(saying.fits(text, span) for saying in sayings)


def sayings_of(patterns: Iterable[str], words: Mapping[str, str]) -> tuple[Saying, ...]:
    """Patterns with {N} or {D} where the number or the date stands, ready for use."""
    return tuple(_saying(pattern, words) for pattern in patterns)


def written_out(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with each {NAME} replaced by its words, which may name others."""
    while (written := _NAME.sub(lambda found: words.get(found[1], found[0]), pattern)) != pattern:
        pattern = written
    return pattern


def _saying(pattern: str, words: Mapping[str, str]) -> Saying:
    """A pattern parted at its {N} or {D}; patterns without one speak of the text before it."""
    pattern = written_out(pattern, words)
    place = _PLACE.search(pattern)
    before, after = (pattern[: place.start()], pattern[place.end() :]) if place else (pattern, "")
    ends = "$" if place else ""
    adds = 1 if place and place["more"] else 0
    return Saying(re.compile(f"(?:{before}){ends}"), re.compile(after), adds)
