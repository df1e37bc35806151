"""Looking ahead: which question leads to an outcome soonest, where all ways can be tried.

Every order of the open questions of one verdict is followed through every answer, and the one
with the least effort to be expected is taken. Effort is what the questions cost; how likely an
answer is, its cells say, but somebody who asks for a measure more often meets a condition of it
than not.
"""

from collections.abc import Mapping, Sequence
from math import prod

from policy_kb.formula import Cut
from policy_kb.gates import DENIED, Gate
from policy_kb.settle import State

#: How likely an answer is that does not end it with a no.
_FITTING = 0.8
#: So many situations at most are tried.
_MOST_SITUATIONS = 600

Masks = tuple[int, int]
#: What it makes hold and fail, and how likely it is.
Answer = tuple[int, int, float]


def efforts(state: State, costs: Mapping[str, float]) -> dict[str, float] | None:
    """For each open fact the effort to be expected if it is asked first; None: too many ways."""
    cuts = {name: state.answers(name) for name in costs}
    if prod(len(each) + 1 for each in cuts.values()) > _MOST_SITUATIONS:
        return None
    held, failed = state.held, state.failed
    for name in costs:
        more, less = state.before(name)
        held, failed = held & more, failed & less
    assumed = {
        name: (state.held & ~held & v.every, state.failed & ~failed & v.every)
        for name in costs
        for v in [state.formula.variables[name]]
    }
    answers = {name: _weighed(state, name, each) for name, each in cuts.items()}
    search = _Search(state.gate, answers, costs, assumed)
    return {name: search.effort(name, held, failed, tuple(costs)) for name in costs}


class _Search:
    """One search; situations met before are remembered."""

    def __init__(
        self,
        gate: Gate,
        answers: Mapping[str, Sequence[Answer]],
        costs: Mapping[str, float],
        assumed: Mapping[str, Masks],
    ) -> None:
        self._gate, self._answers = gate, answers
        self._costs, self._assumed = costs, assumed
        self._known: dict[tuple[int, int, tuple[str, ...]], float] = {}

    def effort(self, name: str, held: int, failed: int, names: tuple[str, ...]) -> float:
        """What asking ``name`` now costs, and what is to be expected after it."""
        rest = tuple(other for other in names if other != name)
        ahead = sum(
            weight * self._least(held | more, failed | less, rest)
            for more, less, weight in self._answers[name]
        )
        return self._costs[name] + ahead

    def _least(self, held: int, failed: int, names: tuple[str, ...]) -> float:
        key = (held, failed, names)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._work_out(held, failed, names)
        return found

    def _work_out(self, held: int, failed: int, names: tuple[str, ...]) -> float:
        taken, lost = held, failed
        for name in names:
            more, less = self._assumed[name]
            taken, lost = taken | more, lost | less
        if self._gate.look(taken, lost) <= 0 or not names:
            return 0.0
        return min(self.effort(name, held, failed, names) for name in names)


def _weighed(state: State, name: str, cuts: Sequence[Cut]) -> list[Answer]:
    """The answers with how likely each is; together they are certain."""
    every = sum(cut.weight for cut in cuts)
    against = [cut for cut in cuts if _denies(state, cut)]
    no = sum(cut.weight for cut in against)
    known = bool(state.formula.variables[name].fact.weights)
    share = no / every if known or no in (0, every) else 1 - _FITTING
    return [
        (
            cut.held,
            cut.failed,
            cut.weight * (share / no if cut in against else (1 - share) / (every - no)),
        )
        for cut in cuts
    ]


def _denies(state: State, cut: Cut) -> bool:
    return state.gate.look(state.held | cut.held, state.failed | cut.failed) == DENIED
