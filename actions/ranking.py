"""Which measures to speak of when none is named: the certain first, then the worthy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from actions.case import Case
from actions.desk import Desk
from actions.offering import for_founders, unoffered
from actions.understanding import Reading
from policy_kb import Judgement, Verdict
from policy_kb.model import Measure

SHOWN = 5
"""A list longer than this is not read, neither on a phone nor aloud."""

NAMED, FITTING = 3, 2
"""So many measures at most are told one by one: named by the person, or fitting unasked."""

SMALL = 2
"""Measures worth no more than this (see policy_kb) are not worth being told first."""

_STANDING = ("eligible", "undetermined", "ineligible", "not_in_force")


@dataclass(frozen=True, slots=True)
class Overview:
    """Measures that may be had (`open_to`) and those just failed on what was told, best first."""

    open_to: tuple[Verdict, ...]
    near: tuple[Verdict, ...]

    @property
    def sure(self) -> tuple[Verdict, ...]:
        """Those that can be had by all that was told."""
        return tuple(v for v in self.open_to if v.status == "eligible")

    @property
    def maybe(self) -> tuple[Verdict, ...]:
        """Those that hang on something not told yet."""
        return tuple(v for v in self.open_to if v.status == "undetermined")


def overview(desk: Desk, case: Case, judgement: Judgement, *, everything: bool) -> Overview:
    """What the facts told speak to; with `everything`, what they leave open as well.

    A focus, which may be a whole topic (创业), limits it; what nobody is told unasked stands last.
    """
    within = [v for v in judgement.verdicts if not case.focus or v.measure.id in case.focus]
    outside = desk.wording.cues["where_insured"] if case.away else ()
    within = [v for v in within if v.measure.id not in outside]
    speaking = spoken_to({v.measure.id: spoken_of(judgement, v) for v in within})
    if not for_founders(desk, judgement):
        speaking |= set(desk.wording.cues["for_founders"])
    verdicts = sorted(within, key=lambda v: _key(v, v.measure.id in speaking))
    relevant = [v for v in verdicts if everything or case.focus or v.measure.id in speaking]
    if not case.focus:
        relevant = [v for v in relevant if everything or not _goes_without_saying(v)]
        unasked = unoffered(desk, judgement, relevant)
        relevant = [v for v in relevant if v not in unasked] + (unasked if everything else [])
    return Overview(
        open_to=tuple(v for v in relevant if v.status in ("eligible", "undetermined")),
        near=tuple(v for v in verdicts if v.measure.id in speaking and is_near(v)),
    )


def spoken_of(judgement: Judgement, verdict: Verdict) -> int:
    """How many of the told facts its conditions turn on."""
    return len(judgement.case.told & verdict.about)


def spoken_to(weights: Mapping[str, int]) -> set[str]:
    """The measures the person is talking about: on half as many told facts as the first, or more.

    企业规模 alone, told along with five facts about hiring, does not bring up every measure for
    small firms.
    """
    enough = max(1, (max(weights.values(), default=0) + 1) // 2)
    return {measure for measure, weight in weights.items() if weight >= enough}


def akin(refused: Iterable[Verdict], others: Iterable[Verdict]) -> list[Verdict]:
    """Other measures, those that hang on the same things as the refused ones first."""
    same = frozenset[str]().union(*(verdict.about for verdict in refused))
    standing = {"eligible": 0, "undetermined": 1}
    return sorted(
        others,
        key=lambda v: (
            standing[v.status] + (v.measure.worth <= SMALL),
            -len(same & v.about),
        ),
    )


def is_worthwhile(verdict: Verdict) -> bool:
    """Whether it may be had and is no small thing."""
    return verdict.status in ("eligible", "undetermined") and verdict.measure.worth > SMALL


def subjects(desk: Desk, case: Case, judgement: Judgement) -> tuple[str, ...]:
    """The measures the talk is about: those in focus, else the one or two that clearly fit."""
    if case.focus:
        return case.focus if len(case.focus) <= NAMED else ()
    sure = overview(desk, case, judgement, everything=False).sure
    fitting = of(v for v in sure if v.measure.worth > SMALL)
    return fitting if len(fitting) <= FITTING else ()


def _key(verdict: Verdict, speaking: bool) -> tuple[int, bool, float, int]:
    """Certain before open; what was spoken of first; then what is worth much and hangs on little.

    A small thing that everyone gets does not stand before what takes a question more.
    """
    measure = verdict.measure
    standing = _STANDING.index(verdict.status)
    if verdict.status == "eligible" and measure.worth <= SMALL:
        standing = _STANDING.index("undetermined")
    likely = measure.worth / (1 + len(verdict.missing))
    if verdict.status == "eligible" and measure.worth <= SMALL:
        likely /= 4
    return standing, not speaking, -likely, measure.order


def _goes_without_saying(verdict: Verdict) -> bool:
    """A small thing that everyone has anyway, without doing anything for it."""
    apply = verdict.apply or {}
    small = verdict.measure.worth <= SMALL and verdict.status == "eligible"
    return small and bool(apply.get("automatic"))


def is_near(verdict: Verdict) -> bool:
    """Failed on one thing only, with everything else known and met."""
    if verdict.status != "ineligible":
        return False
    required = [c for c in verdict.conditions if c.role == "require"]
    if any(c.state == "failed" and c.facts == ("audience",) for c in required):
        return False
    states = [c.state for c in required]
    return states.count("failed") == 1 and "unknown" not in states and "met" in states


def of(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """The measures' ids."""
    return tuple(verdict.measure.id for verdict in verdicts)


