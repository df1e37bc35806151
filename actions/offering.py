"""What is not offered unasked: it contradicts what was told, or hangs on what one does not ask."""

from collections.abc import Iterable

from actions.desk import Desk
from policy_kb import Judgement, Verdict
from policy_kb.values import Interval


def unoffered(desk: Desk, judgement: Judgement, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those of the verdicts that nobody is told of before asking for everything."""
    others = unlikely(desk, judgement)
    return [v for v in verdicts if v.measure.id in others or _is_delicate(desk, v)]


def unlikely(desk: Desk, judgement: Judgement) -> frozenset[str]:
    """The measures not told unasked: for founders, where nothing was said of that; for those who
    look for work, where somebody has work or starts a business; for the
    young, where the age told is not theirs; for those with a certificate, where somebody out of
    work spoke of none."""
    status = judgement.case.values.get("employment_status")
    at_work = isinstance(status, frozenset) and status <= set(desk.wording.cues["at_work"])
    young = desk.wording.cues["for_the_young"]
    age = judgement.case.values.get("age")
    grown = isinstance(age, Interval) and age.lo[0] > young["age"]
    schooled = set(young["unless"]) & judgement.case.told
    founders = for_founders(desk, judgement)
    seekers = desk.wording.cues["for_jobseekers"] if at_work or not founders else ()
    too_old = young["measures"] if grown and not schooled else ()
    return founders | {*seekers, *too_old, *_for_the_certified(desk, judgement)}


def _for_the_certified(desk: Desk, judgement: Judgement) -> Iterable[str]:
    certified = desk.wording.cues["for_the_certified"]
    status = judgement.case.values.get("employment_status")
    idle = isinstance(status, frozenset) and status <= set(certified["out_of_work"])
    spoken = set(certified["unless"]) & judgement.case.told
    return certified["measures"] if idle and not spoken else ()


def for_founders(desk: Desk, judgement: Judgement) -> frozenset[str]:
    """The measures for those who start a business, where nothing was said of that."""
    own = set(desk.wording.cues["own_business"])
    status = judgement.case.values.get("employment_status")
    if own & judgement.case.told or status == frozenset({"self_employed"}):
        return frozenset()
    return frozenset(desk.wording.cues["for_founders"])


def _is_delicate(desk: Desk, verdict: Verdict) -> bool:
    """It hangs on something one does not ask of everybody, and that was not told."""
    return bool(set(desk.wording.cues["delicate"]) & set(verdict.missing))
