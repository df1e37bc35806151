"""Numbers bound to the facts they are about: 失业保险交了两年, 裁了3个, 合同签了一年.

Every number is scored against every fact whose unit it can have, by the cue words of the fact near
it, by whose the fact is and by the topic; the best pairs win, one number to a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.nlu.context import Cues, fit, leaning
from bot.nlu.cueing import Cueing
from bot.nlu.number import Number
from bot.nlu.quantities import value_of
from bot.nlu.sayings import FITTING, OUTRIGHT, Sayings
from bot.nlu.sums import Pair, Sums, made_exact
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
_PAST = 0.5
"""What a number of former days loses against one of today (去年35人今年剩22)."""
_PLAIN_COUNT = 0.3
"""What a number without a unit loses against one that has the right one."""


_SUPPORT = 0.25
"""How much of a cue's score is added to that of a saying around the same number."""
_WHOLES = {
    "insured_headcount": "headcount",
    "natural_attrition_last_year": "total_leavers_last_year",
}
"""Facts that count some of the people of another; where all are meant one number tells both."""
_UNIT, _TELLING, _ENOUGH = "enterprise", 3.0, 8
"""What each number that counts a unit's people adds to its case; eight of them are enough."""


class Figures:
    """Binds numbers with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, cues: Cues, sayings: Sayings) -> None:
        self._sayings, self._sums = sayings, Sums(sayings)
        self._facts = [f for f in vocabulary.facts.values() if f.type in _NUMERIC]
        self._cues = cues
        self._cueing = Cueing(self._facts)

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
            and self._said_outright(text, number, fact.id)
            and not self._sayings.forbids(fact.id, text.text, number)
        )

    def bind(
        self, text: Text, free: list[Number], settled: frozenset[str]
    ) -> list[tuple[Number, Found]]:
        """The numbers of `free` that state a fact, each with the fact; `settled` ones take none.

        A number states one fact, but for staff who are all said to be insured; several numbers
        state one fact only where they make a sum.
        """
        found = made_exact(text, self._pairs(text, free, settled), free)
        pairs = sorted(found, key=lambda pair: -pair[0])
        bound: list[tuple[Number, Found]] = []
        spent: list[Number] = []
        for score, number, fact, value in pairs:
            if number in spent:
                continue
            if fact.id in {found.fact for _, found in bound}:
                rest = [other for other, found in bound if found.fact == fact.id]
                if any(self._sums.add_up(text, fact.id, other, number) for other in rest):
                    spent.append(number)
                continue
            spent.append(number)
            affirmed = value != 0
            bound.append((number, Found(fact.id, value, number.start, number.end, affirmed, score)))
        bound = self._sums.made(text, pairs, bound)
        bound += list(self._said_of_all(text, pairs, bound, settled))
        return sorted(bound, key=lambda pair: pair[0].start)

    def _said_of_all(
        self,
        text: Text,
        pairs: Sequence[Pair],
        bound: Sequence[tuple[Number, Found]],
        settled: frozenset[str],
    ) -> Iterator[tuple[Number, Found]]:
        """28名员工都参保 tells the staff and the insured, whichever of the two the number took."""
        told = {found.fact: (number, found) for number, found in bound}
        for part, whole in _WHOLES.items():
            mine = told.get(part) or told.get(whole)
            if mine is None or (part in told and whole in told) or {part, whole} & settled:
                continue
            number, found = mine
            if found.fact == part and is_whole_staff(text, number):
                yield number, replace(found, fact=whole)
            elif found.fact == whole and any(
                one is number and fact.id == part and self._said_outright(text, number, part)
                for _, one, fact, _ in pairs
            ):
                yield number, replace(found, fact=part)

    def _said_outright(self, text: Text, number: Number, fact: str) -> bool:
        return self._sayings.said(fact, text.text, number).score == OUTRIGHT

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
        cue = self._cueing.score(text, number, fact)
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
