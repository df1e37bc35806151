"""Which conditions can hold at all: whether some facts meet a provision, a branch, an amount.

Facts are taken one by one: two conditions on the same fact can contradict each other, conditions
on different facts never do. So what is reported here is certain, but not all there could be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from policy_kb.amounts import Amount
from policy_kb.branching import Branching, Either
from policy_kb.cells import cells
from policy_kb.formula import Formula, Literal, Node
from policy_kb.gates import DENIED, GRANTED, Gate
from policy_kb.leaf import MET
from policy_kb.model import Fact
from policy_kb.values import Value

Loc = tuple[str | int, ...]
Placed = tuple[Loc, Node]

_MOST_STEPS = 20_000
_MOST_COMBINATIONS = 5_000


@dataclass
class Search:
    """A search for facts that meet conditions; ``through`` are nodes it must not go around."""

    today: int
    through: frozenset[int] = frozenset()
    steps: int = 0
    known: dict[tuple[int, ...], bool] = field(default_factory=dict)

    def possible(self, nodes: Sequence[Node], picked: tuple[Literal, ...] = ()) -> bool:
        """Whether all ``nodes`` can hold together with the literals picked; in doubt yes."""
        self.steps += 1
        if not nodes or self.steps > _MOST_STEPS:
            return True
        node, rest = nodes[0], nodes[1:]
        if node.kind == "not":
            return self.possible([*node.children, *rest], picked)
        if node.literal is not None and node.kind == "leaf":
            on_fact = [each for each in picked if each.fact is node.literal.fact]
            together = (*on_fact, node.literal)
            return self._agree(together) and self.possible(rest, (*picked, node.literal))
        if node.needs_all:
            return self.possible([*node.children, *rest], picked)
        forced = [child for child in node.children if id(child) in self.through]
        return any(self.possible([one, *rest], picked) for one in forced or node.children)

    def _agree(self, literals: tuple[Literal, ...]) -> bool:
        """Whether one value of the fact makes all of them hold."""
        key = tuple(literal.bit for literal in literals)
        if key not in self.known:
            self.known[key] = any(
                all(literal.state(value, self.today) == MET for literal in literals)
                for value in _values(literals[0].fact, literals, self.today)
            )
        return self.known[key]


def branches(placed: Sequence[Placed]) -> Iterator[tuple[Loc, Node, frozenset[int]]]:
    """Every alternative of an "any", with what a search must go through to use it."""
    todo = [(loc, node, frozenset[int]()) for loc, node in placed]
    while todo:
        loc, node, above = todo.pop()
        for at, child in enumerate(node.children):
            inner = (*loc, "not") if node.kind == "not" else (*loc, node.kind, at)
            path = above | {id(child)}
            todo.append((inner, child, path))
            if node.kind != "not" and not node.needs_all:
                yield inner, child, path


def covered(literal: Literal, others: Sequence[Literal], today: int) -> Literal | None:
    """Another literal on the same fact that holds whenever this one does."""
    for other in others:
        alike = other.fact is literal.fact and other.assumed == literal.assumed
        if other is literal or not alike or literal.fact.type == "text":
            continue
        found = [
            (literal.state(value, today) == MET, other.state(value, today) == MET)
            for value in _values(literal.fact, (literal, other), today)
        ]
        if all(theirs for ours, theirs in found if ours) and any(ours for ours, _ in found):
            return other
    return None


def unreached(
    amount: Amount | None, terms: Formula, gate: Gate, today: int, loc: Loc
) -> Iterator[Loc]:
    """The branches of an amount that no facts lead to, once ``gate`` of ``terms`` holds."""
    if isinstance(amount, Either):
        for at, each in enumerate(amount.amounts):
            yield from unreached(each, terms, gate, today, (*loc, "one_of", at))
    if not isinstance(amount, Branching):
        return
    used = _branches_used(amount, terms, gate, today)
    for at, (_, _, each) in enumerate(amount.branches):
        if used is not None and at not in used:
            yield (*loc, "choose", at)
        yield from unreached(each, terms, gate, today, (*loc, "choose", at, "amount"))


def _branches_used(amount: Branching, terms: Formula, gate: Gate, today: int) -> set[int] | None:
    """Positions of the branches that some facts lead to; None: too many facts to try."""
    formulas = [formula for formula, _, _ in amount.branches]
    literals: dict[str, list[Literal]] = {}
    for formula in formulas:
        for name, variable in formula.variables.items() if formula else ():
            literals.setdefault(name, []).extend(variable.literals)
    for name, variable in terms.variables.items():
        if name in literals:
            literals[name].extend(variable.literals)
    names = list(literals)
    choices = [_values(literals[name][0].fact, literals[name], today) for name in names]
    if prod(map(len, choices)) > _MOST_COMBINATIONS:
        return None
    used: set[int] = set()
    for chosen in product(*choices):
        values = dict(zip(names, chosen, strict=True))
        if gate.look(*terms.read(values, today)) == DENIED:
            continue
        holding = (at for at, f in enumerate(formulas) if f is None or _holds(f, values, today))
        used.update([next(holding, -1)])
    return used


def _holds(formula: Formula, values: dict[str, Value], today: int) -> bool:
    return formula.root.look(*formula.read(values, today)) == GRANTED


def _values(fact: Fact, literals: Sequence[Literal], today: int) -> list[Value]:
    """A value for every way the literals on a fact can come out."""
    tests = [literal.test for literal in literals]

    def vector(value: Value) -> tuple[int, ...]:
        return tuple(test(value, today) for test in tests)

    return [value for value, _ in cells(fact.domain, tests, vector, today, {})]
