"""A measure's history as a drawing: one bar for each provision, from its first day to its last.

A bar grows thin from the day a later provision of the same or a wider place replaces it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.pages.anchors import anchor
from policy_kb import KnowledgeBase
from policy_kb.model import Measure, Provision

WIDTH, ROW, AXIS = 760, 58, 30
LEFT, RIGHT = 12, 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One provision. ``left``, ``thin`` and ``right`` are where it starts, weakens and ends."""

    y: float
    left: float
    thin: float
    right: float
    open_ended: bool
    selected: bool
    label: str
    period: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, the years' marks and the day looked at; units are pixels at natural size."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    years: tuple[tuple[int, float], ...]
    today: float
    today_text: str


def timeline(
    kb: KnowledgeBase, measure: Measure, as_of: date, selected: Provision | None
) -> Timeline:
    """The history of a measure, oldest provision first, with a line at ``as_of``."""
    provisions = sorted(measure.provisions, key=lambda one: one.start)
    ends = [one.to or one.start for one in provisions]
    first = date(min(provisions[0].start, as_of).year, 1, 1)
    last = date(max(*ends, as_of, provisions[-1].start).year + 1, 1, 1)
    scale = (WIDTH - LEFT - RIGHT) / (last - first).days

    def x(day: date) -> float:
        return round(LEFT + (day - first).days * scale, 1)

    bars = []
    for row, one in enumerate(provisions):
        right = x(one.to) if one.to else WIDTH - RIGHT / 2
        replaced = _replaced_on(one, provisions, kb.regions[one.region].chain)
        bars.append(
            Bar(
                y=AXIS + row * ROW,
                left=x(one.start),
                thin=min(x(replaced), right) if replaced else right,
                right=right,
                open_ended=one.to is None,
                selected=one is selected,
                label=f"{one.document.number or one.document.short} {one.citation.clause or ''}"
                f"（{one.region}）",
                period=_period(one, replaced),
                anchor=anchor(one),
            )
        )
    years = tuple((year, x(date(year, 1, 1))) for year in range(first.year, last.year + 1))
    height = AXIS + ROW * len(bars) + 8
    return Timeline(WIDTH, height, tuple(bars), years, x(as_of), chinese(as_of))


def chinese(day: date) -> str:
    """A day as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _replaced_on(one: Provision, others: list[Provision], places: Collection[str]) -> date | None:
    """The first day on which another provision stands in for all of its place."""
    days = [other.start for other in others if other.replaces(one) and other.region in places]
    return min(days, default=None)


def _period(one: Provision, replaced: date | None) -> str:
    text = f"{chinese(one.start)}起"
    text += f"，到{chinese(one.to)}" if one.to else "，文件没有规定截止日期"
    return text + (f"；{chinese(replaced)}起由后来的规定取代" if replaced else "")
