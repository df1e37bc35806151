"""Every small wrong change of a measure's YAML: a threshold, an amount, a date, an operator.

A mutant is a place in the parsed file and what to put there. The steps are as small as a slip of
the pen is: a person, a yuan, a day, a month, half a per cent of a rate.
"""

import copy
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Loc = tuple[str | int, ...]

DAY = datetime.timedelta(days=1)
SMALL = 0.005  # a rate or share; 1 is all
OPPOSITE = {
    "at_most": "less_than", "less_than": "at_most", "at_least": "more_than",
    "more_than": "at_least", "is": "is_not", "is_not": "is", "in": "not_in", "not_in": "in",
    "includes_any": "includes_none", "includes_none": "includes_any", "any": "all", "all": "any",
    "on_or_after": "on_or_before", "on_or_before": "on_or_after",
}  # fmt: skip
THRESHOLDS = {
    "at_most", "less_than", "at_least", "more_than", "is", "is_not", "on_or_after",
    "on_or_before", "within_months", "within_years",
}  # fmt: skip
LISTS = {"in", "not_in", "includes_any", "includes_none"}
AMOUNTS = {
    "fixed", "rate", "yuan", "ceiling", "uplift", "floor", "months", "deferred_until",
    "deferred_months", "total", "unit", "person",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """At ``loc`` of the file ``new`` is put for ``old``; for an operator these are keys."""

    loc: Loc
    kind: str
    old: Any
    new: Any

    def apply(self, data: Any) -> Any:
        """A copy of the parsed file with the change made."""
        changed = copy.deepcopy(data)
        inner = changed
        for step in self.loc[:-1]:
            inner = inner[step]
        if self.kind == "operator":
            renamed = {self.new if k == self.old else k: v for k, v in inner.items()}
            inner.clear()
            inner.update(renamed)
        else:
            inner[self.loc[-1]] = self.new
        return changed


def mutants(data: Any, starts: list[datetime.date]) -> Iterator[Mutant]:
    """All mutants of one measure; ``starts`` are its provisions' first days, written or not."""
    for at, (provision, start) in enumerate(zip(data["provisions"], starts, strict=True)):
        loc: Loc = ("provisions", at)
        for key, value in (("from", start), ("to", provision.get("to"))):
            yield from _dates((*loc, key), value)
        doubtful = provision.get("doubtful_after") or {}
        yield from _dates((*loc, "doubtful_after", "date"), doubtful.get("date"))
        yield from _terms(loc, provision)
        for number, limb in enumerate(provision.get("limbs", [])):
            inner = (*loc, "limbs", number)
            yield from _dates((*inner, "to"), limb.get("to"))
            yield from _terms(inner, limb)


def _terms(loc: Loc, terms: dict[str, Any]) -> Iterator[Mutant]:
    for role in ("require", "presume"):
        for at, condition in enumerate(terms.get(role, [])):
            yield from _condition((*loc, role, at), condition)
    if terms.get("amount"):
        yield from _amount((*loc, "amount"), terms["amount"])


def _condition(loc: Loc, condition: dict[str, Any]) -> Iterator[Mutant]:
    for key, value in condition.items():
        here = (*loc, key)
        changes_nothing = isinstance(value, list) and len(value) == 1 and key in ("any", "all")
        if key in OPPOSITE and not changes_nothing:
            yield Mutant(here, "operator", key, OPPOSITE[key])
        if key in ("any", "all"):
            for at, child in enumerate(value):
                yield from _condition((*here, at), child)
        elif key == "not":
            yield from _condition(here, value)
        elif key in LISTS and len(value) > 1:
            for at in range(len(value)):
                yield Mutant(here, "value", value, value[:at] + value[at + 1 :])
        elif key in THRESHOLDS:
            yield from _figures(here, value)


def _amount(loc: Loc, amount: dict[str, Any]) -> Iterator[Mutant]:
    for key, value in amount.items():
        here = (*loc, key)
        if key in ("yuan", "reduced_rate") and isinstance(value, dict):
            for name, figure in value.items():
                yield from _figures((*here, name), figure)
        elif key == "choose":
            for at, branch in enumerate(value):
                if branch.get("when"):
                    yield from _condition((*here, at, "when"), branch["when"])
                yield from _amount((*here, at, "amount"), branch["amount"])
        elif key == "one_of":
            for at, each in enumerate(value):
                yield from _amount((*here, at), each)
        elif key in AMOUNTS:
            yield from _figures(here, value)


def _figures(loc: Loc, value: Any) -> Iterator[Mutant]:
    """A number or a date a little lower and a little higher; anything else has no neighbours."""
    if isinstance(value, datetime.date):
        yield from _dates(loc, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        small = (isinstance(value, float) and abs(value) < 1) or loc[-1] in ("rate", "uplift")
        step: float = SMALL if small else 1
        for new in (value - step, value + step):
            yield Mutant(loc, "figure", value, round(new, 6))


def _dates(loc: Loc, value: Any) -> Iterator[Mutant]:
    if isinstance(value, datetime.date):
        yield Mutant(loc, "date", value, value - DAY)
        yield Mutant(loc, "date", value, value + DAY)
