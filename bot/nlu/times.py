"""Dates bound to the facts they are about (2022年3月失业), or to the day to judge by."""

from __future__ import annotations

import re

from bot.nlu import clauses as cl
from bot.nlu.context import Cues, fit
from bot.nlu.datespan import DateSpan
from bot.nlu.lexicon import Hit
from bot.nlu.sayings import Sayings
from bot.nlu.text import Found, Text
from policy_kb.vocabulary import Fact, Vocabulary

_LEAD = re.compile(r"^(?:大概|大约|差不多|可能|应该|好像|估计|就是?|是|在|从|到|\s)+")
_JUDGE_BY = re.compile(
    r"^(?:的?时候|那时候?|那会儿?|当时|时(?![间候])|的?(?:政策|标准|规定|情况)|算|为准|计算|来算|的话|"
    r"能|可以|还能|还(?:执行|有|给|发|算|行|在|可以)|怎么|有没有|按|判断|来看|看|那阵|期间)"
)
_GRADUATION = {"graduation_date", "graduation_year"}
_LEAST, _NEARLY_AS_SURE = 1.0, 0.5
_BY = re.compile(r"(?:按照?|以|就?按|要是|如果是?|假设|假如|回到|(?:^|那|等)在|(?:^|那|等)到)$")
_UNTIL = re.compile(r"(?:[缓延补交缴签用执行领放]|截止?|直|推迟|最晚|从|自|打)[了]?(?:到|至)?$")
"""缓到2023年, 从2016年9月: an end or a beginning, not a day to judge by."""
_TERM = re.compile(r"(?:以前|之前|前|为止|止|起|开始|以来|至今|到现在|一直|截止|结束|到期)")
_STILL = re.compile(r"还(?:有|能|给|发|可以|执行|算|领)")
_IS_OF_DAY = re.compile(r"的(?:时候|政策|标准|规定|情况|话)")


class Times:
    """Binds dates with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, cues: Cues, sayings: Sayings) -> None:
        self._sayings = sayings
        facts = vocabulary.facts.values()
        self._facts = [fact for fact in facts if fact.type in ("date", "year")]
        self._cues = cues

    def bind(self, text: Text, dates: list[DateSpan]) -> tuple[list[Found], list[DateSpan]]:
        """The facts that dates state, and the dates that say by which day to judge."""
        free = [d for d in dates if not d.is_now and not _is_day_to_judge_by(text, d)]
        pairs = [
            (self._score(text, span, fact), span, fact)
            for span in free
            for fact in self._facts
            if (span.year is not None if fact.type == "year" else _is_fine(fact, span))
        ]
        bound: list[tuple[DateSpan, Found]] = []
        for score, span, fact in sorted(pairs, key=lambda pair: -pair[0]):
            if score >= _LEAST and self._may_bind(bound, score, span, fact):
                value = span.value if fact.type == "date" else span.year
                bound.append((span, Found(fact.id, value, span.start, span.end, True, score)))
        used = [span for span, _ in bound]
        left = [span for span in dates if span not in used and _may_be_as_of(text, span)]
        return [found for _, found in bound], left

    def _may_bind(
        self, bound: list[tuple[DateSpan, Found]], score: float, span: DateSpan, fact: Fact
    ) -> bool:
        """One date to a fact; a date states a day and a year at most, the second nearly as sure."""
        mine = [found for other, found in bound if other is span]
        return not any(found.fact == fact.id for _, found in bound) and not any(
            self._kind(found.fact) == fact.type
            or (score < found.score - _NEARLY_AS_SURE and {found.fact, fact.id} != _GRADUATION)
            for found in mine
        )

    def _kind(self, name: str) -> str:
        return next(fact.type for fact in self._facts if fact.id == name)

    def _score(self, text: Text, span: DateSpan, fact: Fact) -> float:
        at = cl.around(text.clauses, span.start)
        best = 0.0
        for hit in text.hits:
            if not any(s.kind == "cue" and s.target == fact.id for s in hit.senses):
                continue
            if cl.around(text.clauses, hit.start) != at or _is_part(text, hit, fact):
                continue
            distance = max(span.start - hit.end, hit.start - span.end, 0)
            best = max(best, 2.0 + 0.2 * len(hit.word) - 0.15 * min(distance, 8))
        best = max(best, self._sayings.said(fact.id, text.text, span).score)
        if not best or self._sayings.forbids(fact.id, text.text, span):
            return 0.0
        return best + fit(fact, text.context, self._cues)


def _is_fine(fact: Fact, span: DateSpan) -> bool:
    """Whether a date is fine enough: who tells the year of graduation tells no day."""
    return fact.id != "graduation_date" or not span.is_whole_year


def _is_part(text: Text, cue: Hit, fact: Fact) -> bool:
    """Whether a cue is only part of a longer word (失业 in 失业保险) that is no cue of the fact."""
    return any(
        other.covers(cue)
        and not any(s.target == fact.id for s in other.senses)
        and other.word.startswith(cue.word)
        and other.senses[0].kind != "frame"
        for other in text.hits
    )


def _is_day_to_judge_by(text: Text, span: DateSpan) -> bool:
    """按2022年8月算, 2022年8月的时候: said to be the day to judge by."""
    before, after = text.text[: span.start], text.text[span.end :]
    if re.match(
        r"的时候(?!.{0,3}(?:失业|离职|辞|毕业|招|拿|考|停|裁))|时候能|那时候?能?|的政策|的标准|的规定|为准",
        after,
    ):
        return True
    return bool(re.search(r"(?:按照?|以)$", before)) and bool(
        re.match(r".{0,4}(?:算|为准|看|计算|判断|的?政策|的?标准|的?规定|的?情况)", after)
    )


def _may_be_as_of(text: Text, span: DateSpan) -> bool:
    """Whether a date of no fact is the day to judge by.

    It is when it says so or is all that is said; a full date also where its clause tells nothing
    and asks what holds then (2021年没有裁员 and 能缓到2023年吗 speak of other things).
    """
    if _is_day_to_judge_by(text, span) or _is_all(text, span):
        return True
    clause = text.clause_at(span.start)
    before, after = text.text[clause.start : span.start], text.text[span.end :]
    if after.startswith("的") and not _IS_OF_DAY.match(after) and not _asks_of(text, clause):
        return False
    if not span.is_absolute or _UNTIL.search(before) or _TERM.match(after):
        return False
    if any(clause.start <= one.start < clause.end for one in text.numbers):
        return False
    if any(_tells(hit) and clause.start <= hit.start < clause.end for hit in text.hits):
        return False
    if _JUDGE_BY.match(after):
        return True
    opens = not _LEAD.sub("", before)
    return bool(_BY.search(before)) or (opens and cl.is_question(clause.text))


def _asks_of(text: Text, clause: cl.Clause) -> bool:
    """Whether something of a year is asked for: 2023年的稳岗还有吗."""
    return bool(_STILL.search(clause.text)) or any(
        sense.kind == "measure" for hit in text.hits for sense in hit.senses
    )


def _is_all(text: Text, span: DateSpan) -> bool:
    said = text.text.rstrip(" ,.。?!的吧呢啊左右")
    return not _LEAD.sub("", text.text[: span.start]) and span.end >= len(said)


def _tells(hit: Hit) -> bool:
    return any(sense.kind in ("says", "frame") for sense in hit.senses)
