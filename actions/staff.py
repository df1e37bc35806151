"""In a firm's talk, what is told of a person without naming oneself is told of the staff.

农民工多, 交了三年了, 一个都没上失业保险: none of it makes a person of the firm. What it tells of
the firm itself is kept; the rest is not the applicant's.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from actions.case import Case
from actions.desk import Desk
from actions.people import UNIT, is_relative
from actions.ranking import NAMED
from actions.understanding import Reading

_UNITS = ("enterprise", "institution")


def told_of_firm(desk: Desk, case: Case, reading: Reading) -> tuple[Reading, Mapping[str, Any]]:
    """The message with only what is the firm's in it, and the facts that are of its staff."""
    if not _firm_talks(desk, case, reading):
        return reading, {}
    asked = desk.kb.facts.get(case.asked or "")
    theirs = {n: v for n, v in reading.facts.items() if _is_personal(desk, n)}
    kept = {n: v for n, v in reading.facts.items() if n not in theirs}
    known = _of_insurance(desk, case, reading, theirs)
    if (not theirs and not known) or (asked and asked.about == "individual"):
        return reading, {}
    left = {} if known else theirs
    return replace(reading, facts={**known, **kept}), left


def _of_insurance(
    desk: Desk, case: Case, reading: Reading, theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """没交社保: nobody is insured, unless it is said of some or of a sum owed; 交了三年了: so long
    the firm has paid."""
    cues: Mapping[str, str] = desk.wording.cues["insurance_of_staff"]
    months = theirs.get("unemployment_insured_months")
    none = months == 0 or theirs.get("employer_paid_unemployment") is False
    none = none or (not theirs and re.search(cues["nobody"], reading.text) is not None)
    if none and "insured_headcount" not in reading.facts:
        return {} if re.search(cues["not_all"], reading.text) else {"insured_headcount": 0}
    return {"months_paying_three_insurances": months} if months else {}


def _firm_talks(desk: Desk, case: Case, reading: Reading) -> bool:
    """Whether a message that names nobody stands in a firm's talk, by what was told of the firm."""
    if reading.person not in (None, UNIT) or reading.is_pick or is_relative(case):
        return False
    named = reading.measures or (case.focus if len(case.focus) <= NAMED else ())
    kinds = [desk.kb.measures[m].audience for m in named if m in desk.kb.measures]
    if kinds and all(kind == {"individual"} for kind in kinds):
        return False
    audience = reading.facts.get("audience") or case.facts.get("audience")
    told = {*case.facts, *reading.facts}
    if audience == "individual" or told & set(desk.wording.cues["own_business"]):
        return False
    if any(_is_personal(desk, name) for name in case.facts):
        return False
    words = re.search(desk.wording.cues["firm_words"], reading.text) is not None
    if audience in _UNITS:
        return bool(kinds) or words or _tells_of_firm(desk, told)
    for_firms = bool(kinds) and not any("individual" in kind for kind in kinds)
    return (for_firms and words) or _tells_of_firm(desk, case.facts)


def _tells_of_firm(desk: Desk, facts: Iterable[str]) -> bool:
    """Whether facts are told that a mere employee would not tell: how many work there."""
    unlike = {*desk.wording.cues["workplace"], "audience"}
    told = {desk.kb.facts[n].about for n in facts if n in desk.kb.facts and n not in unlike}
    return bool(told & set(_UNITS))


def _is_personal(desk: Desk, name: str) -> bool:
    """Whether a fact is of one person, and not one that may be said of firms as well."""
    fact = desk.kb.facts.get(name)
    alike = [n for group in desk.wording.cues["alike"] for n in group]
    either = {*alike, *desk.wording.cues["either_kind"], *desk.wording.cues["twins"]}
    return fact is not None and fact.about == "individual" and name not in either
