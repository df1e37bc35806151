"""A provision judged against the facts of one applicant on one day.

The status is worked out at once; texts, trees and amounts when they are first looked at.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from policy_kb import phrases
from policy_kb.case import Case
from policy_kb.formula import DENIED, GRANTED, Gate
from policy_kb.lexicon import REGION
from policy_kb.model import Citation, Fact, Limb, Measure, Provision, Region
from policy_kb.payment import Payment
from policy_kb.program import AUDIENCE, PLACE, LimbProgram
from policy_kb.select import Selection
from policy_kb.settle import State, mattering, outcome
from policy_kb.trace import Condition, Proviso, condition, provisos

ELIGIBLE, INELIGIBLE, UNDETERMINED = "eligible", "ineligible", "undetermined"
NOT_IN_FORCE = "not_in_force"
_STATUS = {GRANTED: ELIGIBLE, DENIED: INELIGIBLE}


@dataclass(frozen=True)
class LimbVerdict:
    """One limb judged together with what is common to all; conditions are its own only."""

    limb: Limb
    status: str
    amount: Payment | None
    subject_to: tuple[Proviso, ...]
    conditions: tuple[Condition, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON types."""
        return {
            "id": self.limb.id,
            "name": self.limb.name,
            "status": self.status,
            "amount": self.amount.to_json() if self.amount else None,
            "subject_to": [proviso.to_json() for proviso in self.subject_to],
            "conditions": [each.to_json() for each in self.conditions],
            "to": self.limb.to.isoformat() if self.limb.to else None,
        }


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
    def _ranked(self) -> list[tuple[Limb, LimbProgram, int]]:
        """The limbs with where they stand, best first."""
        if self.provision is None or self.state is None:
            return []
        pairs = zip(self.provision.limbs, self.provision.program.limbs, strict=True)
        found = [(limb, part, outcome(self._at(part.root))) for limb, part in pairs]
        return sorted(found, key=lambda each: self._rank(each[1], each[2]))

    def _rank(self, part: LimbProgram, still: int) -> tuple[int, int]:
        """Granted before open before denied; then the fewest provisos, open points or failures."""
        assert self.state is not None
        if still == GRANTED:
            return 0, len(provisos(part.root, self._at(part.root)))
        if still != DENIED:
            return 1, still.bit_count()
        mask = part.term
        for node in part.nodes:
            mask |= node.mask
        return 2, (mask & self.state.failed).bit_count()

    def _at(self, gate: Gate) -> State:
        assert self.state is not None
        s = self.state
        return State(s.formula, gate, s.held, s.failed, s.known, s.values, s.today)

    @cached_property
    def limb(self) -> Limb | None:
        """The best limb, if the provision has any."""
        return self._ranked[0][0] if self._ranked else None

    @cached_property
    def limbs(self) -> tuple[LimbVerdict, ...]:
        """Every limb, in the order of the file."""
        if self.provision is None:
            return ()
        by_id = {each[0].id: self._limb_verdict(*each) for each in self._ranked}
        return tuple(by_id[limb.id] for limb in self.provision.limbs)

    def _limb_verdict(self, limb: Limb, part: LimbProgram, still: int) -> LimbVerdict:
        assert self.state is not None
        status = NOT_IN_FORCE if part.term & self.state.failed else _STATUS.get(still, UNDETERMINED)
        rests = provisos(part.root, self._at(part.root)) if still == GRANTED else []
        shown = tuple(condition(node, self.state, self.case) for node in part.nodes)
        pays = status in (ELIGIBLE, UNDETERMINED)
        return LimbVerdict(limb, status, self._pay(limb) if pays else None, tuple(rests), shown)

    def _pay(self, limb: Limb | None) -> Payment | None:
        amount = (limb.amount if limb else None) or (self.provision and self.provision.amount)
        if not amount:
            return None
        payment = amount.assess(self.case.values, self.case.today)
        found: dict[str, None] = {}
        for need in payment.open:
            asked = self.case.to_ask(self.case.base.named(need.fact), need.bearing)
            found.update((fact.id, None) for fact in asked)
        return replace(payment, needs=tuple(found)) if found else payment

    @cached_property
    def amount(self) -> Payment | None:
        """The amount of the best limb, as far as the facts go; none for those who get nothing."""
        return self._pay(self.limb) if self.status in (ELIGIBLE, UNDETERMINED) else None

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
        best = self._ranked[0] if self._ranked and self._ranked[0][2] == GRANTED else None
        found = provisos(best[1].root if best else self.state.gate, self.state)
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
        if self._ranked:
            nodes += self._ranked[0][1].nodes
        shown = [condition(node, self.state, self.case) for node in nodes]
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
        """Remarks, the best limb's first."""
        if self.provision is None:
            return ()
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
        if self.state is None:
            return False
        told, sources = self.case.told, self.case.base.sources
        return any(not told.isdisjoint(sources(name)) for name in self.state.formula.variables)

    def to_json(self) -> dict[str, Any]:
        """JSON types."""
        provision, selection = self.provision, self.selection
        return {
            "measure": self.measure.id,
            "name": self.measure.name,
            "summary": self.measure.summary,
            "audience": sorted(self.measure.audience),
            "status": self.status,
            "subject_to": [proviso.to_json() for proviso in self.subject_to],
            "amount": self.amount.to_json() if self.amount else None,
            "automatic": bool(self.apply and self.apply["automatic"]),
            "provision": provision_json(provision, selection) if provision else None,
            "selected_because": selection.because,
            "conditions": [each.to_json() for each in self.conditions],
            "limbs": [limb.to_json() for limb in self.limbs],
            "missing": list(self.missing),
            "apply": self.apply,
            "exclusive_with": list(self.measure.exclusive_with),
            "ended": _ended(selection.ended),
            "starts": _starts(selection.starts),
            "successor": self.measure.successor if self.status == NOT_IN_FORCE else None,
            "touched": self.touched,
            "notes": list(self.notes),
        }


def provision_json(provision: Provision, selection: Selection) -> dict[str, Any]:
    """The provision and the documents that passed it on, as JSON types."""
    return {
        **provision.citation.to_json(),
        "title": provision.document.title,
        "region": provision.region,
        "from": provision.start.isoformat(),
        "to": provision.to.isoformat() if provision.to else None,
        "forwarded_by": [{"document": d.id, "number": d.number} for d in selection.forwarded_by],
    }


def _ended(provision: Provision | None) -> dict[str, Any] | None:
    if provision is None or provision.to is None:
        return None
    return _turn(provision.to, provision.to_citation)


def _starts(provision: Provision | None) -> dict[str, Any] | None:
    return None if provision is None else _turn(provision.start, provision.start_citation)


def _turn(on: datetime.date, cited: Citation) -> dict[str, Any]:
    return {"on": on.isoformat(), **cited.to_json()}


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
