"""Which measures to speak of when none is named: the certain first, then the worthy."""

from collections.abc import Iterable
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
    verdicts = sorted(judgement.verdicts, key=lambda verdict: _key(desk, verdict))
    relevant = [v for v in verdicts if v.touched or everything]
    return Overview(
        sure=tuple(v for v in relevant if v.status == "eligible"),
        maybe=tuple(v for v in relevant if v.status == "undetermined"),
        near=tuple(v for v in verdicts if v.touched and _near(desk, v)),
    )


def subjects(desk: Desk, case: Case, judgement: Judgement) -> tuple[str, ...]:
    """The measures the talk is about: those in focus, else the one or two that clearly fit."""
    if case.focus:
        return case.focus
    fitting = [v.measure for v in overview(desk, judgement, everything=False).sure]
    return tuple(fitting) if len(fitting) <= 2 else ()


def _key(desk: Desk, verdict: Verdict) -> tuple[int, bool, int, int]:
    measure = desk.kb.measures[verdict.measure]
    standing = ("eligible", "undetermined", "ineligible", "not_in_force").index(verdict.status)
    return standing, not verdict.touched, -measure.worth, measure.order


def _near(desk: Desk, verdict: Verdict) -> bool:
    """Failed by something told, not merely by being meant for another kind of applicant."""
    if verdict.status != "ineligible":
        return False
    return not _for_others(verdict)


def _for_others(verdict: Verdict) -> bool:
    failed = (c for c in verdict.to_json()["conditions"] if c["state"] == "failed")
    return any("audience" in condition["facts"] for condition in failed)


def of(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """The measures' ids."""
    return tuple(verdict.measure for verdict in verdicts)


def asks_widely(desk: Desk, reading: Reading) -> bool:
    """能领什么, 还有别的吗: every measure is meant, whatever was in focus."""
    asks = reading.ask in ("eligibility", "other") and not reading.measures
    return asks and any(cue in reading.text for cue in desk.wording.cues["widely"])
