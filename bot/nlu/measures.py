"""Measures named in a text, misspelt or hinted at, the one asked about with the best score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from bot.nlu import beside
from bot.nlu.context import Context
from bot.nlu.hints import Hints, Meant
from bot.nlu.lexicon import Hit
from bot.nlu.likeness import Likenesses
from bot.nlu.mentions import Mentions, Named
from bot.nlu.normalise import LISTS
from bot.nlu.sounds import Distance
from policy_kb.vocabulary import Vocabulary

_TELLING = 0.95
"""A hint as sure as this stands beside a name of the same topic."""
_OTHER_AUDIENCE = 0.1
_SURE_NAME = 0.9
"""A name spelt so; a likeness below is outweighed by what the words around it mean."""
_BESIDE = 0.3
"""What a name loses that is not what is asked: then it is no more than a guess."""


class Measures:
    """Finds measures with the names of one vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        plain: dict[str, list[str]],
        distance: Distance,
        folder: Path = LISTS,
    ) -> None:
        """`plain` gives for each name in plain form the measures called so."""
        self._hints = Hints(vocabulary.measures, folder)
        self._mentions = Mentions(folder / "measure_mentions.yml")
        self._audience = {one.id: one.audience for one in vocabulary.measures.values()}
        self._names = plain
        self._likenesses = Likenesses(plain, distance)
        topics: dict[str, list[str]] = yaml.safe_load(
            (folder / "measure_topics.yml").read_text(encoding="utf-8")
        )
        self._topic = {m: topic for topic, measures in topics.items() for m in measures}

    def find(self, text: str, hits: Iterable[Hit], context: Context) -> list[Named]:
        """Measures by place; those meant for somebody else score a little less."""
        hits = list(hits)
        names = [*self._exact(hits, context), *self._misspelt(text, hits, context)]
        names = [self._mentions.read(text, n) for n in names if self._mentions.is_name(text, n)]
        hints = self._hinted(text, names, context)
        found = [*self._narrowed(names, [meant for meant, _ in hints], context)]
        found += [self._mentions.read(text, named) for _, named in hints]
        return sorted(_asked_first(found), key=lambda one: (one.start, -one.score))

    def _exact(self, hits: list[Hit], context: Context) -> Iterator[Named]:
        """Names written as they are, the longest at each place."""
        exact = [hit for hit in hits if any(sense.kind == "measure" for sense in hit.senses)]
        for hit in exact:
            if any(other.covers(hit) for other in exact):
                continue
            for sense in hit.senses:
                if sense.kind == "measure":
                    named = Named(sense.target, 1.0, hit.word, hit.start, hit.end)
                    yield self._weighed(named, context)

    def _misspelt(self, text: str, hits: list[Hit], context: Context) -> Iterator[Named]:
        """Names written by sound at places that are not made of known words."""
        named: set[int] = set()
        covered: set[int] = set()
        for hit in hits:
            if any(sense.kind == "measure" for sense in hit.senses):
                named.update(range(hit.start, hit.end))
            if len(hit.word) > 2:
                covered.update(range(hit.start, hit.end))
        for like in self._likenesses.find(text, named, covered):
            for measure in self._names[like.name]:
                one = Named(measure, like.score, like.name, like.start, like.end)
                yield self._weighed(one, context)

    def _weighed(self, named: Named, context: Context) -> Named:
        audience = self._audience[named.measure]
        if context.viewpoint and audience and context.viewpoint not in audience:
            return replace(named, score=round(named.score - _OTHER_AUDIENCE, 3))
        return named

    def _hinted(self, text: str, names: list[Named], context: Context) -> list[tuple[Meant, Named]]:
        """Measures meant though not named: of each topic the surest, if no name says more."""
        asked = [name for name in names if name.is_asked and name.score >= _SURE_NAME]
        told = {self._topic_of(n.measure) for n in asked if len(beside.bearers(n, names)) == 1}
        best: dict[str, float] = {}
        found: dict[str, tuple[Meant, Named]] = {}
        for meant in beside.standing(text, self._hints.find(text, context.viewpoint), asked):
            hint = meant.hint
            for measure in hint.measures:
                topic = self._topic_of(measure)
                least = _TELLING if topic in told and not hint.is_name else best.get(topic, 0)
                if measure in found or hint.score < least:
                    continue
                same = [name for name in names if name.measure == measure]
                if not any(beside.says_more(name, meant, names) for name in same):
                    found[measure] = (meant, self._weighed(_named(text, measure, meant), context))
            for measure in hint.measures:
                best.setdefault(self._topic_of(measure), hint.score)
        return list(found.values())

    def _topic_of(self, measure: str) -> str:
        return self._topic.get(measure, measure)

    def _narrowed(
        self, names: list[Named], hints: list[Meant], context: Context
    ) -> Iterator[Named]:
        """A name that several measures bear means the one hinted at, or whose case it is."""
        telling = [meant for meant in hints if meant.hint.score >= _TELLING]
        for name in names:
            bearers = beside.bearers(name, names)
            hinted = [bearers.intersection(meant.hint.measures) for meant in hints]
            meant_ones = next((some for some in hinted if some and some != bearers), bearers)
            if meant_ones == bearers and context.viewpoint:
                meant_ones = {m for m in bearers if context.viewpoint in self._audience[m]}
            is_other = bool(meant_ones) and name.measure not in meant_ones
            is_part = any(self._is_part(name, meant) for meant in telling)
            loss = _BESIDE if is_other or is_part else 0
            yield replace(name, score=round(name.score - loss, 3))

    def _is_part(self, name: Named, meant: Meant) -> bool:
        """Whether a name is only part of a telling hint, or a likeness on the same topic."""
        if name.measure in meant.hint.measures:
            return False
        topics = map(self._topic_of, meant.hint.measures)
        is_like = name.score < _SURE_NAME and self._topic_of(name.measure) in topics
        overlaps = meant.first < name.end and name.start < meant.last
        return is_like or (overlaps and not beside.holds(name, meant))


def _named(text: str, measure: str, meant: Meant) -> Named:
    """A measure hinted at, where the first group of the hint stands."""
    return Named(
        measure=measure,
        score=meant.hint.score,
        matched=text[meant.start : meant.end],
        start=meant.start,
        end=meant.end,
        is_hint=True,
        is_inferred=len(meant.hint.all) > 1,
    )


def _asked_first(found: list[Named]) -> list[Named]:
    """A measure only mentioned loses where another one is asked about."""
    if not any(one.is_asked for one in found):
        return found
    return [
        replace(one, score=round(one.score - _BESIDE, 3)) if one.is_mention else one
        for one in found
    ]
