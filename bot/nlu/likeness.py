"""Names that are misspelt in a text, found by how they sound."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.nlu.sounds import Distance

LEAST = 0.6
"""Below this score a likeness is chance."""
_SHORTEST = 3
_KNOWN = 0.6
"""A stretch made of known words by more than this part is no misspelling."""


@dataclass(frozen=True)
class Like:
    """A stretch of text that is like a name; the score is 1 for the name itself."""

    score: float
    start: int
    end: int
    name: str


class Likenesses:
    """Finds names written by sound (稳刚返还), those of at least three characters."""

    def __init__(self, names: Iterable[str], distance: Distance) -> None:
        self._distance = distance
        self._pairs: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
        for name in names:
            if len(name) < _SHORTEST:
                continue
            for at, pair in enumerate(itertools.pairwise(name)):
                for keys in self._keys(*pair):
                    self._pairs[keys].add((name, at))

    def find(self, text: str, named: Collection[int], covered: Collection[int]) -> list[Like]:
        """The best likeness at each stretch; `named` are places of names, `covered` of words."""
        tried = {
            (name, at - offset)
            for at, pair in enumerate(itertools.pairwise(text))
            if at not in named
            for keys in self._keys(*pair)
            for name, offset in self._pairs.get(keys, ())
            if at >= offset
        }
        likely = (self._likeness(text, start, name) for name, start in tried)
        taken: set[int] = set()
        found: list[Like] = []
        for like in sorted(filter(None, likely), key=lambda one: (-one.score, one.start - one.end)):
            span = range(like.start, like.end)
            if taken.intersection(span) or sum(p in covered for p in span) > len(span) * _KNOWN:
                continue
            taken.update(span)
            found.append(like)
        return found

    def _keys(self, one: str, other: str) -> Iterator[tuple[str, str]]:
        """What two characters side by side sound like."""
        for first in self._distance.keys(one):
            for second in self._distance.keys(other):
                yield first, second

    def _likeness(self, text: str, start: int, name: str) -> Like | None:
        limit = (1 - LEAST) * len(name)
        best: Like | None = None
        for length in range(max(len(name) - 1, 2), len(name) + 3):
            said = text[start : start + length]
            if len(said) < length or not all("\u4e00" <= c <= "\u9fff" for c in said):
                break
            cost = self._distance.between(said, name, limit)
            score = round(1 - cost / len(name), 3)
            if 0 < cost < limit and (best is None or score > best.score):
                best = Like(score, start, start + length, name)
        return best
