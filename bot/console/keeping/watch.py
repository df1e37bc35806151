"""What in the knowledge base wants looking after: terms about to end, and points left open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from policy_kb import Doubt, KnowledgeBase, coverage

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ending:
    """A provision whose last day is near, or that nobody can be sure is still in force."""

    measure: str
    name: str
    source: str
    region: str
    on: date
    doubtful: bool


def endings(kb: KnowledgeBase, today: date) -> list[Ending]:
    """Terms that end, or turn doubtful, from today on within ``SOON``, the nearest first."""
    found = []
    for measure in kb.measures.values():
        for provision in measure.provisions:
            days = [(provision.to, False), *((limb.to, False) for limb in provision.limbs)]
            if provision.doubtful:
                days.append((provision.doubtful.date, True))
            for day, doubtful in days:
                if day and today <= day <= today + SOON and provision.start <= today:
                    found.append(
                        Ending(
                            measure.id,
                            measure.name,
                            str(provision.citation),
                            provision.region,
                            day,
                            doubtful,
                        )
                    )
    return sorted(dict.fromkeys(found), key=lambda one: (one.on, one.measure))


def open_doubts(kb: KnowledgeBase) -> list[Doubt]:
    """The points on which the documents are silent or at odds, by number."""
    return [doubt for _, doubt in sorted(coverage(kb).doubts.items())]
