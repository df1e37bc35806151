"""A provision's conditions as one formula, with what the engine adds to them.

Besides the written conditions the root holds two bits that judging sets: AUDIENCE (it is meant
for this kind of applicant) and PLACE (it is in force where the applicant is; open only while the
place is unknown). A limb with an end of its own has a bit for its term.
"""

from dataclasses import dataclass

from policy_kb.formula import Formula, Node
from policy_kb.gates import Gate

AUDIENCE, PLACE = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class LimbProgram:
    """One limb: its own conditions, and a gate of these together with the common ones."""

    root: Gate
    nodes: tuple[Node, ...]
    term: int


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The whole formula; ``nodes`` are the conditions common to all limbs."""

    formula: Formula
    nodes: tuple[Node, ...]
    limbs: tuple[LimbProgram, ...]
