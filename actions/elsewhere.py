"""A message that does not answer the question put may answer another one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from actions.binding import Bound, bind
from actions.case import Case
from actions.changes import within
from actions.desk import Desk
from actions.entities import Quantity
from actions.fitting import asks, fitting, named_by_words
from actions.labels import Label, by_label, labels_of
from actions.understanding import Reading
from policy_kb import Verdict

_PLAIN = ("是", "不是", "否", "有", "没有")
"""Answers that fit any question, and so only the one that was put."""

MONEY = 1000
"""A bare number as large as this, with a loan or a premium in question, is a sum in yuan."""

NUMERIC = ("integer", "number", "money", "ratio")


def bound_to(desk: Desk, name: str, reading: Reading, labels: Sequence[Label] = ()) -> Bound | None:
    """The message as an answer to the question about one fact, as far as it can be one.

    A question that names none of the answers word for word chooses none of them.
    """
    fact = desk.kb.facts[name]
    in_words = fact.type in ("choice", "set", "text") and name not in reading.facts
    if in_words and asks(desk, reading.text) and not by_label(reading.text, labels_of(fact)):
        return None
    return bind(fact, fitting(desk, fact, reading), labels)


def elsewhere(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """A bare number that is no answer to the pending question may be one to another.

    It makes an estimate told before exact, or belongs to the question set aside last that it
    fits, else, if its unit was said, to the first fact that the measures in focus still turn on.
    """
    if reading.facts:
        return None
    if case.asked and not reading.quantities:
        return _by_words(desk, case, reading)
    if not reading.quantities or all(asks(desk, q.clause) for q in reading.quantities):
        return None
    names = [n for n in _candidates(desk, case, reading) if n in desk.kb.facts]
    fits = (bound_to(desk, n, reading) for n in names if desk.kb.facts[n].type in NUMERIC)
    return next((bound for bound in fits if bound and bound.facts), None)


def _candidates(desk: Desk, case: Case, reading: Reading) -> list[str]:
    """The facts a number may be meant for, likeliest first."""
    judgement = desk.judge(case, measures=case.focus or case.last.shown)
    open_ones = [name for verdict in judgement.verdicts for name in _turned_on(desk, verdict)]
    named = [n for n in named_by_words(desk, reading) if n in open_ones or not open_ones]
    names = [n for n, told in case.facts.items() if estimated(told, reading)]
    names += reversed(case.declined)
    names += [] if case.asked or asks(desk, reading.text) else case.last.told
    units = [quantity.unit or _counter(quantity) for quantity in reading.quantities]
    if case.facts.get("audience") != "individual":
        bare = desk.wording.cues["bare"]
        names += [bare[u] for u in units if u in bare and bare[u] not in case.facts]
    if any((q.low or q.high or 0) >= MONEY and q.unit != "人" for q in reading.quantities):
        names = [n for n in (*names, *open_ones) if _is_money(desk, n)]
    elif any(units):
        names += open_ones
    elif case.asked:
        names = []
    return [*named, *names]


def _counter(quantity: Quantity) -> str | None:
    """十几个, with nothing after it: people, most likely."""
    return "人" if quantity.clause.rstrip("吧呢啊的").endswith("个") else None


def _is_money(desk: Desk, name: str) -> bool:
    return name in desk.kb.facts and desk.kb.facts[name].type == "money"


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


def estimated(told: Any, reading: Reading) -> bool:
    """Whether the number said lies within a range told before."""
    if not isinstance(told, Mapping):
        return False
    ends = [told[key] for key in ("min", "max") if key in told]
    if not ends or not all(isinstance(end, int | float) for end in ends):
        return False
    return any(within(told, {"min": q.low, "max": q.high}) for q in reading.quantities)
