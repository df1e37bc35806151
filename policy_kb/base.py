"""The knowledge base as a whole."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from policy_kb.errors import MeasureError, RegionError
from policy_kb.intake import read_facts
from policy_kb.model import (
    Document,
    Fact,
    Group,
    Industry,
    Measure,
    OfficeFact,
    Region,
)
from policy_kb.schema_base import nearest
from policy_kb.values import Value


@dataclass(frozen=True, eq=False, repr=False)  # whoever prints one would print every rule
class KnowledgeBase:
    """Everything that judging needs; made by :func:`policy_kb.load`, never changed.

    ``measures`` stand in editorial order, ``facts`` as in facts.yml. ``derived`` are the facts
    that follow from others, each after those it follows from, among them the made-up ones that
    compare two facts. ``selections`` keeps what was selected for a place and day, ``judgements``
    the applicants judged last, so that it is worked out once.
    """

    facts: Mapping[str, Fact]
    measures: Mapping[str, Measure]
    documents: Mapping[str, Document]
    regions: Mapping[str, Region]
    industries: Mapping[str, Industry]
    groups: Mapping[str, Group]
    office: tuple[OfficeFact, ...]
    elsewhere: frozenset[str]
    derived: tuple[Fact, ...]
    places: Mapping[str, Region]
    selections: dict[Any, Any] = field(default_factory=dict)
    judgements: dict[Any, Any] = field(default_factory=dict)

    @property
    def root(self) -> Region:
        """The region around all others."""
        return next(region for region in self.regions.values() if region.parent is None)

    @cached_property
    def _named(self) -> Mapping[str, Fact]:
        return {**self.facts, **{fact.id: fact for fact in self.derived}}

    @cached_property
    def _sources(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for fact in self.derived:
            inputs = frozenset(fact.derivation.inputs if fact.derivation else ())
            found[fact.id] = inputs.union({fact.id}, *(found.get(name, ()) for name in inputs))
        return found

    def named(self, name: str) -> Fact:
        """The fact of that id, made-up ones included."""
        return self._named[name]

    def sources(self, name: str) -> frozenset[str]:
        """Ids of the fact and of all it follows from."""
        return self._sources.get(name) or frozenset({name})

    def region(self, name: str) -> Region:
        """The region of that full name or alias. Raises RegionError, in Chinese."""
        found = self.places.get(name.strip())
        if found is not None:
            return found
        if name.strip() in self.elsewhere:
            raise RegionError(f"“{name}”不在{self.root.name}，这里没有那里的政策。")
        hint = nearest(
            name, [place for place in self.places if place[:1] == name[:1]] or self.regions
        )
        raise RegionError(f"没有找到“{name}”这个地区，{hint}。")

    def measure(self, name: str) -> Measure:
        """The measure of that id. Raises MeasureError, in Chinese."""
        found = self.measures.get(name)
        if found is None:
            raise MeasureError(f"没有“{name}”这项政策措施，{nearest(name, self.measures)}。")
        return found

    def check_facts(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The facts in their one JSON form. Raises FactError, in Chinese: what to mend."""
        return read_facts(self.facts, raw)[0]

    def office_values(self, place: Region | None, day: datetime.date) -> dict[str, Value]:
        """What the office has entered for ``place`` on ``day``; of several, the nearest place's."""
        found: dict[str, Value] = {}
        for name in reversed(place.chain if place else ()):
            for entry in self.office:
                current = entry.start <= day and (entry.to is None or day <= entry.to)
                if entry.region == name and current:
                    found[entry.fact] = entry.value
        return found

    def about(self, measures: Iterable[str]) -> list[Measure]:
        """The measures of those ids, in editorial order. Raises MeasureError."""
        wanted = {self.measure(name).id for name in measures}
        return [measure for measure in self.measures.values() if measure.id in wanted]
