"""The next question, in words, with ready answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from policy_kb.base import KnowledgeBase
from policy_kb.case import Case
from policy_kb.chooser import Candidate, choose
from policy_kb.leaf import HasAny
from policy_kb.lexicon import REGION
from policy_kb.model import Fact
from policy_kb.status import NOT_IN_FORCE, UNDETERMINED
from policy_kb.values import Members
from policy_kb.verdict import Judgement, Verdict
from policy_kb.who_where import AUDIENCE, audience_matters, for_likely_audience, place_matters

_WHERE = "请问您（或贵单位）在哪个盟市？"
_WHY_WHERE = "各地的规定和办理地点不一样。"
_YES, _NO, _NONE_OF_THEM = "是", "不是", "都不是"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next. ``refine``: a range or a few options are known, but not closely enough."""

    fact: str
    text: str
    why: str | None
    type: str
    unit: str | None
    choices: tuple[tuple[Any, str], ...]
    quick_replies: tuple[tuple[str, Any], ...]
    refine: bool
    measures: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON types."""
        return {
            "fact": self.fact,
            "text": self.text,
            "why": self.why,
            "type": self.type,
            "unit": self.unit,
            "choices": [{"value": value, "text": text} for value, text in self.choices],
            "quick_replies": [{"text": text, "value": value} for text, value in self.quick_replies],
            "refine": self.refine,
            "for": list(self.measures),
        }


def next_question(
    kb: KnowledgeBase,
    judgement: Judgement,
    *,
    focus: Sequence[str] = (),
    declined: Collection[str] = (),
    pending: str | None = None,
) -> Question | None:
    """The question expected to settle most, or None if nothing that can be asked matters.

    ``pending``: a question put before and not answered yet goes first as long as it matters.
    ``focus``: only for these measures. Without it, whose behalf and place come first. Facts told
    exactly, ``declined`` ones, the office's and presumed ones are never asked.
    """
    case = judgement.case
    verdicts = [v for v in judgement.verdicts if v.status != NOT_IN_FORCE or v.selection.starts]
    if focus:
        wanted = {kb.measure(name).id for name in focus}
        verdicts = [v for v in verdicts if v.measure.id in wanted]
    else:
        verdicts = for_likely_audience(case, verdicts)
        if audience_matters(case, verdicts, declined):
            return _question(kb, case, Candidate(kb.facts[AUDIENCE], 0.0, _ids(verdicts)))
    if REGION not in declined and place_matters(kb, judgement, verdicts, bool(focus)):
        return _where(kb, _ids(verdicts))
    best = choose(case, verdicts, declined, pending)
    if best is None:
        return None
    if best.fact.id == REGION:
        return _where(kb, best.measures)
    return _question(kb, case, best, verdicts)


def _ids(verdicts: Sequence[Verdict]) -> dict[str, None]:
    return {verdict.measure.id: None for verdict in verdicts}


def _where(kb: KnowledgeBase, measures: dict[str, None]) -> Question:
    cities = tuple((r.name, r.name) for r in kb.regions.values() if r.level == "league_city")
    return Question(REGION, _WHERE, _WHY_WHERE, REGION, None, cities, (), False, tuple(measures))


def _question(
    kb: KnowledgeBase, case: Case, best: Candidate, verdicts: Sequence[Verdict] = ()
) -> Question:
    fact = best.fact
    choices = _choices(case, fact, _relevant_members(fact, best, verdicts))
    replies = fact.quick_replies
    if fact.type == "boolean" and not replies:
        replies = ((_YES, True), (_NO, False))
    if fact.type == "set" and choices:
        replies = (*replies, (_NONE_OF_THEM, {"excludes": [value for value, _ in choices]}))
    return Question(
        fact.id, fact.question or fact.name, fact.why, fact.type, fact.unit, choices, replies,
        fact.id in case.values, tuple(best.measures),
    )  # fmt: skip


def _choices(case: Case, fact: Fact, members: frozenset[str]) -> tuple[tuple[Any, str], ...]:
    """The options still possible; of a set, those that matter and are not known yet."""
    if fact.type == "boolean":
        return (True, fact.true_text or _YES), (False, fact.false_text or _NO)
    known = case.may_be(fact)
    if isinstance(known, Members):
        still = members - known.ins - known.outs
    elif isinstance(known, frozenset):
        still = frozenset(str(option) for option in known)
    else:
        return ()
    return tuple((choice.id, choice.name) for choice in fact.choices.values() if choice.id in still)


def _relevant_members(fact: Fact, best: Candidate, verdicts: Sequence[Verdict]) -> frozenset[str]:
    """The memberships that open conditions of the verdicts in question speak of."""
    found: frozenset[str] = frozenset()
    for verdict in verdicts:
        state = verdict.state
        if fact.type != "set" or state is None or verdict.measure.id not in best.measures:
            continue
        variable = state.formula.variables.get(fact.id)
        open_ones = verdict.still if verdict.status == UNDETERMINED else ~state.known
        for literal in variable.literals if variable else ():
            if isinstance(literal.test, HasAny) and literal.bit & ~state.known & open_ones:
                found |= literal.test.members
    return found
