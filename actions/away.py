"""Somebody insured or employed outside Inner Mongolia: whose rules decide, and whose do not.

Benefits of insurance are applied for where one is insured, and our documents do not reach there;
so nothing is promised by them, however often one asks, until an insurance here is told of.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from actions import ranking
from actions.answers import notes
from actions.case import Case
from actions.desk import Desk, text_reply
from actions.understanding import Reading
from actions.updating import Update
from actions.words import Reply

_KIND = re.compile(r"(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)$")


def noted(desk: Desk, case: Case, reading: Reading) -> Case:
    """The case with the place outside where the message says one is insured or works; none, once
    it says so of a place here."""
    if case.facts.get("audience") in ("enterprise", "institution") or reading.person == "unit":
        return case
    there = _insured_at(desk, reading.text, reading.elsewhere_said or reading.elsewhere)
    here = _insured_at(desk, reading.text, reading.region)
    if there < 0 and here < 0:
        return case
    return replace(case, away=reading.elsewhere if there > here else None)


def concerns(desk: Desk, case: Case, reading: Reading) -> bool:
    """Whether all that is in question are benefits of an insurance held outside."""
    if not case.away or (reading.intent in desk.wording.scripted and not reading.elsewhere):
        return False
    if meant := in_question(case, reading):
        return set(meant) <= hidden(desk, case)
    if reading.elsewhere == case.away:  # told just now
        return True
    return not case.last.outcomes and not ranking.asks_widely(desk, reading)


def in_question(case: Case, reading: Reading) -> Sequence[str]:
    """The measures named, or else those in focus."""
    return reading.measures or (case.focus if len(case.focus) <= ranking.NAMED else ())


def hidden(desk: Desk, case: Case) -> frozenset[str]:
    """The measures that are not told of by our documents to one insured outside."""
    return frozenset(desk.wording.cues["where_insured"] if case.away else ())


def answer(desk: Desk, case: Case, reading: Reading, change: Update) -> tuple[Case, list[Reply]]:
    """Where to ask, and that nothing is decided here; nothing is asked for it."""
    meant = in_question(case, reading)
    names = [desk.kb.measures[m].name for m in meant if m in desk.kb.measures]
    # out of focus: no card is drawn of what is not decided here
    text = desk.say("away", place=case.away, names=names)
    outcomes = {m: how for m, how in case.last.outcomes.items() if m not in hidden(desk, case)}
    last = replace(case.last, outcomes=outcomes, shown=())
    return replace(case, focus=(), last=last), [*notes(desk, change), text_reply(text)]


def _insured_at(desk: Desk, text: str, place: str | None) -> int:
    """Where in the text it says that one is insured or works at a place; -1: nowhere."""
    if not place:
        return -1
    short = re.escape(_KIND.sub("", place))
    pattern = str(desk.wording.cues["insured_at"]).replace("#", short)
    return max((found.start() for found in re.finditer(pattern, text)), default=-1)
