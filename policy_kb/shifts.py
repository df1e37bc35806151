"""Whose verdicts shift from one version of the base to another."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy_kb.base import KnowledgeBase
from policy_kb.errors import KBError
from policy_kb.judging import judge
from policy_kb.status import NOT_IN_FORCE

Json = dict[str, Any]


@dataclass(frozen=True)
class Applicant:
    """Somebody to judge by both versions; ``measure`` None: by all measures."""

    name: str
    facts: Mapping[str, Any]
    region: str | None
    as_of: datetime.date
    measure: str | None = None


def changed_verdicts(
    old: KnowledgeBase, new: KnowledgeBase, applicants: Iterable[Applicant]
) -> Iterator[Json]:
    """For each applicant and measure whose status or amount differs: both, in JSON types."""
    for one in applicants:
        was, now = _judged(old, one), _judged(new, one)
        for name in dict.fromkeys((*now, *was)):
            if _differ(was.get(name), now.get(name)):
                base = new if name in new.measures else old
                label = base.measures[name].name if name in base.measures else name
                yield {
                    "applicant": one.name, "measure": name, "name": label,
                    "case": bool(one.measure), "old": was.get(name), "new": now.get(name),
                }  # fmt: skip


def _differ(old: Json | None, new: Json | None) -> bool:
    """Whether it matters to the applicant: no such measure, or none in force, is all the same."""
    nothing = {"status": NOT_IN_FORCE, "amount": None}
    return (old or nothing) != (new or nothing)


def _judged(base: KnowledgeBase, one: Applicant) -> dict[str, Json]:
    """Status and amount by measure; what cannot be judged says why."""
    wanted = [one.measure] if one.measure else list(base.measures)
    try:
        judgement = judge(
            base, one.facts, region=one.region, as_of=one.as_of,
            measures=[name for name in wanted if name in base.measures],
        )  # fmt: skip
    except KBError as error:
        return {name: {"status": "error", "amount": str(error)} for name in wanted}
    return {
        verdict.measure.id: {
            "status": verdict.status,
            "amount": verdict.amount.text if verdict.amount else None,
        }
        for verdict in judgement.verdicts
    }
