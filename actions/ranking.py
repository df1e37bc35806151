"""Which measures to speak of when none is named: the certain first, then the worthy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from actions.case import Case
from actions.desk import Desk
from actions.understanding import Reading
from policy_kb import Judgement, Verdict

SHOWN = 5
"""A list longer than this is not read, neither on a phone nor aloud."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Measures by standing, each best first; `near` failed on what the person told."""

    sure: tuple[Verdict, ...]
    maybe: tuple[Verdict, ...]
    near: tuple[Verdict, ...]

    @property
    def ranked(self) -> tuple[Verdict, ...]:
        """All that may still be had, then the near misses."""
        return (*self.sure, *self.maybe, *self.near)


def overview(desk: Desk, judgement: Judgement, *, everything: bool) -> Overview:
    """What the facts told speak to; with `everything`, what they leave open as well."""
    weights = {v.measure.id: len(spoken_of(desk, judgement, v)) for v in judgement.verdicts}
    enough = max(1, (max(weights.values(), default=0) + 1) // 2)
    speaking = {measure for measure, weight in weights.items() if weight >= enough}
    verdicts = sorted(judgement.verdicts, key=lambda verdict: _key(verdict, weights))
    relevant = [v for v in verdicts if everything or v.measure.id in speaking]
    return Overview(
        sure=tuple(v for v in relevant if v.status == "eligible"),
        maybe=tuple(v for v in relevant if v.status == "undetermined"),
        near=tuple(v for v in verdicts if v.measure.id in speaking and _near(v)),
    )


def spoken_of(desk: Desk, judgement: Judgement, verdict: Verdict) -> frozenset[str]:
    """The told facts that its conditions turn on: a measure half of whose rivals' facts are
    another matter's is not what the person talks about."""
    if verdict.state is None:
        return frozenset()
    names = verdict.state.formula.variables
    return judgement.case.told & frozenset[str]().union(*map(desk.kb.sources, names))


def subjects(desk: Desk, case: Case, judgement: Judgement) -> tuple[str, ...]:
    """The measures the talk is about: those in focus, else the one or two that clearly fit."""
    if case.focus:
        return case.focus
    fitting = [v.measure.id for v in overview(desk, judgement, everything=False).sure]
    return tuple(fitting) if len(fitting) <= 2 else ()


def _key(verdict: Verdict, weights: Mapping[str, int]) -> tuple[int, float, int, int]:
    """Certain before open; then what is worth much and hangs on little."""
    measure = verdict.measure
    standing = ("eligible", "undetermined", "ineligible", "not_in_force").index(verdict.status)
    likely = measure.worth / (1 + len(verdict.missing))
    return standing, -likely, -weights[measure.id], measure.order


def _near(verdict: Verdict) -> bool:
    """Failed on one thing only, with everything else known and met."""
    if verdict.status != "ineligible":
        return False
    states = [c.state for c in verdict.conditions if c.role == "require"]
    return states.count("failed") == 1 and "unknown" not in states and "met" in states


def of(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """The measures' ids."""
    return tuple(verdict.measure.id for verdict in verdicts)


def asks_widely(desk: Desk, reading: Reading) -> bool:
    """能领什么, 还有别的吗: every measure is meant, whatever was in focus."""
    asks = reading.ask in ("eligibility", "other") and not reading.measures
    return asks and any(cue in reading.text for cue in desk.wording.cues["widely"])
