"""Whose case it is: the writer's, a relative's, their firm's; each has facts of its own.

那我老公呢 puts the case at hand aside and opens another; 那我呢 takes it up again where it was
left.
Place and day are carried over until told otherwise; nothing else is.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.case import FIRST, Case, Last
from actions.desk import Desk
from actions.ranking import NAMED
from actions.understanding import Reading

SELF, UNIT, SAME = "self", "unit", "same"
"""As in the entity `person`: the speaker, the speaker's unit, the other one just spoken of."""

_UNITS = ("enterprise", "institution")
_CIRCUMSTANCES = {"person_groups", "family_hardship", "able_to_work", "audience"}
"""What is told of a relative to tell of one's own household."""

_KEPT = ("facts", "region", "focus", "asked", "declined", "away", "last")


def turned(desk: Desk, case: Case, reading: Reading) -> Case:
    """The case of the person the message speaks of; as it is, when that is the one at hand."""
    who = _key(desk, case, reading)
    if who is None or who == case.who:
        return case
    return turned_to(desk, case, who, firm=_speaks_for(desk, case, reading) == UNIT)


def only_mentions(reading: Reading) -> bool:
    """Whether a relative is part of the writer's own story (老公残疾), not somebody asked for."""
    if reading.person in (None, SELF, UNIT, SAME) or "呢" in reading.text or reading.measures:
        return False
    return bool(reading.facts) and set(reading.facts) <= _CIRCUMSTANCES


def turned_to(desk: Desk, case: Case, who: str, *, firm: bool = False) -> Case:
    """The case of `who`, taken up again or begun (`firm`: a unit's), the present one put aside."""
    raw = case.to_json()
    others = {key: other for key, other in case.others.items() if key != who}
    others[case.who] = {key: raw[key] for key in _KEPT}
    known = case.others.get(who)
    if known is None or not known["facts"]:  # somebody not told of yet
        return _begun(desk, case, who, others, firm or who == UNIT or is_firm(who))
    back = Case.from_json(known)
    last = replace(back.last, options=())
    return replace(
        back, who=who, others=others, last=last, region=back.region or case.region, as_of=case.as_of
    )


def continued(reading: Reading) -> Reading:
    """The message as a question about the person just turned to, if it asks or tells no more."""
    only = set(reading.facts) <= {"audience"} and not reading.measures
    if not only or (reading.ask and not reading.text.rstrip("？?。！! ").endswith("呢")):
        return reading
    return replace(reading, intent="ask_eligibility", scope="in", ask="eligibility")


def you(desk: Desk, case: Case) -> str:
    """How the person at hand is called in an answer; empty while there is only one."""
    if not case.others:
        return ""
    names: Mapping[str, str] = desk.wording.cues["you"]
    if is_firm(case.who):
        return case.who
    if case.who == FIRST and any(map(is_firm, case.others)):
        return names["first_firm"]
    if case.who == FIRST:
        return names[UNIT if case.facts.get("audience") in _UNITS else SELF]
    return names.get(case.who) or names["other"].format(case.who)


def is_relative(case: Case) -> bool:
    """Whether the case at hand is neither the writer's nor the writer's firm's."""
    return case.who not in (FIRST, SELF, UNIT) and not is_firm(case.who)


def is_firm(who: str) -> bool:
    """Whether a key is that of a further firm: 第二家."""
    return who.startswith("第")


def _begun(desk: Desk, case: Case, who: str, others: Mapping[str, Any], firm: bool) -> Case:
    """A case for somebody new: the same place and day, the same question if it can be theirs."""
    kind = "enterprise" if firm else "individual"
    theirs = [m for m in case.focus if kind in desk.kb.measures[m].audience]
    return Case(
        facts={"audience": kind},
        region=case.region,
        as_of=case.as_of,
        focus=case.focus if theirs and len(case.focus) <= NAMED else (),
        last=Last(inferred=who not in (SELF, UNIT) and not is_firm(who)),
        who=who,
        others=others,
    )


def _key(desk: Desk, case: Case, reading: Reading) -> str | None:
    """Whom the message means, as a key of the case; None: nobody in particular."""
    person = _speaks_for(desk, case, reading)
    if (firm := _firm(desk, case, reading)) is not None:
        return firm
    first = case.facts if case.who == FIRST else case.others.get(FIRST, {}).get("facts", {})
    is_unit = first.get("audience") in _UNITS
    if person is None:
        return None
    if person == SELF:
        if not is_unit:
            return FIRST
        outright = reading.person_outright and re.search(desk.wording.cues["myself"], reading.text)
        return SELF if outright else (FIRST if is_relative(case) else None)
    if person == UNIT:
        return FIRST if is_unit or not (set(first) - {"audience"}) else UNIT
    if person == SAME:
        relatives = [k for k in case.others if k not in (FIRST, SELF, UNIT) and not is_firm(k)]
        return case.who if is_relative(case) else next(reversed(relatives), None)
    return person


def _speaks_for(desk: Desk, case: Case, reading: Reading) -> str | None:
    """The person a message names; 我们公司28个人, from one who asked for himself: the unit."""
    firm = reading.facts.get("audience") in _UNITS
    for_self = case.facts.get("audience") == "individual" and not is_relative(case)
    if reading.person is None and re.search(desk.wording.cues["pronoun"], reading.text):
        return SAME
    if reading.person is None and ((firm and for_self) or case.who == SELF or is_relative(case)):
        return UNIT if re.search(desk.wording.cues["our_firm"], reading.text) else None
    return reading.person


def _firm(desk: Desk, case: Case, reading: Reading) -> str | None:
    """第二家, 另一家店: another firm of one who asks for firms; 第一家: back to the first."""
    cues: Mapping[str, str] = desk.wording.cues["firms"]
    firms = [key for key in (case.who, *case.others) if is_firm(key)]
    asks_for_firm = case.facts.get("audience") in _UNITS and not is_relative(case)
    if not asks_for_firm or (not set(case.facts) - {"audience"} and not firms):
        return None
    if firms and re.search(cues["first"], reading.text):
        return FIRST
    if numbered := re.search(cues["numbered"], reading.text):
        return f"第{numbered[1]}家"
    if re.search(cues["another"], reading.text):
        return f"第{cues['numerals'][len(firms)]}家"
    return None
