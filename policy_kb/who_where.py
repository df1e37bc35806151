"""Whose behalf and which place: what is asked before any other fact, and when."""

from collections.abc import Collection, Iterator

from policy_kb.base import KnowledgeBase
from policy_kb.case import Case
from policy_kb.judging import judge
from policy_kb.status import ELIGIBLE, UNDETERMINED
from policy_kb.verdict import Judgement, Verdict

AUDIENCE = "audience"


def for_likely_audience(case: Case, verdicts: list[Verdict]) -> list[Verdict]:
    """Without the kind of applicant, the measures for the kind all told facts speak of."""
    spoken = {case.base.facts[name].about for name in case.told} - {"any"}
    if AUDIENCE in case.values or len(spoken) != 1:
        return verdicts
    return [verdict for verdict in verdicts if spoken & verdict.measure.audience]


def audience_matters(case: Case, verdicts: list[Verdict], declined: Collection[str]) -> bool:
    """Whether what can still be had is for different kinds of applicant."""
    if AUDIENCE not in case.base.facts or AUDIENCE in case.values or AUDIENCE in declined:
        return False
    kinds = [v.measure.audience for v in verdicts if v.status in (ELIGIBLE, UNDETERMINED)]
    return len(kinds) > 1 and not frozenset.intersection(*kinds)


def place_matters(
    kb: KnowledgeBase, judgement: Judgement, verdicts: list[Verdict], focused: bool
) -> bool:
    """Whether to ask for the place before any fact.

    With measures named, only if one of them comes out otherwise, or hangs on other facts, where a
    local provision applies; without, whenever nothing is known of the place.
    """
    if len(kb.regions) == 1:
        return False
    varying = [verdict for verdict in verdicts if verdict.selection.varies]
    if not focused and (varying or judgement.region is None):
        return True
    return any(
        _outcome(verdict) != _outcome(elsewhere)
        for verdict in varying
        for elsewhere in _with_local_provisions(kb, judgement, verdict)
    )


def _with_local_provisions(
    kb: KnowledgeBase, judgement: Judgement, verdict: Verdict
) -> Iterator[Verdict]:
    """The same measure judged in each part of the place that has provisions of its own."""
    around = judgement.region.name if judgement.region else kb.root.name
    for name in dict.fromkeys(p.region for p in verdict.measure.provisions):
        if around in kb.regions[name].chain[1:]:
            told = judgement.facts
            there = judge(
                kb, told, region=name, as_of=judgement.as_of, measures=[verdict.measure.id]
            )
            yield there.verdicts[0]


def _outcome(verdict: Verdict) -> tuple[object, ...]:
    """What an applicant would notice: the status, what is missing, how much."""
    pay = verdict.amount
    sums = (pay.low, pay.high, pay.months, pay.until) if pay else None
    return verdict.status, set(verdict.missing), sums
