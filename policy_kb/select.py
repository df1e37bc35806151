"""Which provision of a measure applies in a place on a day, and why that one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from policy_kb import phrases
from policy_kb.base import KnowledgeBase
from policy_kb.check import replaced
from policy_kb.model import Document, Measure, Provision, Region


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The provision that applies (None: none is in force), with the reason in plain Chinese.

    ``open_place``: it applies only in part of the place given, so the place must be known better.
    ``varies``: within the place given, another provision applies somewhere. ``ended`` and
    ``starts`` are the provisions last and next in force when none is.
    """

    measure: Measure
    provision: Provision | None
    because: str
    open_place: bool = False
    varies: bool = False
    forwarded_by: tuple[Document, ...] = ()
    ended: Provision | None = None
    starts: Provision | None = None


def select(
    base: KnowledgeBase, measure: Measure, place: Region | None, day: datetime.date
) -> Selection:
    """The most specific provision in force for ``place`` (None: anywhere in the base's area).

    A provision that another one amends does not apply once that other has started, not even
    after its end. Results are kept in the base: selection depends on nothing else.
    """
    key = (measure.id, place.name if place else None, day)
    found: Selection | None = base.selections.get(key)
    if found is None:
        if len(base.selections) > 20_000:
            base.selections.clear()
        found = base.selections[key] = _select(base, measure, place or base.root, day)
    return found


def _select(base: KnowledgeBase, measure: Measure, place: Region, day: datetime.date) -> Selection:
    covering = [p for p in measure.provisions if p.region in place.chain]
    standing = _standing(measure, covering, day)
    inside = [p for p in measure.provisions if place.name in base.regions[p.region].chain[1:]]
    local = [p for p in _standing(measure, inside, day) if p.in_force(day)]
    current = [p for p in standing if p.in_force(day)]
    if not current and local:
        chosen = max(local, key=lambda p: p.start)
        because = (
            f"这项政策目前只有{chosen.region}的规定（{chosen.citation}），要先知道具体所在地。"
        )
        return Selection(measure, chosen, because, True, True, _forwards(base, chosen, place, day))
    if not current:
        return _none(measure, place, standing, day)
    chosen = min(current, key=lambda p: (place.chain.index(p.region), -p.start.toordinal()))
    forwards = _forwards(base, chosen, place, day)
    wider = [p for p in covering if p.region != chosen.region and p.start <= day]
    because = _because(place, chosen, bool(wider), forwards, [p.region for p in local], day)
    return Selection(measure, chosen, because, False, bool(local), forwards)


def _standing(
    measure: Measure, candidates: Sequence[Provision], day: datetime.date
) -> list[Provision]:
    """Those that no started candidate has replaced."""
    gone = {old for p in candidates if p.start <= day for old in replaced(measure, p)}
    return [p for p in candidates if p not in gone]


def _none(
    measure: Measure, place: Region, standing: Sequence[Provision], day: datetime.date
) -> Selection:
    past = [p for p in standing if p.to is not None and p.to < day]
    future = [p for p in standing if p.start > day]
    ended = max(past, key=lambda p: (p.to or day, p.start), default=None)
    starts = min(future, key=lambda p: p.start, default=None)
    words = [f"{phrases.day(day)}，{place.name}没有正在执行的规定"]
    if ended and ended.to:
        words.append(
            f"最后一项规定{ended.citation}执行到{phrases.day(ended.to)}（依据{ended.to_citation}）"
        )
    if starts:
        words.append(f"{starts.citation}从{phrases.day(starts.start)}起执行")
    return Selection(measure, None, "；".join(words) + "。", ended=ended, starts=starts)


def _forwards(
    base: KnowledgeBase, chosen: Provision, place: Region, day: datetime.date
) -> tuple[Document, ...]:
    """The documents that have passed the provision's document on to the place by that day."""
    return tuple(
        document
        for document in base.documents.values()
        if chosen.document.id in document.forwards
        and document.region in place.chain
        and document.issued <= day
    )


def _because(
    place: Region, chosen: Provision, precedes: bool,
    forwards: Sequence[Document], local: Sequence[str], day: datetime.date,
) -> str:  # fmt: skip
    words = [f"{phrases.day(day)}，{chosen.region}的{chosen.citation}正在执行"]
    if chosen.region != place.name:
        words.append(f"{place.name}没有自己的规定，适用{chosen.region}的")
    elif precedes:
        words.append(f"{place.name}有自己的规定，先于上级地区的")
    if chosen.amends:
        words.append("它取代或修改了此前的规定")
    words += [f"{d.region}以{d.number or d.title}转发" for d in forwards]
    if local:
        names = "、".join(dict.fromkeys(local))
        words.append(f"{names}另有规定，在那里的以那里的为准")
    if chosen.document.issued_precision == "year":
        words.append("文件只知道年份，按当年第一天起算")
    return "；".join(words) + "。"
