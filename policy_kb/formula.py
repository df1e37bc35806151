"""Conditions compiled for judging: literals as bits, trees as gates over bit masks.

Each condition on one fact is a literal with a bit of its own. Negations are pushed down to the
literals, so that gates only know "all" and "any" (see policy_kb/gates.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from policy_kb.cells import cells
from policy_kb.gates import Gate, sum_masks
from policy_kb.leaf import FAILED, MET, Recent, Test
from policy_kb.model import Citation, Fact
from policy_kb.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A condition on one fact that must pass (or, with ``wanted`` False, must not pass).

    ``assumed``: taken to hold while unknown (mentioned, or the office's to check). ``aside``:
    taken not to hold while unknown, and never asked for: it counts for those who tell of it.
    ``text`` says what holds when the literal does.
    """

    bit: int
    fact: Fact
    test: Test
    wanted: bool
    assumed: bool
    office: bool
    text: str
    facts: tuple[str, ...]
    citation: Citation
    aside: bool = False

    def state(self, value: Value, today: int) -> int:
        """Kleene's 0, 1, 2 of the literal for what the fact may be."""
        found = self.test(value, today)
        return found if self.wanted else MET - found


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A condition as its author wrote it; ``kind`` is leaf, all, any or not.

    ``negated``: it stands under a "not", so its literals hold when it does not. ``authored``:
    the text is the author's own.
    """

    kind: str
    text: str
    authored: bool
    role: str
    would_hold_if: str | None
    citation: Citation
    mask: int
    negated: bool = False
    children: tuple["Node", ...] = ()
    literal: Literal | None = None
    facts: tuple[str, ...] = ()

    @property
    def needs_all(self) -> bool:
        """Whether all children are needed, a "not" around it taken into account."""
        return (self.kind == "all") is not self.negated


@dataclass(frozen=True, slots=True)
class Cut:
    """One way an unknown fact can turn out: the literals it makes hold and fail."""

    held: int
    failed: int
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A fact and the literals on it.

    ``asked`` are those it can be asked for (``mask`` their bits,
    ``every`` those of all); the others stay as they are
    taken to be until the fact is told. ``dated``: the tests depend on the day judged by.
    """

    fact: Fact
    mask: int
    every: int
    literals: tuple[Literal, ...]
    asked: tuple[Literal, ...]
    dated: bool

    def cuts(self, value: Value | None, today: int) -> list[Cut]:
        """Every way the fact can turn out, given what it may be (None: anything)."""
        return self._cuts(self.asked, value, today)

    def answers(self, value: Value | None, today: int) -> list[Cut]:
        """The same with all that an answer would tell, what is assumed of the fact included."""
        return self._cuts(self.literals, value, today)

    def _cuts(self, literals: Sequence[Literal], value: Value | None, today: int) -> list[Cut]:
        tests = [literal.test for literal in literals]
        domain = self.fact.domain if value is None else value

        def bearing(value: Value) -> tuple[int, int]:
            return _read(literals, value, today)

        found = cells(domain, tests, bearing, today, self.fact.weights)
        return [Cut(*bearing(value), weight) for value, weight in found]

    def bearing(self, today: int) -> Callable[[Value], tuple[int, int]]:
        """How a value of the fact bears on what it can be asked for."""
        return lambda value: _read(self.asked, value, today)

    def read(self, value: Value, today: int) -> tuple[int, int]:
        """The masks of the literals that hold and that fail."""
        return _read(self.literals, value, today)


def _read(literals: Sequence[Literal], value: Value, today: int) -> tuple[int, int]:
    held = failed = 0
    for literal in literals:
        state = literal.state(value, today)
        if state == MET:
            held |= literal.bit
        elif state == FAILED:
            failed |= literal.bit
    return held, failed


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A tree of conditions and the variables in it."""

    root: Gate
    variables: Mapping[str, Variable]
    literals: Mapping[int, Literal]
    assumed: int
    aside: int = 0
    blank: dict[tuple[str, str], list[Cut]] = field(default_factory=dict)

    def read(self, values: Mapping[str, Value], today: int) -> tuple[int, int]:
        """The masks of the literals that hold and that fail, for what is known."""
        held = failed = 0
        for name, variable in self.variables.items():
            value = values.get(name)
            if value is not None:
                more, less = variable.read(value, today)
                held |= more
                failed |= less
        return held, failed

    def taken(self, held: int, failed: int) -> tuple[int, int]:
        """What is known, and what the rest is taken for where that is not left open."""
        known = held | failed
        return held | self.assumed & ~known, failed | self.aside & ~known

    def cuts(self, name: str, value: Value | None, today: int) -> list[Cut]:
        """The cuts of a variable; those of a wholly unknown one are worked out once."""
        return self._kept(("cuts", name), self.variables[name].cuts, value, today)

    def answers(self, name: str, value: Value | None, today: int) -> list[Cut]:
        """All that an answer about a variable would tell."""
        return self._kept(("answers", name), self.variables[name].answers, value, today)

    def _kept(
        self,
        key: tuple[str, str],
        work_out: Callable[[Value | None, int], list[Cut]],
        value: Value | None,
        today: int,
    ) -> list[Cut]:
        if value is not None or self.variables[key[1]].dated:
            return work_out(value, today)
        found = self.blank.get(key)
        if found is None:
            found = self.blank[key] = work_out(None, today)
        return found


def variables_of(literals: Sequence[Literal]) -> dict[str, Variable]:
    """The literals grouped by their fact, in order of first appearance."""
    grouped: dict[str, list[Literal]] = {}
    for literal in literals:
        grouped.setdefault(literal.fact.id, []).append(literal)
    return {name: _variable(group) for name, group in grouped.items()}


def _variable(literals: Sequence[Literal]) -> Variable:
    asked = tuple(literal for literal in literals if not (literal.assumed or literal.aside))
    mask = sum_masks(literal.bit for literal in asked)
    dated = any(isinstance(literal.test, Recent) for literal in literals)
    every = sum_masks(literal.bit for literal in literals)
    return Variable(literals[0].fact, mask, every, tuple(literals), asked, dated)


def formula(root: Gate, literals: Sequence[Literal]) -> Formula:
    """A formula of ``root``, whose literals these are."""
    assumed = sum_masks(literal.bit for literal in literals if literal.assumed)
    aside = sum_masks(literal.bit for literal in literals if literal.aside)
    by_bit = {literal.bit: literal for literal in literals}
    return Formula(root, variables_of(literals), by_bit, assumed, aside)
