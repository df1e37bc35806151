"""Which question a message answers: the pending one, an earlier one it corrects, or another."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from math import inf, log1p
from typing import Any

from actions.binding import Bound, bind, declines
from actions.case import Case
from actions.changes import within
from actions.desk import Desk
from actions.labels import by_label, labels_of, position
from actions.options import offered
from actions.understanding import Reading, plain
from policy_kb import Verdict

PLACE = "region"
"""Asked like a fact, though it is not one."""

_PLAIN = ("是", "不是", "否", "有", "没有")
"""Answers that fit any question, and so only the one that was put."""

MONEY = 1000
"""A bare number as large as this, with a loan or a premium in question, is a sum in yuan."""

_NUMERIC = ("integer", "number", "money", "ratio")


def addressed(desk: Desk, case: Case, reading: Reading) -> Bound | None:
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
    if bound is None or bound.problem in ("wrong_unit", "need_year", "need_number"):
        return _elsewhere(desk, case, reading) or bound
    return bound


def _elsewhere(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """A bare number that is no answer to the pending question may be one to another.

    It makes an estimate told before exact, or belongs to the question set aside last that it
    fits, else, if its unit was said, to the first fact that the measures in focus still turn on.
    """
    if reading.facts:
        return None
    if case.asked and not reading.quantities:
        return _by_words(desk, case, reading)
    if not reading.quantities:
        return None
    estimates = [name for name, told in case.facts.items() if _estimated(told, reading)]
    names = [*estimates, *reversed(case.declined)]
    bare = desk.wording.cues["bare"]
    if case.facts.get("audience") != "individual":
        units = [quantity.unit for quantity in reading.quantities]
        names += [bare[u] for u in units if u in bare and bare[u] not in case.facts]
    money = any((q.low or q.high or 0) >= MONEY and q.unit != "人" for q in reading.quantities)
    if money or any(quantity.unit for quantity in reading.quantities):
        judgement = desk.judge(case, measures=case.focus)
        names += [name for verdict in judgement.verdicts for name in _turned_on(desk, verdict)]
        if money:
            names = [n for n in names if n in desk.kb.facts and desk.kb.facts[n].type == "money"]
    elif case.asked:
        return None
    facts = [desk.kb.facts[name] for name in names if name in desk.kb.facts]
    fits = (bind(fact, reading) for fact in facts if fact.type in _NUMERIC)
    return next((bound for bound in fits if bound and bound.facts), None)


def _by_words(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """签了, word for word an answer to another question that the measures in focus turn on."""
    if not case.focus:
        return None
    judgement = desk.judge(case, measures=case.focus)
    missing = (n for verdict in judgement.verdicts for n in verdict.missing)
    for name in (n for n in missing if n in desk.kb.facts):
        fact = desk.kb.facts[name]
        label = by_label(reading.text, labels_of(fact))
        if name != case.asked and fact.type == "boolean" and label and label.text not in _PLAIN:
            return Bound(facts={name: label.value})
    return None


def _turned_on(desk: Desk, verdict: Verdict) -> Iterable[str]:
    """What may still be told of a measure: what is missing, then what the amount needs."""
    yield from verdict.missing
    if verdict.amount:
        yield from verdict.amount.needs
    if verdict.state:
        known = (desk.kb.facts.get(name) for name in verdict.state.formula.variables)
        yield from (fact.id for fact in known if fact and fact.type == "money")


def placed(case: Case, reading: Reading) -> Reading:
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
    ends = [told[key] for key in ("min", "max") if key in told]
    if not ends or not all(isinstance(end, int | float) for end in ends):
        return False
    return any(within(told, {"min": q.low, "max": q.high}) for q in reading.quantities)
