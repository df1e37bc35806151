"""Several numbers of one fact that make a sum: 交了7个月，又交了6个月."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.nlu.number import Number
from bot.nlu.quantities import value_of
from bot.nlu.sayings import Sayings
from bot.nlu.text import Found, Text
from policy_kb.vocabulary import Fact

Pair = tuple[float, Number, Fact, Any]
"""A score, a number, the fact it may state and the value it would give."""

_INSTEAD = re.compile(
    r"[^,。; ]{0,6}[,。; ](?:其实|实际上?|拢共|总共|一共|满打满算|也|就|才|只)+"
    r"(?:是|有|交|缴|干|做|上|够|了|满)*"
)
"""What stands between a bound and the number that makes it exact: 没交够一年社保，就10个月."""


def made_exact(text: Text, pairs: Iterable[Pair], free: Sequence[Number]) -> list[Pair]:
    """`pairs` with numbers that only bound a fact exchanged for exact ones said right after."""
    return [_exact(text, pair, free) or pair for pair in pairs]


def _exact(text: Text, pair: Pair, free: Sequence[Number]) -> Pair | None:
    score, bound, fact, limits = pair
    if bound.low is not None or not isinstance(limits, Mapping):
        return None
    for number in free:
        gap = number.start > bound.end and _INSTEAD.fullmatch(text.text, bound.end, number.start)
        value = value_of(fact, number) if gap and (number.unit or number.counter) else None
        ends = (value.get("min"), value.get("max")) if isinstance(value, Mapping) else (value,)
        if None not in ends and ends[-1] <= limits.get("max", ends[-1]):
            return score, number, fact, value
    return None


_AS_SURE = 2.0
"""Numbers that make a sum are nearly as sure to be of the fact as the best of them."""


class Sums:
    """Adds numbers up where the sayings say so."""

    def __init__(self, sayings: Sayings) -> None:
        self._sayings = sayings

    def add_up(self, text: Text, fact: str, one: Number, other: Number) -> bool:
        """Whether two numbers make a sum of one fact."""
        first, last = sorted((one, other), key=lambda number: number.start)
        if text.text.startswith("都", last.end):
            return False  # 招了三个应届生，两个都签了
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
        parts = self._run(text, found.fact, parts)
        if len(parts) < 2:
            return found
        values = [value for _, value in parts]
        rest = sum(values) - max(values)
        total = max(values) if max(values) == rest else sum(values)
        return replace(found, value=total, start=parts[0][0].start, end=parts[-1][0].end)

    def _run(
        self, text: Text, fact: str, parts: Sequence[tuple[Number, int]]
    ) -> list[tuple[Number, int]]:
        """The parts that make one sum with the first of `parts`, from left to right."""
        number, ordered = parts[0][0], sorted(parts, key=lambda part: part[0].start)
        runs: list[list[tuple[Number, int]]] = []
        for part in ordered:
            if runs and self.add_up(text, fact, runs[-1][-1][0], part[0]):
                runs[-1].append(part)
            else:
                runs.append([part])
        return next(run for run in runs if any(one is number for one, _ in run))
