"""What could still change an outcome: the analysis of what is unknown.

Unknown literals of one fact are not independent, so each unknown fact is cut into the cells its
literals can tell apart (:class:`policy_kb.formula.Cut`). Facts with one unknown literal are
independent of the rest; after fixing the few facts with several, what is left is read-once, and
two read-once residues are the same function exactly if they are equal.

A fact that follows from others counts as a fact of its own here, restricted to what its inputs
allow; that two such facts may share an input is not used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from policy_kb.formula import DENIED, GRANTED, Cut, Formula, Gate
from policy_kb.values import Value

#: Beyond so many combinations of cells everything open is taken to matter.
_MOST_COMBINATIONS = 2048


@dataclass(frozen=True, slots=True)
class State:
    """Where a formula stands: masks of literals that hold and fail, assumptions included.

    ``known``: the literals decided by facts alone. ``gate`` may be one limb of the formula.
    """

    formula: Formula
    gate: Gate
    held: int
    failed: int
    known: int
    values: Mapping[str, Value]
    today: int

    def look(self) -> int:
        """DENIED, GRANTED, or the mask of open literals."""
        return self.gate.look(self.held, self.failed)

    def cuts(self, name: str) -> list[Cut]:
        """Every way the literals on a fact can turn out."""
        return self.formula.cuts(name, self.values.get(name), self.today)

    def after(self, name: str, cut: Cut) -> tuple[int, int]:
        """The masks once the fact has turned out so."""
        others = ~self.formula.variables[name].mask
        return (self.held & others) | cut.held, (self.failed & others) | cut.failed


def outcome(state: State) -> int:
    """GRANTED or DENIED if no completion of the unknown facts changes it, else the open mask."""
    found = state.look()
    if found <= 0 or not _entangled(state, found):
        return found
    residues = {state.gate.residue(held, failed) for held, failed in _completions(state, found)}
    if len(residues) == 1:
        (only,) = residues
        if only.decided:
            return GRANTED if only.kind else DENIED
    return found


def mattering(state: State, still: int) -> list[str]:
    """The facts whose value can still change the outcome; ``still`` is the open mask.

    Facts not to be asked count only as what they are assumed to be.
    """
    names = [name for name, v in state.formula.variables.items() if v.mask & still and v.asked]
    entangled = _entangled(state, still)
    if not entangled:
        return names
    literals = 0
    for held, failed in _completions(state, still):
        literals |= state.gate.residue(held, failed).literals()
    variables = state.formula.variables
    return [
        name
        for name in names
        if (
            _differs(state, name, entangled)
            if name in entangled
            else variables[name].mask & literals
        )
    ]


def _entangled(state: State, still: int) -> list[str]:
    """The open facts on which several undecided literals bear."""
    undecided = ~state.known
    return [
        name
        for name, variable in state.formula.variables.items()
        if variable.mask & still and variable.asked and _several(variable.mask & undecided)
    ]


def _several(mask: int) -> bool:
    return bool(mask & (mask - 1))


def _completions(state: State, still: int) -> Iterator[tuple[int, int]]:
    """The masks for every combination of the entangled facts' cells."""
    names = _entangled(state, still)
    cuts = [state.cuts(name) for name in names]
    size = 1
    for options in cuts:
        size *= len(options)
    if size > _MOST_COMBINATIONS:
        yield state.held, state.failed
        return
    others = ~0
    for name in names:
        others &= ~state.formula.variables[name].mask
    for chosen in product(*cuts):
        held, failed = state.held & others, state.failed & others
        for cut in chosen:
            held |= cut.held
            failed |= cut.failed
        yield held, failed


def _differs(state: State, name: str, entangled: list[str]) -> bool:
    """Whether two cells of an entangled fact leave different residues, the others being equal."""
    others = [other for other in entangled if other != name]
    options = [state.cuts(other) for other in others]
    own = state.cuts(name)
    size = len(own)
    for cuts in options:
        size *= len(cuts)
    if size > _MOST_COMBINATIONS:
        return True
    for chosen in product(*options):
        held, failed = state.held, state.failed
        for other, cut in zip(others, chosen, strict=True):
            mask = ~state.formula.variables[other].mask
            held, failed = (held & mask) | cut.held, (failed & mask) | cut.failed
        mask = ~state.formula.variables[name].mask
        residues = {
            state.gate.residue((held & mask) | cut.held, (failed & mask) | cut.failed)
            for cut in own
        }
        if len(residues) > 1:
            return True
    return False
