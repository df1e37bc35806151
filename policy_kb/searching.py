"""Finding measures by what people call them, or by a document's number."""

import datetime

from policy_kb.base import KnowledgeBase
from policy_kb.model import Measure
from policy_kb.select import select

_LEAST = 0.34


def search(
    kb: KnowledgeBase,
    q: str = "",
    *,
    region: str | None = None,
    as_of: datetime.date | None = None,
) -> list[Measure]:
    """The measures that ``q`` may mean, best first; all of them, in order, for an empty ``q``.

    With ``as_of`` only those in force then (in ``region``, if given). Raises RegionError.
    """
    place = kb.region(region) if region else None
    found = list(kb.measures.values())
    if as_of is not None:
        found = [m for m in found if select(kb, m, place, as_of).provision is not None]
    wanted = _plain(q)
    if not wanted:
        return found
    scored = [(_score(wanted, measure), measure) for measure in found]
    ranked = sorted(scored, key=lambda each: (-each[0], each[1].order))
    return [measure for score, measure in ranked if score >= _LEAST]


def _plain(text: str) -> str:
    return "".join(text.split()).lower()


def _score(wanted: str, measure: Measure) -> float:
    names = [_plain(name) for name in (measure.name, *measure.aliases)]
    if wanted in (measure.id, *names):
        return 4.0
    if any(wanted in name for name in names):
        return 3.0
    if any(name in wanted for name in names):
        return 2.5
    papers = (p.document for p in measure.provisions)
    if any(wanted in _plain(f"{d.id} {d.number or ''} {d.title}") for d in papers):
        return 2.0
    likeness = max(_likeness(wanted, name) for name in names)
    return max(likeness, 1.0 if wanted in _plain(measure.summary) else 0.0)


def _likeness(a: str, b: str) -> float:
    """The share of pairs of neighbouring characters that the shorter text has in the other."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (a, b)]
    smaller = min(map(len, pairs))
    return len(pairs[0] & pairs[1]) / smaller if smaller else 0.0
