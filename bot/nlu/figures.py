"""Numbers bound to the facts they are about: 失业保险交了两年, 裁了3个, 合同签了一年.

Every number is scored against every fact whose unit it can have, by the cue words of the fact near
it, by whose the fact is and by the topic; the best pairs win, one number to a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.nlu import clauses as cl
from bot.nlu.context import Cues, fit
from bot.nlu.lexicon import Hit
from bot.nlu.number import Number
from bot.nlu.text import Found, Text
from policy_kb.vocabulary import Fact, Vocabulary

_THRESHOLD = 1.0
_DAYS, _WEEKS = 30.0, 30.0 / 7
_TO_MONTHS = {"月": 1.0, "年": 12.0, "天": 1 / _DAYS, "周": 1 / _WEEKS, "季": 3.0}
_NUMERIC = ("integer", "number", "money", "ratio", "year")
_ORGANISATION = re.compile(r"公司|厂|店|馆|企业|单位|中心|学校|医院|幼儿园|事务所|合作社|酒店|超市")
_PEOPLE_IN_MOTION = re.compile(
    r"(?:招|雇|聘|录用|培训|裁|辞退|开除|走了|见习|合伙|入驻|接收|留下|参加|组织|给|来了|新增|退休)[^,。]{0,6}$"
)
_PEOPLE_DOING = re.compile(r"培训|见习|入驻|学员|孵化|合伙")
_GAP = re.compile(r"[了,]?(?:都|也)?(?:没有?|未)(?:再)?(?:给)?(?:交|缴|上班|干|工作|领|发)")
"""半年没交社保 tells how long it was not paid."""
_STOPPED = re.compile(r"(?:断|停)(?:了|缴|交|保|过)*(?:有|快|将近|好)?$")
_LITTLE = 4
_PLAIN_COUNT = 0.3
"""What a number without a unit loses against one that has the right one."""


class Figures:
    """Binds numbers with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, cues: Cues) -> None:
        self._facts = [f for f in vocabulary.facts.values() if f.type in _NUMERIC]
        self._cues = cues
        self._cued = {fact.id for fact in self._facts}

    def bind(
        self, text: Text, free: list[Number], settled: frozenset[str]
    ) -> list[tuple[Number, Found]]:
        """The numbers of `free` that state a fact, each with the fact; `settled` ones take none."""
        pairs = sorted(self._pairs(text, free, settled), key=lambda pair: -pair[0])
        bound: list[tuple[Number, Found]] = []
        for score, number, fact, value in pairs:
            if any(number is n or fact.id == found.fact for n, found in bound):
                continue
            affirmed = value != 0
            bound.append((number, Found(fact.id, value, number.start, number.end, affirmed, score)))
        return sorted(bound, key=lambda pair: pair[0].start)

    def _pairs(
        self, text: Text, free: list[Number], settled: frozenset[str]
    ) -> Iterator[tuple[float, Number, Fact, Any]]:
        for number in free:
            if _GAP.match(text.text, number.end) or _STOPPED.search(text.before(number.start)):
                continue
            for fact in self._facts:
                value = None if fact.id in settled else value_of(fact, number)
                if value is None:
                    continue
                score = self._score(text, number, fact)
                if score >= _THRESHOLD:
                    yield score, number, fact, value

    def _score(self, text: Text, number: Number, fact: Fact) -> float:
        score = max(self._by_cue(text, number, fact), _without_cue(text, number, fact))
        if not score:
            return 0.0
        score += fit(fact, text.context, self._cues)
        if fact.id == "headcount" and _PEOPLE_IN_MOTION.search(text.before(number.start)):
            score -= 1.5
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
            return True
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


def _another_between(text: Text, number: Number, hit: Hit) -> bool:
    """Whether another number stands between the cue and this one."""
    low, high = min(number.start, hit.start), max(number.start, hit.start)
    return any(low < other.start < high for other in text.numbers if other is not number)


def _without_cue(text: Text, number: Number, fact: Fact) -> float:
    """Numbers whose unit alone says what they are about."""
    if fact.id == "age" and number.unit == "岁":
        return 2.0
    if fact.id == "age" and _is_age(text, number):
        return 2.0
    if fact.id == "headcount" and number.unit == "人" and _has_staff(text, number):
        return 1.0
    if fact.id in ("graduation_year", "hires_graduation_year") and number.unit == "届":
        return 1.5
    return 0.0


def _is_age(text: Text, number: Number) -> bool:
    """我今年45: a plain number after 今年 that ends its clause."""
    if number.unit or number.counter or not 14 <= (number.low or 0) <= 90:
        return False
    ends = number.end >= text.clause_at(number.start).end - 1
    return ends and text.text[: number.start].endswith(
        ("今年", "我", "刚", "都", "今年刚", "今年都")
    )


def _has_staff(text: Text, number: Number) -> bool:
    """Whether people counted in a text are a unit's staff."""
    if _PEOPLE_IN_MOTION.search(text.before(number.start)):
        return False
    if text.context.viewpoint:
        return text.context.viewpoint == "enterprise"
    return bool(_ORGANISATION.search(text.text)) and not _PEOPLE_DOING.search(text.text)


def value_of(fact: Fact, number: Number) -> Any:
    """The number as the fact's JSON value in its unit; None when it cannot be that fact's."""
    scaled = _in_unit(fact, number)
    if scaled is None:
        return None
    value = scaled.to_json(whole=fact.type in ("integer", "year"))
    ends = [value.get("min"), value.get("max")] if isinstance(value, dict) else [value]
    known = [end for end in ends if isinstance(end, (int, float))]
    if not known or any(
        (fact.min is not None and end < fact.min) or (fact.max is not None and end > fact.max)
        for end in known
    ):
        return None
    return value


def _in_unit(fact: Fact, number: Number) -> Number | None:
    unit, said = fact.unit, number.unit
    if fact.type == "year":
        return (
            _year(number) if said == "届" or (said == "年" and (number.low or 0) > 1900) else None
        )
    if fact.type == "ratio":
        return number.scaled(0.01, None) if said == "%" else None
    if fact.type == "money":
        return number if (said in (None, "元") and number.counter == "") or said == "元" else None
    if unit == "个月":
        return number.scaled(_TO_MONTHS[said], "月") if said in _TO_MONTHS else None
    if unit == "年":
        return number.scaled(_TO_MONTHS[said] / 12, "年") if said in _TO_MONTHS else None
    if unit == "人":
        return number if said in (None, "人") else None
    return number if said == unit or (said is None and number.counter == "") else None


def _year(number: Number) -> Number | None:
    low = number.low
    if low is None or low != number.high:
        return None
    year = low + 2000 if low < 60 else low + 1900 if low < 100 else low
    return Number(year, year, None, number.start, number.end) if year >= 1950 else None
