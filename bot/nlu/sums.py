"""Several numbers of one fact that make a sum: 交了7个月，又交了6个月."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.nlu.number import Number
from bot.nlu.sayings import Sayings
from bot.nlu.text import Found, Text
from policy_kb.vocabulary import Fact

Pair = tuple[float, Number, Fact, Any]
"""A score, a number, the fact it may state and the value it would give."""

def without_outdone(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs without bounds that an exact number of the same fact fills: 不到一年，就10个月."""
    return [pair for pair in pairs if not any(_fills(other, pair) for other in pairs)]


def _fills(one: Pair, other: Pair) -> bool:
    """Whether the value of one pair is exact and lies within the open bound of the other."""
    (_, number, fact, value), (_, bound, its, limits) = one, other
    if fact.id != its.id or not isinstance(limits, Mapping) or not isinstance(value, int):
        return False
    if number.start < bound.start or bound.reached is not None or len(limits.keys() & _ENDS) != 1:
        return False
    least, most = limits.get("min", value), limits.get("max", value)
    return bool(least <= value <= most)


_ENDS = {"min", "max"}
_AS_SURE = 2.0
"""Numbers that make a sum are nearly as sure to be of the fact as the best of them."""


class Sums:
    """Adds numbers up where the sayings say so."""

    def __init__(self, sayings: Sayings) -> None:
        self._sayings = sayings

    def add_up(self, text: Text, fact: str, one: Number, other: Number) -> bool:
        """Whether two numbers make a sum of one fact."""
        first, last = sorted((one, other), key=lambda number: number.start)
        return self._sayings.adds_up(fact, text.text, first, last)

    def made(
        self, text: Text, pairs: Sequence[Pair], bound: Sequence[tuple[Number, Found]]
    ) -> list[tuple[Number, Found]]:
        """`bound` with the numbers that no other fact took added to their fact's."""
        taken = [number for number, _ in bound]
        free = [pair for pair in pairs if pair[1] not in taken and isinstance(pair[3], int)]
        return [(number, self._sum(text, free, number, found)) for number, found in bound]

    def _sum(self, text: Text, free: Sequence[Pair], number: Number, found: Found) -> Found:
        """A number with those added to it; one that is the whole of the others stands alone."""
        if not isinstance(found.value, int):
            return found
        parts = [(number, found.value)]
        parts += [
            (other, value)
            for score, other, fact, value in free
            if fact.id == found.fact and score > found.score - _AS_SURE
        ]
        parts.sort(key=lambda part: part[0].start)
        gaps = itertools.pairwise(other for other, _ in parts)
        if len(parts) < 2 or not all(self.add_up(text, found.fact, *gap) for gap in gaps):
            return found
        values = [value for _, value in parts]
        rest = sum(values) - max(values)
        total = max(values) if max(values) == rest else sum(values)
        return replace(found, value=total, start=parts[0][0].start, end=parts[-1][0].end)
