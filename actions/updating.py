"""What one message changes in the case: facts told or corrected, answers bound, place and date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from actions import applicant
from actions.addressing import PLACE, addressed, placed
from actions.binding import Bound
from actions.case import Case, Option
from actions.changes import changed_facts
from actions.desk import Desk
from actions.entities import merged
from actions.fitting import as_asked
from actions.partial import partial
from actions.plausible import doubted
from actions.ranking import NAMED
from actions.understanding import Reading
from policy_kb import FactError, RegionError


@dataclass(frozen=True, slots=True)
class Update:
    """The case after a message. `changed` maps a fact told differently before to its old value."""

    case: Case
    told: tuple[str, ...] = ()
    changed: Mapping[str, Any] = field(default_factory=dict)
    answered: bool = False
    """The pending question got its answer, be it 不知道."""
    problems: tuple[str, ...] = ()
    """What could not be taken, in words that say what would be valid."""
    said: tuple[str, ...] = ()
    """What is to be said of how it was taken."""
    choices: tuple[Option, ...] = ()
    """What may have been meant by it."""
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


def update(desk: Desk, case: Case, reading: Reading, *, asks_back: bool = True) -> Update:
    """Apply a reading to a case; values that cannot be are left out and explained.

    `asks_back`: what is doubtful is asked back rather than noted; an agent sees what was noted.
    """
    if case.asked == PLACE:
        reading = placed(case, reading)
    told = _of_hires(desk, case, reading, reading.facts)
    some = partial(desk, case, reading, told)
    if some:
        told, reading = some.facts, replace(reading, facts=some.facts, quantities=())
    bound = addressed(desk, case, reading)
    facts = dict(told)
    if bound:
        facts = dict(bound.facts) if bound.whole else {**facts, **bound.facts}
    facts = as_asked(desk, case, _of_hires(desk, case, reading, facts))
    facts, problems = _checked(desk, _joined(desk, case, facts))
    certain = not asks_back or reading.is_pick or bool(bound and bound.whole)
    doubts = {} if certain else doubted(desk, case, facts, not reading.facts)
    facts = {name: value for name, value in facts.items() if name not in doubts}
    problems += [doubt.text for doubt in doubts.values()]
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
    outright = applicant.is_outright(desk, reading, bound)
    after = applicant.settled(desk, case, after, reading, outright="audience" in facts and outright)
    if not outright:  # a mere 我 is nothing worth noting
        facts.pop("audience", None)
        changed.pop("audience", None)
    return Update(
        case=implied(desk, after, facts),
        told=tuple(facts),
        changed=changed,
        answered=answered,
        problems=tuple(problems),
        said=(some.said,) if some else (),
        choices=tuple(option for doubt in doubts.values() for option in doubt.options),
        place_moved=after.region != case.region,
        day_moved=after.as_of != case.as_of,
    )


def _of_hires(desk: Desk, case: Case, reading: Reading, facts: Mapping[str, Any]) -> dict[str, Any]:
    """今年毕业的 is said of those hired, where the measures in focus turn on that and not on
    when the applicant graduated."""
    focus = reading.measures or case.focus
    if not focus or len(focus) > NAMED:
        return dict(facts)
    judged = desk.judge(case, measures=[m for m in focus if m in desk.kb.measures])
    about = frozenset[str]().union(*(verdict.about for verdict in judged.verdicts))
    twins: Mapping[str, str] = desk.wording.cues["twins"]
    swapped = {
        n: twins[n]
        for n in facts
        if n in twins and n not in about and twins[n] in about and twins[n] not in facts
    }
    return {swapped.get(name, name): value for name, value in facts.items()}


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


def implied(desk: Desk, case: Case, told: Iterable[str]) -> Case:
    """The case with what follows from the facts just told and was not told itself."""
    more: dict[str, Any] = {}
    for rule in desk.wording.cues["implies"]:
        values = rule["value"] if isinstance(rule["value"], list) else [rule["value"]]
        if rule["fact"] in told and case.facts[rule["fact"]] in values:
            more |= {n: v for n, v in rule["then"].items() if n in desk.kb.facts}
    joined = {n: v for n, v in _joined(desk, case, more).items() if _is_open(desk, case, n)}
    return replace(case, facts={**case.facts, **joined}) if joined else case


def _is_open(desk: Desk, case: Case, name: str) -> bool:
    """Whether what follows may be added: nothing was told of it, or it is a set to add to."""
    inferred = name == "audience" and case.last.inferred
    return name not in case.facts or desk.kb.facts[name].type == "set" or inferred
