"""Judging: facts, place and day in, verdicts out; nothing else read, nothing changed."""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from policy_kb.base import KnowledgeBase
from policy_kb.case import Case, make_case
from policy_kb.gates import DENIED
from policy_kb.model import Measure, Provision
from policy_kb.program import AUDIENCE, PLACE
from policy_kb.select import Selection, select
from policy_kb.settle import State, outcome
from policy_kb.status import NOT_IN_FORCE, status_of
from policy_kb.verdict import Judgement, Verdict

#: So many applicants are kept as judged, since one turn of a talk looks at the same one often.
_RECENT = 64


def judge(
    kb: KnowledgeBase,
    facts: Mapping[str, Any],
    *,
    region: str | None = None,
    as_of: datetime.date,
    measures: Iterable[str] | None = None,
) -> Judgement:
    """Judge ``measures`` (default: all) for an applicant on a day.

    ``region`` is a full name or alias; None: nothing is known of the place. Raises FactError,
    RegionError or MeasureError, with a Chinese message.
    """
    place = kb.region(region) if region else None
    if measures is not None:
        case = make_case(kb, facts, place, as_of)
        return Judgement(case, tuple(judge_case(case, each) for each in kb.about(measures)))
    key = (json.dumps(facts, sort_keys=True, default=str), place and place.name, as_of)
    found: Judgement | None = kb.judgements.get(key)
    if found is None:
        if len(kb.judgements) >= _RECENT:
            kb.judgements.clear()
        case = make_case(kb, facts, place, as_of)
        every = tuple(judge_case(case, measure) for measure in kb.measures.values())
        found = kb.judgements[key] = Judgement(case, every)
    return found


def judge_case(case: Case, measure: Measure) -> Verdict:
    """The verdict on one measure for an applicant whose facts have been read already."""
    selection = select(case.base, measure, case.place, case.day)
    provision = selection.provision
    if provision is None:
        return Verdict(measure, NOT_IN_FORCE, selection, case, None, DENIED)
    state = _state(case, measure, provision, selection)
    still = outcome(state)
    return Verdict(measure, status_of(still), selection, case, state, still)


def _state(case: Case, measure: Measure, provision: Provision, selection: Selection) -> State:
    """Where the provision's formula stands; the office's and presumed conditions assumed."""
    formula = provision.program.formula
    held, failed = formula.read(case.values, case.today)
    if _meant_for(case, measure):
        held |= AUDIENCE
    else:
        failed |= AUDIENCE
    if not selection.open_place:
        held |= PLACE
    for limb, part in zip(provision.limbs, provision.program.limbs, strict=True):
        if limb.to is not None and case.day > limb.to:
            failed |= part.term
        else:
            held |= part.term
    known = held | failed
    return State(
        formula, formula.root, *formula.taken(held, failed), known, case.values, case.today
    )


def _meant_for(case: Case, measure: Measure) -> bool:
    """Whether the applicant may be of a kind the measure is for; unknown does not stand against."""
    who = case.values.get("audience")
    if measure.administration_only:
        return False
    return not isinstance(who, frozenset) or not who.isdisjoint(measure.audience)
