"""On whose behalf the talk is: a person's or a firm's, told outright or guessed from the facts.

A guess follows the facts until some of them speak for it; from then on only plain words turn a
person's talk into a firm's or the other way round.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from actions import ranking
from actions.binding import Bound
from actions.case import Case
from actions.desk import Desk
from actions.people import SELF, is_relative
from actions.ranking import NAMED
from actions.understanding import Reading


def is_outright(desk: Desk, reading: Reading, bound: Bound | None) -> bool:
    """Whether the message itself says on whose behalf it is, beyond a mere 我 or 我们."""
    if reading.is_pick or (bound and "audience" in bound.facts):
        return True
    return any(cue in reading.text for cue in desk.wording.cues["outright"])


def settled(desk: Desk, before: Case, after: Case, reading: Reading, *, outright: bool) -> Case:
    """The case with the kind of applicant it is taken to be after the message."""
    if outright:
        return replace(after, last=replace(after.last, inferred=False))
    kept = before.facts.get("audience")
    if kept and (not before.last.inferred or _established(desk, before, reading)):
        return replace(after, facts={**after.facts, "audience": kept})
    return _guessed(desk, after, reading)


def _established(desk: Desk, case: Case, reading: Reading) -> bool:
    """Whether facts told before speak for the kind guessed (自己开店 speaks for either), or the
    measures in question are for that kind alone, and the message names no others and tells no
    more than where somebody works."""
    kind = case.facts["audience"]
    either = desk.wording.cues["either_kind"]
    told = {n: v for n, v in case.facts.items() if n not in either or v not in either[n]}
    named = case.focus if len(case.focus) <= NAMED and not reading.measures else ()
    alone = bool(named) and all(desk.kb.measures[m].audience == {kind} for m in named)
    strong = _kinds(desk, set(reading.facts) - {*desk.wording.cues["workplace"], "audience"})
    theirs = alone and not strong - {kind}
    return theirs or kind in _kinds(desk, told)


def _guessed(desk: Desk, case: Case, reading: Reading) -> Case:
    """The case with the kind of applicant that the facts and the measures named leave.

    Guessed, even from a 我, it follows the facts, so that a wrong guess never sticks and nobody is
    refused for it.
    """
    facts = {name: value for name, value in case.facts.items() if name != "audience"}
    guess = _guess(desk, facts, case.facts.get("audience"))
    meant = reading.measures or (case.focus if len(case.focus) <= NAMED else ())
    named = [desk.kb.measures[m].audience for m in meant if m in desk.kb.measures]
    if named and not any(guess in kinds for kinds in named):
        kinds = frozenset[str]().union(*named)
        told = guess in _kinds(desk, reading.facts) and not reading.measures
        theirs = told and reading.person == SELF and ranking.for_kind(desk, guess, meant) != meant
        if not theirs:
            guess = next(iter(kinds)) if len(kinds) == 1 and not told else None
    if guess is None and is_relative(case):
        guess = "individual"
    if guess:
        facts = {"audience": guess, **facts}
    return replace(case, facts=facts, last=replace(case.last, inferred=True))


def _guess(desk: Desk, facts: Mapping[str, Any], before: str | None) -> str | None:
    """The kind of applicant that the facts speak of; of two kinds, none, unless they tell of a
    person who starts a business, or of one whose business has staff."""
    kinds = _kinds(desk, facts)
    if len(kinds) == 1:
        return kinds.pop()
    if not kinds:
        return before
    if before in kinds and "individual" not in kinds:
        return before
    either: Mapping[str, list[Any]] = desk.wording.cues["either_kind"]
    plain = {n: v for n, v in facts.items() if n not in either or v not in either[n]}
    staff = any(facts.get(name) not in (None, 1) for name in desk.wording.cues["staff"])
    if staff and "individual" not in _kinds(desk, plain):
        return "enterprise"
    own = desk.wording.cues["own_business"]
    return "individual" if any(facts.get(name) for name in own) else None


def _kinds(desk: Desk, facts: Iterable[str]) -> set[str]:
    """The kinds of applicant that facts are about."""
    return {desk.kb.facts[name].about for name in facts} - {"any"}
