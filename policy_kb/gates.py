"""Gates over bit masks: "all" and "any" of literals, in Kleene's three values.

What is known is a pair of masks, ``held`` and ``failed``; a literal in neither is unknown. Each
literal stands in one place of a formula. What is left of a gate, once all that is decided is
taken out, is the tree above the literals still open; so two states of a gate leave the same
function of independent literals exactly if they leave the same literals open.
"""

from collections.abc import Iterable
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
