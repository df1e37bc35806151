"""Measures named in a text, misspelt or hinted at, and those said to be drawn already."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.nlu.context import Context
from bot.nlu.lexicon import Hit
from bot.nlu.normalise import LISTS
from bot.nlu.sounds import Distance
from policy_kb.vocabulary import Vocabulary

LEAST = 0.6
"""Below this score a likeness is chance."""
_SHORTEST = 3
_TELLING = 0.95
"""A hint as sure as this stands beside a shorter name inside it, and before it."""
_INSIDE = 0.15
_OTHER_AUDIENCE = 0.1
_DRAWN_BEFORE = re.compile(
    r"(?P<no>没有?|未|还没|从没|没有?申请|不曾)?(?:已经|已|之前|以前|去年|今年|都|刚|曾经)?(?:领|享受|拿|申请|申领|拿到|补|批|返|报)"
    r"(?:过|到过|完)(?:了|一次|两次|一回)?(?:的)?$"
)
_ALREADY = re.compile(r"(?:已经|已|刚|都已?)(?:领|享受|拿|申请|拿到|批|返还)了?$")
_ONGOING = re.compile(r"(?:领着|吃着|拿着|正在?领|按月领|还在领|正享受|在吃|吃)(?:的)?$")
_DRAWN_AFTER = re.compile(
    r"^(?:我们?|都|也|去年|今年|之前|以前|已经|单位|公司|那个)*(?P<no>没有?|未|从没|还没)?"
    r"(?:领|享受|拿|申请|返还)过|^(?:我们?|都|也)*已经?(?:领|享受|拿到?|批|返还?)(?:了|到手|下来)"
)


@dataclass(frozen=True)
class Named:
    """A measure named at a place, or hinted at.

    `drawn` is True or False where it is said to be drawn already or not, `is_ongoing` where it is
    being drawn, which is no question about it.
    """

    measure: str
    score: float
    matched: str
    start: int
    end: int
    drawn: bool | None = None
    is_ongoing: bool = False
    is_hint: bool = False


class Measures:
    """Finds measures with the names of one vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        plain: dict[str, list[str]],
        distance: Distance,
        hints: Path = LISTS / "measure_hints.yml",
    ) -> None:
        """`plain` gives for each name in plain form the measures called so."""
        self._hints = [
            (re.compile(hint["pattern"]), float(hint["score"]), known)
            for hint in yaml.safe_load(hints.read_text(encoding="utf-8"))
            if (known := [name for name in hint["measures"] if name in vocabulary.measures])
        ]
        self._audience = {one.id: one.audience for one in vocabulary.measures.values()}
        self._names = {name: ids for name, ids in plain.items() if len(name) >= _SHORTEST}
        self._distance = distance
        self._pairs: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
        for name in self._names:
            for at, pair in enumerate(itertools.pairwise(name)):
                for keys in self._keys(*pair):
                    self._pairs[keys].add((name, at))

    def find(self, text: str, hits: Iterable[Hit], context: Context) -> list[Named]:
        """Measures by place; those meant for somebody else score a little less."""
        exact = [hit for hit in hits if any(sense.kind == "measure" for sense in hit.senses)]
        exact = [hit for hit in exact if not any(other.covers(hit) for other in exact)]
        found = [
            self._named(sense.target, 1.0, hit.word, hit.start, hit.end, context)
            for hit in exact
            for sense in hit.senses
            if sense.kind == "measure"
        ]
        covered = {
            place for hit in hits if len(hit.word) > 2 for place in range(hit.start, hit.end)
        }
        found.extend(self._misspelt(text, exact, covered, context))
        found = _narrowed(found, list(self._hinted(text, found, context)))
        return sorted((_drawn(text, one) for one in found), key=lambda one: (one.start, -one.score))

    def _named(
        self, measure: str, score: float, name: str, start: int, end: int, context: Context
    ) -> Named:
        audience = self._audience[measure]
        if context.viewpoint and audience and context.viewpoint not in audience:
            score -= _OTHER_AUDIENCE
        return Named(measure, round(score, 3), name, start, end)

    def _hinted(self, text: str, found: list[Named], context: Context) -> Iterator[Named]:
        """Measures meant though not named, where no name was found at the same place."""
        sure = [one for one in found if one.score > LEAST]
        for pattern, score, measures in self._hints:
            hit = pattern.search(text)
            if hit is None:
                continue
            start, end = hit.span()
            met = [one for one in sure if one.start < end and start < one.end]
            if met and (score < _TELLING or any(one.end - one.start >= end - start for one in met)):
                continue
            named = (self._named(m, score, hit[0], start, end, context) for m in measures)
            best = [replace(one, is_hint=True) for one in named]
            yield from best
            sure.extend(best)

    def _keys(self, one: str, other: str) -> Iterator[tuple[str, str]]:
        """What two characters side by side sound like."""
        for first in self._distance.keys(one):
            for second in self._distance.keys(other):
                yield first, second

    def _misspelt(
        self, text: str, exact: Sequence[Hit], covered: set[int], context: Context
    ) -> list[Named]:
        """The best likeness at each stretch of text that is not made of known words."""
        known = {place for hit in exact for place in range(hit.start, hit.end)}
        tried = {
            (name, at - offset)
            for at, pair in enumerate(itertools.pairwise(text))
            if at not in known
            for keys in self._keys(*pair)
            for name, offset in self._pairs.get(keys, ())
            if at >= offset
        }
        likely = (self._likeness(text, start, name) for name, start in tried)
        best = [one for one in likely if one]
        taken: set[int] = set()
        found: list[Named] = []
        for score, start, end, name in sorted(best, key=lambda c: (-c[0], c[1] - c[2])):
            span = range(start, end)
            if (
                taken.intersection(span)
                or sum(place in covered for place in span) > len(span) * 0.6
            ):
                continue
            taken.update(span)
            for measure in self._names[name]:
                found.append(self._named(measure, score, name, start, end, context))
        return found

    def _likeness(self, text: str, start: int, name: str) -> tuple[float, int, int, str] | None:
        limit = (1 - LEAST) * len(name)
        best: tuple[float, int, int, str] | None = None
        for length in range(max(len(name) - 1, 2), len(name) + 3):
            said = text[start : start + length]
            if len(said) < length or not all("\u4e00" <= c <= "\u9fff" for c in said):
                break
            cost = self._distance.between(said, name, limit)
            score = round(1 - cost / len(name), 3)
            if 0 < cost < limit and (best is None or score > best[0]):
                best = (score, start, start + length, name)
        return best


def _narrowed(found: list[Named], hinted: list[Named]) -> list[Named]:
    """Both, a name that is only part of a longer hint scoring less (灵活就业…养老保险…缓缴)."""
    return [
        *hinted,
        *(
            replace(one, score=round(one.score - _INSIDE, 3))
            if any(hint.start <= one.start and one.end <= hint.end for hint in hinted)
            else one
            for one in found
        ),
    ]


def _drawn(text: str, named: Named) -> Named:
    """领过稳岗返还, 扩岗补助没领过: whether it is said to have been drawn."""
    before, after = text[max(named.start - 10, 0) : named.start], text[named.end : named.end + 10]
    if found := _DRAWN_BEFORE.search(before):
        drawn = not found["no"]
    elif _ALREADY.search(before):
        drawn = True
    elif _ONGOING.search(before):
        return replace(named, is_ongoing=True)
    elif found := _DRAWN_AFTER.match(after):
        drawn = not found["no"]
    else:
        return named
    return replace(named, drawn=drawn)
