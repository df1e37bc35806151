"""One applicant on one day: what was told, what the office adds, what follows."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy_kb import values as sets
from policy_kb.base import KnowledgeBase
from policy_kb.derive import Bearing
from policy_kb.intake import read_facts
from policy_kb.model import Fact, Region
from policy_kb.values import Interval, Value, is_exact


@dataclass(frozen=True, eq=False)
class Case:
    """Facts in their JSON form (``facts``) and as sets of what they may be (``values``)."""

    base: KnowledgeBase
    facts: Mapping[str, Any]
    values: Mapping[str, Value]
    place: Region | None
    day: datetime.date

    @cached_property
    def today(self) -> int:
        """The day as an ordinal."""
        return self.day.toordinal()

    @cached_property
    def told(self) -> frozenset[str]:
        """Ids of the facts the applicant told, the kind of applicant aside."""
        return frozenset(self.facts) - {"audience"}

    def may_be(self, fact: Fact) -> Value:
        """Everything the fact may still be."""
        return self.values.get(fact.id, fact.domain)

    def to_ask(self, fact: Fact, bearing: Bearing, declined: Collection[str] = ()) -> list[Fact]:
        """The facts to ask for ``fact``: itself, or those it follows from that still matter.

        A fact that follows from others is asked for itself when none of these is left, or when
        each of them takes more to answer than it does.
        """
        settled = fact.id in self.values and is_exact(self.values[fact.id])
        own = [fact] if fact.askable and not settled and fact.id not in declined else []
        if fact.derivation is not None:
            inputs = [self.base.named(name) for name in fact.derivation.inputs]
            if own and all(fact.cost < each.cost for each in inputs):
                return own
            pending = fact.derivation.pending([self.may_be(f) for f in inputs], bearing)
            wanted = (self.to_ask(inputs[at], _itself, declined) for at in pending)
            found = list(dict.fromkeys(each for facts in wanted for each in facts))
            if found:
                return found
        return own


def _itself(value: Value) -> Value:
    return value


def make_case(
    base: KnowledgeBase, facts: Mapping[str, Any], place: Region | None, day: datetime.date
) -> Case:
    """The case of an applicant. Raises FactError for facts that cannot be."""
    told, values = read_facts(base.facts, facts)
    for name, value in base.office_values(place, day).items():
        values.setdefault(name, value)
    _derive(base, values, day.toordinal())
    return Case(base, told, values, place, day)


def _derive(base: KnowledgeBase, values: dict[str, Value], today: int) -> None:
    """Add what follows from the values to them; what was told outright stands."""
    for fact in base.derived:
        told, way = values.get(fact.id), fact.derivation
        if way is None or not any(name in values for name in way.inputs):
            continue
        given = [values.get(name, base.named(name).domain) for name in way.inputs]
        found = way.compute(given, today)
        if found is not None:
            merged = _merge(told, found, fact.domain)
            if merged is not None:
                values[fact.id] = merged


def _merge(told: Value | None, found: Value, domain: Value) -> Value | None:
    """What was told and what follows together allow; None if that is everything."""
    both = _both(domain, found) or found
    if told is not None:
        both = _both(told, both) or told
    return None if both == domain else both


def _both(a: Value, b: Value) -> Value | None:
    """What both allow; None if that is nothing."""
    if isinstance(a, Interval) and isinstance(b, Interval):
        found = sets.intersect(a, b)
        return None if found.empty else found
    if isinstance(a, frozenset) and isinstance(b, frozenset):
        return a & b or None
    return b
