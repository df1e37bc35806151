"""Charts as plain numbers for SVG: a bar for each day, a bar for each measure. Units are pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.console.keeping.figures import Day

WIDTH, HEIGHT = 720, 180
LEFT, BOTTOM, TOP = 40, 24, 10
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Column:
    """One day's column: all its turns, and of these the ones not understood or not answered."""

    x: float
    width: float
    top: float
    height: float
    missed_top: float
    missed_height: float
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The chart of days; ``grid`` are the marks of the scale with their heights."""

    width: float
    height: float
    base: float
    columns: tuple[Column, ...]
    grid: tuple[tuple[int, float], ...]


def by_day(days: Sequence[Day]) -> Columns:
    """Turns for each day, drawn against a round scale."""
    most = max((day.turns for day in days), default=0) or 1
    step = _step(most)
    top = -(-most // step) * step
    base, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    pace = (WIDTH - LEFT) / max(len(days), 1)
    every = max(1, round(len(days) / 10))

    def high(count: int) -> float:
        return round(count / top * room, 1)

    columns = []
    for at, day in enumerate(days):
        lost = day.missed + day.degraded
        columns.append(
            Column(
                x=round(LEFT + at * pace + pace * 0.1, 1),
                width=round(pace * 0.8, 1),
                top=round(base - high(day.turns), 1),
                height=high(day.turns),
                missed_top=round(base - high(lost), 1),
                missed_height=high(lost),
                label=f"{day.day.month}/{day.day.day}" if at % every == 0 else "",
                title=f"{day.day.isoformat()}：{day.turns}条，其中没答上{lost}条",
            )
        )
    grid = tuple((mark, round(base - high(mark), 1)) for mark in range(0, top + 1, step))
    return Columns(WIDTH, HEIGHT, base, tuple(columns), grid)


def _step(most: int) -> int:
    """A round distance between marks that gives at most six of them."""
    power = 1
    while True:
        for each in _STEPS:
            if each * power * 5 >= most:
                return each * power
        power *= 10


def shares(counts: Sequence[int], room: float) -> list[float]:
    """How long each of the counts is drawn, the largest filling ``room``."""
    most = max(counts, default=0) or 1
    return [round(count / most * room, 1) for count in counts]
