"""How much the cue words near a number speak for a fact: 失业保险 beside 两年, 裁 beside 3个."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.nlu import clauses as cl
from bot.nlu.lexicon import Hit
from bot.nlu.number import Number
from bot.nlu.text import Text
from policy_kb.vocabulary import Fact

_LITTLE = 4
_NEXT = 2


class Cueing:
    """Scores cues of the facts that numbers can state."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.id: fact for fact in facts}

    def score(self, text: Text, number: Number, fact: Fact) -> float:
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
            and sense.target in self._facts
            and _alike(self._facts[sense.target], fact)
        )


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
