"""What one message changes in the case: facts told or corrected, answers bound, place and date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from math import inf, log1p
from typing import Any

from actions.binding import Bound, bind, by_label, declines, position
from actions.case import Case
from actions.desk import Desk
from actions.options import offered
from actions.understanding import Reading, merged, plain
from policy_kb import FactError, RegionError

PLACE = "region"
"""Asked like a fact, though it is not one."""

_NUMERIC = ("integer", "number", "money", "ratio")


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
        reading = _placed(case, reading)
    bound = _bound(desk, case, reading)
    facts = dict(reading.facts)
    if bound:
        facts = dict(bound.facts) if bound.whole else {**facts, **bound.facts}
    facts, problems = _checked(desk, _joined(desk, case, facts))
    if bound and bound.problem:
        problems.append(_how_to_answer(desk, case, bound.problem))
    dated = _date_is_the_answer(desk, case, bound)
    moved = _moved(desk, case, reading, dated, problems)
    changed = _changed(desk, case.facts, facts, outright=reading.is_correction)
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


def _bound(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """The message as an answer: to an earlier one when it corrects, else to the pending one."""
    if reading.is_correction and reading.quantities and not reading.facts:
        for name in _correctable(desk, case, reading):
            bound = bind(desk.kb.facts[name], reading)
            if bound and bound.facts:
                return bound
    if case.asked == PLACE:
        return Bound(declined=True) if declines(reading) else _elsewhere(desk, case, reading)
    bound = None
    if case.asked and case.asked in desk.kb.facts:
        bound = bind(desk.kb.facts[case.asked], reading, offered(case))
    if bound is None or bound.problem == "wrong_unit":
        return _elsewhere(desk, case, reading) or bound
    return bound


def _elsewhere(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """A bare number that is no answer to the pending question may be one to another.

    It makes an estimate told before exact, or belongs to the question set aside last that it
    fits, else, if its unit was said, to the first fact that the measures in focus still turn on.
    """
    if reading.facts or not reading.quantities:
        return None
    estimates = [name for name, told in case.facts.items() if _estimated(told, reading)]
    names = [*estimates, *reversed(case.declined)]
    if any(quantity.unit for quantity in reading.quantities):
        judgement = desk.judge(case, measures=case.focus)
        names += [name for verdict in judgement.verdicts for name in verdict.missing]
    elif case.asked:
        return None
    facts = [desk.kb.facts[name] for name in names if name in desk.kb.facts]
    fits = (bind(fact, reading) for fact in facts if fact.type in _NUMERIC)
    return next((bound for bound in fits if bound and bound.facts), None)


def _placed(case: Case, reading: Reading) -> Reading:
    """A place picked from those offered, by name or number."""
    labels = offered(case)
    index = position(plain(reading.text))
    in_list = index is not None and index < len(labels)
    chosen = labels[index] if in_list and index is not None else by_label(reading.text, labels)
    if chosen and chosen.value:
        return replace(reading, region=chosen.value)
    return replace(reading, answer="unknown") if chosen else reading


def _correctable(desk: Desk, case: Case, reading: Reading) -> list[str]:
    """Facts a bare number may correct, likeliest first: a slip is mostly a near one."""
    recent = dict.fromkeys([*case.last.told, *case.facts])
    numeric = [n for n in recent if n in case.facts and desk.kb.facts[n].type in _NUMERIC]
    return sorted(numeric, key=lambda name: _distance(case.facts[name], reading))


def _distance(told: Any, reading: Reading) -> float:
    """How far the number said is from what was told, as a ratio; 0 within a range told."""
    if _estimated(told, reading):
        return 0.0
    ends = told.values() if isinstance(told, Mapping) else [told]
    said = [end for q in reading.quantities for end in (q.low, q.high) if end is not None]
    pairs = product((end for end in ends if isinstance(end, int | float)), said)
    return min((abs(log1p(abs(a)) - log1p(abs(b))) for a, b in pairs), default=inf)


def _estimated(told: Any, reading: Reading) -> bool:
    """Whether the number said lies within a range told before."""
    if not isinstance(told, Mapping):
        return False
    return any(_within(told, {"min": q.low, "max": q.high}) for q in reading.quantities)


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


def _changed(
    desk: Desk, before: Mapping[str, Any], told: Mapping[str, Any], *, outright: bool
) -> dict[str, Any]:
    """Old values of facts now told otherwise; an exact figure inside a range only refines it,
    unless the person says outright that it was wrong."""
    return {
        name: before[name]
        for name, value in told.items()
        if name in before
        and desk.kb.facts[name].type != "set"
        and value != before[name]
        and (outright or not _refines(before[name], value))
    }


def _refines(old: Any, new: Any) -> bool:
    if isinstance(old, list):
        return set(new if isinstance(new, list) else [new]) <= set(old)
    if not isinstance(old, Mapping):
        return False
    span = new if isinstance(new, Mapping) else {"min": new, "max": new}
    return _within(old, span)


def _within(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> bool:
    low, high = outer.get("min"), outer.get("max")
    lower_holds = low is None or (inner.get("min") is not None and inner["min"] >= low)
    upper_holds = high is None or (inner.get("max") is not None and inner["max"] <= high)
    return lower_holds and upper_holds


def _with_audience(desk: Desk, case: Case, told: Mapping[str, Any]) -> Case:
    """Whose case it is, inferred while every fact told is of one kind of applicant.

    Told outright it stays; inferred it follows the facts, so a wrong guess never sticks.
    """
    if "audience" in told:
        return replace(case, last=replace(case.last, inferred=False))
    if "audience" in case.facts and not case.last.inferred:
        return case
    facts = {name: value for name, value in case.facts.items() if name != "audience"}
    kinds = _kinds(desk, facts)
    if len(kinds) == 1:
        facts = {"audience": kinds.pop(), **facts}
    return replace(case, facts=facts, last=replace(case.last, inferred=True))


def _kinds(desk: Desk, facts: Iterable[str]) -> set[str]:
    return {desk.kb.facts[name].about for name in facts} - {"any"}
