"""Amounts that choose among others: by a condition, or by somebody else's choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy_kb.amounts import Amount, Values
from policy_kb.formula import Formula
from policy_kb.gates import DENIED, GRANTED
from policy_kb.payment import Need, Payment, widest
from policy_kb.settle import State, mattering, outcome


@dataclass(frozen=True, slots=True, eq=False)
class Branching(Amount):
    """The first amount whose condition holds; while that is open, the range of those it may be."""

    branches: Sequence[tuple[Formula | None, str, Amount]]

    def _assess(self, values: Values, today: int) -> Payment:
        possible, needs = list[tuple[str, Amount]](), list[Need]()
        for formula, when, amount in self.branches:
            state = _state(formula, values, today) if formula else None
            found = outcome(state) if state else GRANTED
            if found == DENIED:
                continue
            possible.append((when, amount))
            if found == GRANTED or state is None:
                break
            needs += _needs(state, found)
        if not possible:
            return Payment("按规定不在给付范围")
        if len(possible) == 1 and not needs:
            return possible[0][1].assess(values, today)
        payments = [amount.assess(values, today) for _, amount in possible]
        named = zip([when or "其他情形" for when, _ in possible], payments, strict=True)
        text = "；".join(f"{when}：{_unbracketed(payment.text)}" for when, payment in named)
        return widest(text, payments, needs)


def _unbracketed(text: str) -> str:
    """For a place that stands in brackets itself."""
    return text.replace("（", "，").replace("）", "")


@dataclass(frozen=True, slots=True, eq=False)
class Either(Amount):
    """One of several amounts, which somebody else chooses."""

    amounts: Sequence[Amount]

    def _assess(self, values: Values, today: int) -> Payment:
        payments = [amount.assess(values, today) for amount in self.amounts]
        text = "；".join(f"{at}. {payment.text}" for at, payment in enumerate(payments, 1))
        return widest(text, payments)


def _state(formula: Formula, values: Values, today: int) -> State:
    held, failed = formula.read(values, today)
    known = held | failed
    return State(formula, formula.root, *formula.taken(held, failed), known, values, today)


def _needs(state: State, still: int) -> list[Need]:
    """The open facts that can still decide the branch."""
    variables = (state.formula.variables[name] for name in mattering(state, still))
    return [Need(variable.fact.id, variable.bearing(state.today)) for variable in variables]
