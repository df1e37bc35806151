"""A provision judged against the facts of one applicant on one day.

The status is worked out at once; texts, trees and amounts when they are first looked at.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy_kb import phrases
from policy_kb.case import Case
from policy_kb.gates import GRANTED
from policy_kb.lexicon import REGION
from policy_kb.limbs import LimbVerdict, Standing, limb_verdict, paid, rank_limbs
from policy_kb.model import Fact, Limb, Measure, Provision, Region
from policy_kb.payment import Payment
from policy_kb.program import AUDIENCE, PLACE
from policy_kb.rendering import verdict_json
from policy_kb.select import Selection
from policy_kb.settle import State, mattering
from policy_kb.status import ELIGIBLE, UNDETERMINED
from policy_kb.trace import Condition, Proviso, conditions, demanded_first, provisos


@dataclass(frozen=True, eq=False)
class Verdict:
    """The outcome for one measure; ``state`` is where its formula stands (None: not in force).

    ``still``: DENIED, GRANTED or the mask of the literals still open.
    """

    measure: Measure
    status: str
    selection: Selection
    case: Case
    state: State | None
    still: int

    @property
    def provision(self) -> Provision | None:
        """The provision judged by."""
        return self.selection.provision

    @property
    def selected_because(self) -> str:
        """Why this provision, in plain Chinese."""
        return self.selection.because

    @cached_property
    def open_facts(self) -> list[str]:
        """The facts of the formula, derived ones as such, that can still change the status."""
        if self.state is None or self.status != UNDETERMINED:
            return []
        return mattering(self.state, self.still)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The askable facts that can still change the status; base facts for derived ones."""
        if self.state is None:
            return ()
        found: dict[str, None] = {}
        for name in self.open_facts:
            found.update((fact.id, None) for fact in self.to_ask(name))
        return tuple(found)

    def to_ask(self, name: str, declined: Collection[str] = ()) -> list[Fact]:
        """The facts to ask for one of the open facts: itself, or what it follows from."""
        assert self.state is not None
        variable = self.state.formula.variables[name]
        return self.case.to_ask(variable.fact, variable.bearing(self.case.today), declined)

    @cached_property
    def _standings(self) -> list[Standing]:
        """The limbs with where they stand, best first."""
        if self.provision is None or self.state is None:
            return []
        return rank_limbs(self.provision, self.state)

    @property
    def limb(self) -> Limb | None:
        """The best limb, if the provision has any."""
        return self._standings[0].limb if self._standings else None

    @cached_property
    def limbs(self) -> tuple[LimbVerdict, ...]:
        """Every limb, in the order of the file."""
        if self.provision is None or self.state is None:
            return ()
        ranked = {each.limb.id: each for each in self._standings}
        return tuple(
            limb_verdict(self.case, self.provision, ranked[limb.id], self.state)
            for limb in self.provision.limbs
        )

    @cached_property
    def amount(self) -> Payment | None:
        """The amount of the best limb, as far as the facts go; none for those who get nothing."""
        if self.provision is None or self.status not in (ELIGIBLE, UNDETERMINED):
            return None
        return paid(self.case, self.provision, self.limb)

    @cached_property
    def doubtful(self) -> bool:
        """Whether the day lies after the date to which the provision surely applies."""
        doubt = self.provision.doubtful if self.provision else None
        return doubt is not None and self.case.day > doubt.date

    @cached_property
    def subject_to(self) -> tuple[Proviso, ...]:
        """What an eligible verdict takes for granted; nothing for any other."""
        if self.status != ELIGIBLE or self.state is None or self.provision is None:
            return ()
        granted = [each.part for each in self._standings[:1] if each.still == GRANTED]
        found = provisos(granted[0].root if granted else self.state.gate, self.state)
        nodes = [node for part in granted for node in part.nodes]
        found = demanded_first(found, [*nodes, *self.provision.program.nodes])
        doubt = self.provision.doubtful
        if self.doubtful and doubt:
            found.append(Proviso(doubt.text, (), doubt.citation))
        return tuple(found)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions common to all limbs, then the best limb's."""
        if self.state is None or self.provision is None:
            return ()
        nodes = self.provision.program.nodes
        for standing in self._standings[:1]:
            nodes += standing.part.nodes
        shown = conditions(nodes, self.state, self.case)
        return (*self._standing(self.provision), *shown)

    def _standing(self, provision: Provision) -> list[Condition]:
        """Who and where it is for, where that is what it fails on or what is open."""
        assert self.state is not None
        found = []
        if AUDIENCE & self.state.failed:
            text, facts = self._audience_text()
            cited = provision.citation
            found.append(Condition(text, "leaf", "require", "failed", facts, text, cited))
        if not PLACE & self.state.known:
            text = f"所在地在{provision.region}"
            where, cited = (REGION,), provision.citation
            found.append(Condition(text, "leaf", "require", "unknown", where, None, cited))
        return found

    def _audience_text(self) -> tuple[str, tuple[str, ...]]:
        if self.measure.administration_only:
            return "由行政部门自己办理，单位和个人不用申请，也不能申请", ()
        fact = self.case.base.facts["audience"]
        names = [c.name for c in fact.choices.values() if c.id in self.measure.audience]
        return f"申请人是{phrases.join(names)}", (fact.id,)

    @cached_property
    def apply(self) -> Mapping[str, Any] | None:
        """How to apply: the best limb's way, else the provision's."""
        if self.provision is None:
            return None
        return (self.limb.apply if self.limb else None) or self.provision.apply

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Remarks, the best limb's first; when none is in force, what the last one leaves open."""
        if self.provision is None:
            ended = self.selection.ended
            return tuple(note.text for note in ended.notes if note.after_end) if ended else ()
        notes = [*(self.limb.notes if self.limb else ()), *self.provision.notes]
        found = [note.text for note in notes]
        if self.doubtful and self.provision.doubtful:
            found.insert(0, self.provision.doubtful.text)
        if self.provision.document.issued_precision == "year":
            found += self.provision.document.notes
        return tuple(dict.fromkeys(found))

    @cached_property
    def touched(self) -> bool:
        """Whether something the applicant told bears on its conditions."""
        return not self.case.told.isdisjoint(self.about)

    @cached_property
    def about(self) -> frozenset[str]:
        """The facts its conditions are about, with those they follow from."""
        if self.state is None:
            return frozenset()
        return frozenset[str]().union(*map(self.case.base.sources, self.state.formula.variables))

    def to_json(self) -> dict[str, Any]:
        """JSON types; what is inside is shared and not to be changed."""
        return dict(self._json)

    @cached_property
    def _json(self) -> dict[str, Any]:
        return verdict_json(self)


@dataclass(frozen=True)
class Judgement:
    """Every verdict asked for, in editorial order."""

    case: Case
    verdicts: tuple[Verdict, ...]

    @property
    def region(self) -> Region | None:
        """The place judged for; None if nothing is known of it."""
        return self.case.place

    @property
    def as_of(self) -> datetime.date:
        """The day judged by."""
        return self.case.day

    @property
    def facts(self) -> Mapping[str, Any]:
        """The told facts in their one JSON form."""
        return self.case.facts

    def verdict(self, measure: str) -> Verdict:
        """The verdict on that measure. Raises KeyError if it was not judged."""
        return self._by_measure[measure]

    @cached_property
    def _by_measure(self) -> dict[str, Verdict]:
        return {verdict.measure.id: verdict for verdict in self.verdicts}
