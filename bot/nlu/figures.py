"""Numbers bound to the facts they are about: 失业保险交了两年, 裁了3个, 合同签了一年.

Every number is scored against every fact whose unit it can have, by the cue words of the fact near
it, by whose the fact is and by the topic; the best pairs win, one number to a fact.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.nlu import clauses as cl
from bot.nlu.context import Cues, fit, leaning
from bot.nlu.lexicon import Hit
from bot.nlu.number import Number
from bot.nlu.quantities import value_of
from bot.nlu.sayings import FITTING, OUTRIGHT, Sayings
from bot.nlu.text import Found, Text
from bot.nlu.uncued import (
    PEOPLE_IN_MOTION,
    SPANS,
    is_no_age,
    is_of_something_else,
    is_whole_staff,
    may_be_of,
    without_cue,
)
from policy_kb.vocabulary import Fact, Vocabulary

_THRESHOLD = 1.0
_NUMERIC = ("integer", "number", "money", "ratio", "year")
_EARLIER = re.compile(
    r"(?:去年|前年|原来|原先|以前|之前|年初|当时|最多的?时候?|早先)(?:有|是|还有|的时候有?)?$"
)
_LITTLE = 4
_PAST = 0.5
"""What a number of former days loses against one of today (去年35人今年剩22)."""
_PLAIN_COUNT = 0.3
"""What a number without a unit loses against one that has the right one."""


_SUPPORT = 0.25
"""How much of a cue's score is added to that of a saying around the same number."""
_NEXT = 2
_UNIT, _TELLING, _ENOUGH = "enterprise", 3.0, 8
"""What each number that counts a unit's people adds to its case; eight of them are enough."""
_AS_SURE = 2.0
"""Numbers that make a sum are nearly as sure to be of the fact as the best of them."""

Pair = tuple[float, Number, Fact, Any]
"""A score, a number, the fact it may state and the value it would give."""


