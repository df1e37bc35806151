"""The limbs of a provision: which is best, and where each stands."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from policy_kb.case import Case
from policy_kb.formula import Node
from policy_kb.gates import DENIED, GRANTED
from policy_kb.model import Limb, Provision
from policy_kb.payment import Payment
from policy_kb.program import LimbProgram
from policy_kb.settle import State, outcome
from policy_kb.status import ELIGIBLE, NOT_IN_FORCE, UNDETERMINED, status_of
from policy_kb.trace import Condition, Proviso, conditions, provisos


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


class Standing(NamedTuple):
    """A limb, its conditions and where it stands: DENIED, GRANTED or the open mask."""

    limb: Limb
    part: LimbProgram
    still: int


def rank_limbs(provision: Provision, state: State) -> list[Standing]:
    """The limbs, best first: granted, open, denied; the order of the file breaks ties."""
    pairs = zip(provision.limbs, provision.program.limbs, strict=True)
    found = [Standing(limb, part, outcome(state.at(part.root))) for limb, part in pairs]
    return sorted(found, key=lambda each: _rank(each, state))


def _rank(standing: Standing, state: State) -> tuple[int, int, int]:
    """Then the fewest provisos, open points or failures, then what more of has been told."""
    _, part, still = standing
    told = -sum((node.mask & state.held & state.known).bit_count() for node in part.nodes)
    if still == GRANTED:
        return 0, len(provisos(part.root, state)), told
    if still != DENIED:
        return 1, still.bit_count(), told
    short = sum(lacking(node, state) for node in part.nodes)
    return 3 if part.term & state.failed else 2, short, told


def lacking(node: Node, state: State) -> int:
    """How many known facts would have to be otherwise for ``node`` to hold, at the least."""
    if not node.children:
        return 1 if node.mask & state.failed else 0
    short = [lacking(child, state) for child in node.children]
    return sum(short) if node.kind == "not" or node.needs_all else min(short)


def limb_verdict(case: Case, provision: Provision, standing: Standing, state: State) -> LimbVerdict:
    """A limb in full."""
    limb, part, still = standing
    status = NOT_IN_FORCE if part.term & state.failed else status_of(still)
    rests = provisos(part.root, state) if still == GRANTED else []
    shown = tuple(conditions(part.nodes, state, case))
    pays = status in (ELIGIBLE, UNDETERMINED)
    payment = paid(case, provision, limb) if pays else None
    return LimbVerdict(limb, status, payment, tuple(rests), shown)


def paid(case: Case, provision: Provision, limb: Limb | None) -> Payment | None:
    """What a provision (by one of its limbs) pays, with the facts to ask for to make it exact."""
    amount = (limb.amount if limb else None) or provision.amount
    if amount is None:
        return None
    payment = amount.assess(case.values, case.today)
    found: dict[str, None] = {}
    for need in payment.open:
        asked = case.to_ask(case.base.named(need.fact), need.bearing)
        found.update((fact.id, None) for fact in asked)
    return payment._replace(needs=tuple(found)) if found else payment
