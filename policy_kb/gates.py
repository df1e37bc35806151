"""Gates over bit masks: "all" and "any" of literals, in Kleene's three values.

What is known is a pair of masks, ``held`` and ``failed``; a literal in neither is unknown. Each
literal stands in one place of a formula, so what is left of a gate is read-once as long as no
two unknown literals speak of the same fact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_kb.formula import Node

#: What :meth:`Gate.look` answers besides the mask of what is still open.
DENIED, GRANTED = -1, 0


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """All or any of some literals (``mask``) and further gates; see :class:`All`, :class:`Any_`."""

    mask: int = 0
    gates: tuple["Gate", ...] = ()
    node: "Node | None" = None

    def look(self, held: int, failed: int) -> int:
        """DENIED, GRANTED, or else the mask of unknown literals that could still decide it."""
        raise NotImplementedError

    def residue(self, held: int, failed: int) -> "Residue":
        """What is left of the gate, in a form equal for equal functions of single literals."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Residue:
    """A gate with all that is decided taken out; ``kind`` True is all, False is any.

    Nothing is left of a decided gate: all of nothing holds, any of nothing does not.
    """

    kind: bool
    mask: int = 0
    rest: frozenset["Residue"] = frozenset()

    @property
    def decided(self) -> bool:
        """Whether it is a constant."""
        return not self.mask and not self.rest

    @property
    def single(self) -> bool:
        """Whether one literal is left and nothing else; its kind is then of no account."""
        return not self.rest and self.mask > 0 and not self.mask & (self.mask - 1)

    def literals(self) -> int:
        """Every literal left in it."""
        return self.mask | sum_masks(part.literals() for part in self.rest)


def sum_masks(masks: Iterable[int]) -> int:
    """Their union."""
    union = 0
    for mask in masks:
        union |= mask
    return union


class All(Gate):
    """Holds if every part does."""

    __slots__ = ()

    def look(self, held: int, failed: int) -> int:
        if failed & self.mask:
            return DENIED
        still = self.mask & ~held
        for gate in self.gates:
            found = gate.look(held, failed)
            if found < 0:
                return DENIED
            still |= found
        return still

    def residue(self, held: int, failed: int) -> Residue:
        if failed & self.mask:
            return Residue(False)
        return _joined(True, self.mask & ~held, [g.residue(held, failed) for g in self.gates])


class Any_(Gate):  # noqa: N801 - Any is taken by typing
    """Holds if some part does."""

    __slots__ = ()

    def look(self, held: int, failed: int) -> int:
        if held & self.mask:
            return GRANTED
        still = self.mask & ~failed
        for gate in self.gates:
            found = gate.look(held, failed)
            if not found:
                return GRANTED
            if found > 0:
                still |= found
        return still or DENIED

    def residue(self, held: int, failed: int) -> Residue:
        if held & self.mask:
            return Residue(True)
        return _joined(False, self.mask & ~failed, [g.residue(held, failed) for g in self.gates])


def _joined(kind: bool, mask: int, parts: Sequence[Residue]) -> Residue:
    """The parts as one residue: constants absorbed, parts of the same kind taken in."""
    rest: set[Residue] = set()
    for part in parts:
        if part.decided:
            if part.kind is not kind:
                return part
        elif part.kind is kind or part.single:
            mask |= part.mask
            rest |= part.rest
        else:
            rest.add(part)
    if not mask and len(rest) == 1:
        return rest.pop()
    joined = Residue(kind, mask, frozenset(rest))
    return Residue(True, mask) if joined.single else joined
