"""Which fact to ask next: the one expected to settle most verdicts per cost of asking.

Every open fact of an undetermined verdict is cut into the cells its conditions tell apart. The
gain of asking it is the weight of the cells that settle the verdict, and a little for those that
only leave less open. Gains add up over verdicts, each by what its measure is worth, and are
divided by the cost of asking; the order of facts.yml breaks ties. For eligible verdicts, facts
that make the amount exact count too, less.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from policy_kb.case import Case
from policy_kb.model import Fact
from policy_kb.payment import Need
from policy_kb.planning import efforts
from policy_kb.settle import State
from policy_kb.status import ELIGIBLE, UNDETERMINED
from policy_kb.values import Interval
from policy_kb.verdict import Verdict

#: What leaving less open is worth, beside settling.
_SHRINKING = 0.2
#: What making an amount exact is worth, beside settling a verdict.
_EXACTNESS = 0.2
#: What a measure is worth of which it is not sure that it still applies.
_MAY_HAVE_ENDED = 0.5
#: How likely further facts are needed where one follows from several.
_FOLLOWING = 0.5


@dataclass(slots=True)
class Candidate:
    """A fact that could be asked: its worth, the verdicts it bears on, the facts it stands for."""

    fact: Fact
    worth: float = 0.0
    measures: dict[str, None] = field(default_factory=dict)
    behind: dict[str, None] = field(default_factory=dict)


def choose(
    case: Case, verdicts: Iterable[Verdict], declined: Collection[str], pending: str | None = None
) -> Candidate | None:
    """The best fact to ask about these verdicts; None if nothing that can be asked matters.

    ``pending``, a question that stands open, goes before a better one while it matters.
    """
    found: dict[str, Candidate] = {}
    verdicts = list(verdicts)
    for verdict in verdicts:
        if verdict.status == UNDETERMINED:
            _weigh_status(verdict, declined, found)
        elif verdict.status == ELIGIBLE:
            _weigh_amount(case, verdict, declined, found)
    if pending in found:
        return found[pending]
    if len(verdicts) == 1 and verdicts[0].status == UNDETERMINED:
        best = _look_ahead(verdicts[0], declined)
        if best is not None:
            return best
    fitting = {name: c for name, c in found.items() if _for_them(case, c.fact)} or found
    return min(fitting.values(), key=lambda c: (-round(c.worth, 9), c.fact.order), default=None)


def _for_them(case: Case, fact: Fact) -> bool:
    """Whether the fact is about the kind of applicant it is, as far as that is known."""
    who = case.values.get("audience")
    return fact.about == "any" or not isinstance(who, frozenset) or fact.about in who


def _weigh_status(verdict: Verdict, declined: Collection[str], found: dict[str, Candidate]) -> None:
    state = verdict.state
    assert state is not None
    asked = _asked(verdict, declined)
    for name, facts in asked.items():
        gain = _gain(state, name, verdict.still) * _worth(verdict)
        _add(found, facts[0], gain / _cost(facts), verdict, name)


def _asked(verdict: Verdict, declined: Collection[str]) -> dict[str, list[Fact]]:
    """The facts to ask for each open one that can be asked."""
    found = {name: verdict.to_ask(name, declined) for name in verdict.open_facts}
    return {name: facts for name, facts in found.items() if facts}


def _worth(verdict: Verdict) -> float:
    """What the measure is worth; less when it may have ended."""
    return verdict.measure.worth * (_MAY_HAVE_ENDED if verdict.doubtful else 1)


def _cost(facts: Sequence[Fact]) -> float:
    """What asking the first costs, and the rest as far as they are likely to be needed."""
    return facts[0].cost + sum(fact.cost for fact in facts[1:]) * _FOLLOWING


def _look_ahead(verdict: Verdict, declined: Collection[str]) -> Candidate | None:
    """The question that leads to the outcome soonest, if all ways can be tried.

    Of equal ones, what the clause names first.
    """
    asked = _asked(verdict, declined)
    state = verdict.state
    assert state is not None
    costs = {name: 1 + _cost(facts) / 4 for name, facts in asked.items()}
    found = efforts(state, costs) if len(asked) > 1 else None
    if not found:
        return None
    name = min(found, key=lambda each: round(found[each], 9))
    best = Candidate(asked[name][0])
    _add({best.fact.id: best}, best.fact, 1.0, verdict, name)
    return best


def _weigh_amount(
    case: Case, verdict: Verdict, declined: Collection[str], found: dict[str, Candidate]
) -> None:
    """Numbers told roughly are left at that, unless a threshold lies inside."""
    needs = verdict.amount.open if verdict.amount else ()
    for need in needs:
        asked = case.to_ask(case.base.named(need.fact), need.bearing, declined)
        rough = any(
            isinstance(case.values.get(name), Interval) for name in _told(case, need, asked)
        )
        if asked and not (need.exactly and rough):
            gain = _EXACTNESS / len(needs) * _worth(verdict)
            _add(found, asked[0], gain / _cost(asked), verdict, need.fact)


def _told(case: Case, need: Need, asked: Iterable[Fact]) -> set[str]:
    """Which of the fact needed and those to be asked for it have been told."""
    return {need.fact, *(fact.id for fact in asked)} & set(case.facts)


def _add(
    found: dict[str, Candidate], fact: Fact, worth: float, verdict: Verdict, behind: str
) -> None:
    candidate = found.setdefault(fact.id, Candidate(fact))
    candidate.worth += worth
    candidate.measures[verdict.measure.id] = None
    candidate.behind[behind] = None


def _gain(state: State, name: str, still: int) -> float:
    """How much of the verdict knowing the fact is expected to settle, 0 to 1."""
    before, (held, failed) = still.bit_count(), state.before(name)
    gain = weight = 0.0
    for cut in state.answers(name):
        after = state.gate.look(held | cut.held, failed | cut.failed)
        left = after.bit_count() if after > 0 else 0
        gain += cut.weight * (1.0 if not left else _SHRINKING * max(0.0, 1 - left / before))
        weight += cut.weight
    return gain / weight if weight else 0.0