class Figures:
    """Binds numbers with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, cues: Cues, sayings: Sayings) -> None:
        self._sayings = sayings
        self._facts = [f for f in vocabulary.facts.values() if f.type in _NUMERIC]
        self._cues = cues
        self._cued = {fact.id for fact in self._facts}

    def seen_from(self, text: Text) -> Text:
        """The text with its figures weighed: who counts dismissals speaks for a unit."""
        told = sum(
            any(self._is_of_unit(text, number, fact) for fact in self._facts)
            for number in text.numbers[:_ENOUGH]
        )
        if not told or text.context.viewpoint == _UNIT:
            return text
        return replace(text, context=leaning(text.context, _UNIT, _TELLING * told))

    def _is_of_unit(self, text: Text, number: Number, fact: Fact) -> bool:
        """Whether it is said outright that a number counts a unit's people."""
        return (
            fact.about == _UNIT
            and fact.unit == "人"
            and value_of(fact, number) is not None
            and self._sayings.said(fact.id, text.text, number).score == OUTRIGHT
            and not self._sayings.forbids(fact.id, text.text, number)
        )

    def bind(
        self, text: Text, free: list[Number], settled: frozenset[str]
    ) -> list[tuple[Number, Found]]:
        """The numbers of `free` that state a fact, each with the fact; `settled` ones take none.

        A number states one fact, but for staff who are all said to be insured; several numbers
        state one fact only where they make a sum.
        """
        pairs = sorted(self._pairs(text, free, settled), key=lambda pair: -pair[0])
        bound: list[tuple[Number, Found]] = []
        spent: list[Number] = []
        for score, number, fact, value in pairs:
            if number in spent:
                continue
            if fact.id in {found.fact for _, found in bound}:
                rest = [other for other, found in bound if found.fact == fact.id]
                if any(self._add_up(text, other, number, fact.id) for other in rest):
                    spent.append(number)
                continue
            spent.append(number)
            affirmed = value != 0
            bound.append((number, Found(fact.id, value, number.start, number.end, affirmed, score)))
        bound = [(number, self._summed(text, pairs, number, found)) for number, found in bound]
        bound += list(self._staff_insured(text, bound, settled))
        return sorted(bound, key=lambda pair: pair[0].start)

    def _add_up(self, text: Text, one: Number, other: Number, fact: str) -> bool:
        """Whether two numbers make a sum of one fact."""
        first, last = sorted((one, other), key=lambda number: number.start)
        return self._sayings.adds_up(fact, text.text, first, last)

    def _summed(self, text: Text, pairs: list[Pair], number: Number, found: Found) -> Found:
        """交了7个月，又交了6个月 makes 13; 3名硕士、2名本科，一共5名 makes 5."""
        same = sorted(
            (
                (one, value)
                for score, one, fact, value in pairs
                if fact.id == found.fact
                and isinstance(value, int)
                and score > found.score - _AS_SURE
            ),
            key=lambda pair: pair[0].start,
        )
        if len(same) < 2 or not isinstance(found.value, int):
            return found
        gaps = itertools.pairwise(one for one, _ in same)
        if not all(self._add_up(text, one, other, found.fact) for one, other in gaps):
            return found
        values = [value for _, value in same]
        whole = max(values)
        total = whole if whole == sum(values) - whole else sum(values)
        return replace(found, value=total, start=same[0][0].start, end=same[-1][0].end)

    def _staff_insured(
        self, text: Text, bound: list[tuple[Number, Found]], settled: frozenset[str]
    ) -> Iterator[tuple[Number, Found]]:
        """28名员工都参保 counts the staff too, where nothing else does."""
        if "headcount" in settled or any(found.fact == "headcount" for _, found in bound):
            return
        for number, found in bound:
            if found.fact == "insured_headcount" and is_whole_staff(text, number):
                yield number, replace(found, fact="headcount")

    def _pairs(self, text: Text, free: list[Number], settled: frozenset[str]) -> Iterator[Pair]:
        for number in free:
            lasts = number.unit in SPANS
            if is_of_something_else(text, number) or self._sayings.is_of_something_else(
                text.text, number, lasts=lasts
            ):
                continue
            for fact in self._facts:
                value = None if fact.id in settled else value_of(fact, number)
                if value is None or is_no_age(fact, number):
                    continue
                said = self._sayings.said(fact.id, text.text, number)
                score = self._score(text, number, fact, said.score)
                if score < _THRESHOLD or self._sayings.forbids(fact.id, text.text, number):
                    continue
                if said.adds and (value := value_of(fact, number.plus(said.adds))) is None:
                    continue
                yield score, number, fact, value

    def _score(self, text: Text, number: Number, fact: Fact, said: float) -> float:
        cue = self._by_cue(text, number, fact)
        score = max(cue, without_cue(text, number, fact), said + _SUPPORT * cue if said else 0.0)
        if not score:
            return 0.0
        score += fit(fact, text.context, self._cues)
        if said == FITTING and may_be_of(fact, text, number):
            score += 1.0
        if fact.id == "headcount" and PEOPLE_IN_MOTION.search(text.before(number.start)):
            score -= 1.5
        if fact.id == "headcount" and _EARLIER.search(text.before(number.start)):
            score -= _PAST
        if number.unit is None and number.counter == "":
            score -= _PLAIN_COUNT
        return score

    def _by_cue(self, text: Text, number: Number, fact: Fact) -> float:
        """By the nearest and longest cue in the clause, or in the one next to it."""
        at = cl.around(text.clauses, number.start)
        reach = 1 if _stands_alone(text, number) else 0
        best = 0.0
        for hit in text.hits:
            if not any(s.kind == "cue" and s.target == fact.id for s in hit.senses):
                continue
            away = abs(cl.around(text.clauses, hit.start) - at)
            if away > reach or self._is_shadowed(text, hit, fact):
                continue
            if away and _has_its_own(text, hit):
                continue
            distance = max(number.start - hit.end, hit.start - number.end, 0)
            score = 2.0 + 0.2 * len(hit.word) - 0.12 * min(distance, 8)
            if away:
                score -= 1.3 + (0.3 if hit.start > number.start else 0)
            elif _another_between(text, number, hit):
                score -= 0.8
            best = max(best, score)
        return best

    def _is_shadowed(self, text: Text, hit: Hit, fact: Fact) -> bool:
        """Whether the cue is only part of a longer word that means something else."""
        for other in text.hits:
            is_cue = any(s.kind == "cue" and s.target == fact.id for s in other.senses)
            if is_cue or not other.covers(hit):
                continue
            if any(self._means_other(sense, fact) for sense in other.senses):
                return True
        return False

    def _means_other(self, sense: Any, fact: Fact) -> bool:
        if sense.kind == "measure":
            return fact.id != "loan_amount"  # 创业贷款15万
        return (
            sense.kind == "cue"
            and sense.target in self._cued
            and _alike(self._by_id(sense.target), fact)
        )

    def _by_id(self, name: str) -> Fact:
        return next(fact for fact in self._facts if fact.id == name)


def _alike(one: Fact, other: Fact) -> bool:
    return one.unit == other.unit and one.type == other.type


def _stands_alone(text: Text, number: Number) -> bool:
    """Whether a clause says little but the number, so that its cue may stand in the next one."""
    clause = text.clause_at(number.start)
    return len(clause.text) - (number.end - number.start) <= _LITTLE


def _has_its_own(text: Text, hit: Hit) -> bool:
    """Whether a number follows a cue at once, so that it waits for no other (走了俩)."""
    return any(hit.end <= number.start <= hit.end + _NEXT for number in text.numbers)


def _another_between(text: Text, number: Number, hit: Hit) -> bool:
    """Whether another number stands between the cue and this one."""
    low, high = min(number.start, hit.start), max(number.start, hit.start)
    return any(low < other.start < high for other in text.numbers if other is not number)