def meant(desk: Desk, case: Case, reading: Reading) -> tuple[str, ...]:
    """The measures a message means.

    Those named, for this kind of applicant if any is; for 这两个 the last two told, rather two
    that can be had; or, asked widely, those of the topic it names.
    """
    measures = [m for m in reading.measures if m in desk.kb.measures]
    if not measures and any(cue in reading.text for cue in desk.wording.cues["both"]):
        had = [m for m, how in case.last.outcomes.items() if how.startswith("eligible")]
        return tuple(had if len(had) > 1 else case.last.outcomes)[-2:]
    named = bool(measures)
    if not measures:
        topics = [
            word
            for word, facts in desk.wording.cues["topics"].items()
            if word in reading.text and not set(facts) & set(reading.facts)
        ]
        measures = [m.id for m in desk.kb.measures.values() if _about(m, topics)]
    measures = _of_kind(desk, measures, reading.text)
    audience = case.facts.get("audience")
    fitting = [m for m in measures if audience in desk.kb.measures[m].audience]
    if named and audience and not fitting:
        fitting = _alike(desk, audience, reading.text)
    return tuple(fitting if fitting or (audience and not named) else measures)


def for_kind(desk: Desk, audience: str | None, measures: Sequence[str]) -> tuple[str, ...]:
    """Measures that are all for others exchanged for those called alike that are for this kind of
    applicant: 缓缴, asked in general by a rider; if there are none, as they are."""
    if not audience or any(audience in desk.kb.measures[m].audience for m in measures):
        return tuple(measures)
    names = " ".join(desk.kb.measures[m].name for m in measures)
    return tuple(_alike(desk, audience, names)) or tuple(measures)


def _alike(desk: Desk, audience: str, text: str) -> list[str]:
    """缓缴, from a person: the measures called so that are for such an applicant."""
    topics = [word for word in desk.wording.cues["alike_for_all"] if word in text]
    about = [m for m in desk.kb.measures.values() if _about(m, topics)]
    return [measure.id for measure in about if audience in measure.audience]


def _of_kind(desk: Desk, measures: list[str], text: str) -> list[str]:
    """Of measures called alike (缓缴养老, 失业, 工伤保险费), those whose kind the text names."""
    named = [kind for kind in desk.wording.cues["kinds"] if kind in text]
    fitting = [m for m in measures if any(kind in desk.kb.measures[m].name for kind in named)]
    others = any(
        not any(kind in desk.kb.measures[m].name for kind in desk.wording.cues["kinds"])
        for m in measures
    )
    return measures if others else (fitting or measures)


def _about(measure: Measure, topics: Iterable[str]) -> bool:
    words = (measure.name, *measure.aliases)
    return any(topic in word for topic in topics for word in words)


def asks_widely(desk: Desk, reading: Reading) -> bool:
    """能领什么, 还有别的吗: every measure is meant, whatever was in focus."""
    if reading.ask not in ("eligibility", "other") or reading.measures:
        return False
    widely = desk.wording.cues["widely"]
    if any(cue in reading.text for cue in desk.wording.cues["both"] if cue not in widely):
        return False
    return any(cue in reading.text for cue in widely)
