"""What could still change an outcome: the analysis of what is unknown.

Unknown literals of one fact are not independent, so each unknown fact is cut into the cells its
literals can tell apart (:class:`policy_kb.formula.Cut`). Facts with one unknown literal are
independent of the rest; once the few facts with several are fixed, what is left is a tree of
independent literals, of which a look names all that matter.

A fact that follows from others counts as a fact of its own here, restricted to what its inputs
allow; that two such facts may share an input is not used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from policy_kb.formula import Cut, Formula
from policy_kb.gates import Gate
from policy_kb.values import Value

#: Beyond so many combinations of cells everything open is taken to matter.
_MOST_COMBINATIONS = 2048


@dataclass(frozen=True, slots=True)
class State:
    """Where a formula stands: masks of literals that hold and fail, as taken where unknown.

    ``known``: the literals decided by facts alone. ``gate`` may be one limb of the formula.
    """

    formula: Formula
    gate: Gate
    held: int
    failed: int
    known: int
    values: Mapping[str, Value]
    today: int

    def at(self, gate: Gate) -> "State":
        """The same for another gate of the formula."""
        s = self
        return State(s.formula, gate, s.held, s.failed, s.known, s.values, s.today)

    def look(self) -> int:
        """DENIED, GRANTED, or the mask of open literals."""
        return self.gate.look(self.held, self.failed)

    def cuts(self, name: str) -> list[Cut]:
        """Every way the literals on a fact can turn out."""
        return self.formula.cuts(name, self.values.get(name), self.today)

    def answers(self, name: str) -> list[Cut]:
        """Every way an answer about a fact can turn out, for all its literals."""
        return self.formula.answers(name, self.values.get(name), self.today)

    def before(self, name: str) -> tuple[int, int]:
        """The masks with nothing taken for granted about a fact."""
        variable = self.formula.variables[name]
        keep = ~variable.every | self.known
        return self.held & keep, self.failed & keep

    def without(self, names: Sequence[str]) -> tuple[int, int]:
        """The masks with everything on these facts taken out."""
        others = ~0
        for name in names:
            others &= ~self.formula.variables[name].mask
        return self.held & others, self.failed & others


def outcome(state: State) -> int:
    """GRANTED or DENIED if no completion of the unknown facts changes it, else the open mask."""
    still = state.look()
    names = _entangled(state, still) if still > 0 else []
    if not names:
        return still
    first: int | None = None
    for held, failed in _completions(state, names):
        found = state.gate.look(held, failed)
        if found > 0 or found != (found if first is None else first):
            return still
        first = found
    return still if first is None else first


def mattering(state: State, still: int) -> list[str]:
    """The facts whose value can still change the outcome; ``still`` is the open mask.

    What is assumed stays assumed: it is never a reason to ask.
    """
    variables = state.formula.variables
    names = [name for name, v in variables.items() if v.mask & still]
    entangled = _entangled(state, still)
    if not entangled:
        return names
    singles = 0
    for held, failed in _completions(state, entangled):
        singles |= max(0, state.gate.look(held, failed))
    return [
        name
        for name in names
        if (
            _differs(state, name, entangled)
            if name in entangled
            else variables[name].mask & singles
        )
    ]


def _entangled(state: State, still: int) -> list[str]:
    """The open facts on which several undecided literals bear, assumed ones aside."""
    undecided = ~state.known
    found = []
    for name, variable in state.formula.variables.items():
        mask = variable.mask & undecided
        if mask & (mask - 1) and variable.mask & still:
            found.append(name)
    return found


def _completions(state: State, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The masks for every combination of these facts' cells; as they are, if that is too many."""
    cuts = [state.cuts(name) for name in names]
    if prod(map(len, cuts)) > _MOST_COMBINATIONS:
        yield state.held, state.failed
        return
    held, failed = state.without(names)
    for chosen in product(*cuts):
        more, less = held, failed
        for cut in chosen:
            more |= cut.held
            less |= cut.failed
        yield more, less


def _differs(state: State, name: str, entangled: list[str]) -> bool:
    """Whether two cells of an entangled fact leave different functions, the others being equal."""
    own, mask = state.cuts(name), ~state.formula.variables[name].mask
    others = [other for other in entangled if other != name]
    for held, failed in _completions(state, others):
        held, failed = held & mask, failed & mask
        looks = {state.gate.look(held | cut.held, failed | cut.failed) for cut in own}
        if len(looks) > 1:
            return True
    return False
