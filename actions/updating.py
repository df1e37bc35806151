"""What one message changes in the case: facts told or corrected, answers bound, place and date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actions.addressing import PLACE, addressed, placed
from actions.binding import Bound
from actions.case import Case
from actions.changes import changed_facts
from actions.desk import Desk
from actions.understanding import Reading, merged
from policy_kb import FactError, RegionError


@dataclass(frozen=True, slots=True)
class Update:
    """The case after a message. `changed` maps a fact told differently before to its old value."""

    case: Case
    told: tuple[str, ...] = ()
    changed: Mapping[str, Any] = field(default_factory=dict)
    answered: bool = False
    """The pending question got its answer, be it 不知道."""
    bare: bool = False
    """The message was nothing but that answer."""
    problems: tuple[str, ...] = ()
    """What could not be taken, in words that say what would be valid."""
    place_moved: bool = False
    day_moved: bool = False

    @property
    def moved(self) -> bool:
        """Whether the place or the date judged by has changed."""
        return self.place_moved or self.day_moved

    @property
    def anything(self) -> bool:
        """Whether the case differs, or something was said about an answer."""
        return bool(self.told or self.answered or self.problems or self.moved)


def update(desk: Desk, case: Case, reading: Reading) -> Update:
    """Apply a reading to a case; values that cannot be are left out and explained."""
    if case.asked == PLACE:
        reading = placed(case, reading)
    bound = addressed(desk, case, reading)
    facts = dict(reading.facts)
    if bound:
        facts = dict(bound.facts) if bound.whole else {**facts, **bound.facts}
    facts, problems = _checked(desk, _joined(desk, case, facts))
    if bound and bound.problem:
        problems.append(_how_to_answer(desk, case, bound.problem))
    dated = _date_is_the_answer(desk, case, bound)
    moved = _moved(desk, case, reading, dated, problems)
    changed = changed_facts(desk, case.facts, facts, outright=reading.is_correction)
    after = moved.with_facts(facts)
    answered = bool(case.asked) and (case.asked in facts or bool(bound and bound.declined))
    if bound and bound.declined and case.asked:
        after = after.declining(case.asked)
    if case.asked == PLACE and (after.region or (bound and bound.declined)):
        answered = True
    return Update(
        case=_with_audience(desk, after, told=facts),
        told=tuple(facts),
        changed=changed,
        answered=answered,
        bare=bool(bound) and set(facts) <= {case.asked},
        problems=tuple(problems),
        place_moved=after.region != case.region,
        day_moved=after.as_of != case.as_of,
    )


def _checked(desk: Desk, facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The facts that can be true, and for the others what is valid."""
    good: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in facts.items():
        try:
            good.update(desk.kb.check_facts({name: value}))
        except FactError as error:
            problems.append(str(error).replace(f"（{name}）", ""))
    return good, problems


def _joined(desk: Desk, case: Case, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of a set adds to what was told before, a denial taking back a claim."""
    return {
        name: merged(case.facts.get(name), value)
        if name in desk.kb.facts and desk.kb.facts[name].type == "set"
        else value
        for name, value in told.items()
    }


def _how_to_answer(desk: Desk, case: Case, problem: str) -> str:
    fact = desk.kb.facts[case.asked or ""]
    return desk.say(problem, fact=fact)


def _date_is_the_answer(desk: Desk, case: Case, bound: Bound | None) -> bool:
    """A date that answers the pending question is not the date to judge by."""
    asked = desk.kb.facts.get(case.asked or "")
    return bool(bound and bound.facts and asked and asked.type in ("date", "year"))


def _moved(desk: Desk, case: Case, reading: Reading, dated: bool, problems: list[str]) -> Case:
    """The case with the place and the date that the message names."""
    if reading.region:
        try:
            case = replace(case, region=desk.kb.region(reading.region).name)
        except RegionError as error:
            problems.append(str(error))
    if reading.as_of and not dated:
        case = replace(case, as_of=None if reading.as_of == desk.today else reading.as_of)
    return case


def _with_audience(desk: Desk, case: Case, told: Mapping[str, Any]) -> Case:
    """Whose case it is, inferred while every fact told is of one kind of applicant.

    Told outright it stays; inferred it follows the facts, so a wrong guess never sticks.
    """
    if "audience" in told:
        return replace(case, last=replace(case.last, inferred=False))
    if "audience" in case.facts and not case.last.inferred:
        return case
    facts = {name: value for name, value in case.facts.items() if name != "audience"}
    kinds = _kinds(desk, facts) or ({"individual"} if desk.relative else set())
    if len(kinds) == 1:
        facts = {"audience": kinds.pop(), **facts}
    return replace(case, facts=facts, last=replace(case.last, inferred=True))


def _kinds(desk: Desk, facts: Iterable[str]) -> set[str]:
    return {desk.kb.facts[name].about for name in facts} - {"any"}
