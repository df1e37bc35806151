"""What happened, counted: questions by day and measure, what was missed, how long it took."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from bot.clock import BUREAU_TIME, in_beijing
from bot.store.tables import feedback, handovers, turns


@dataclass(frozen=True, slots=True)
class Day:
    """One day's turns by outcome, and its hand-overs and ratings."""

    day: date
    turns: int = 0
    missed: int = 0
    degraded: int = 0
    handovers: int = 0
    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The days in order, the most asked measures (id, times), and times in milliseconds."""

    days: tuple[Day, ...]
    measures: tuple[tuple[str, int], ...]
    by_measure_and_day: dict[str, dict[date, int]]
    p50: int | None
    p95: int | None

    @property
    def total(self) -> Day:
        """All the days together."""
        sums = {
            name: sum(getattr(one, name) for one in self.days)
            for name in ("turns", "missed", "degraded", "handovers", "up", "down")
        }
        return Day(self.days[-1].day, **sums)

    @property
    def missed_share(self) -> float | None:
        """The part of the turns that was not understood."""
        return self.total.missed / self.total.turns if self.total.turns else None


def figures(db: Connection, first: date, last: date) -> Figures:
    """The figures of the days from ``first`` to ``last``, in Beijing's time."""
    start, end = _moment(first), _moment(last + timedelta(days=1))
    counted: defaultdict[date, Counter[str]] = defaultdict(Counter)
    about: defaultdict[str, Counter[date]] = defaultdict(Counter)
    taken: list[int] = []
    query = select(turns).where(turns.c.at >= start, turns.c.at < end)
    for row in db.execute(query):
        day = in_beijing(row.at).date()
        counted[day]["turns"] += 1
        counted[day][row.outcome] += 1
        for measure in row.measures.split():
            about[measure][day] += 1
        if row.outcome != "agent":
            taken.append(row.milliseconds)
    asked = select(handovers.c.asked_at).where(
        handovers.c.asked_at >= start, handovers.c.asked_at < end
    )
    for at in db.scalars(asked):
        counted[in_beijing(at).date()]["handovers"] += 1
    rated = select(feedback.c.at, feedback.c.rating).where(
        feedback.c.at >= start, feedback.c.at < end, feedback.c.rating != "missed"
    )
    for at, rating in db.execute(rated):
        counted[in_beijing(at).date()][rating] += 1
    days = tuple(_day(day, counted[day]) for day in _days(first, last))
    totals = Counter({measure: each.total() for measure, each in about.items()})
    taken.sort()
    return Figures(
        days,
        tuple(totals.most_common()),
        {measure: dict(each) for measure, each in about.items()},
        _quantile(taken, 0.5),
        _quantile(taken, 0.95),
    )


def waiting(db: Connection) -> int:
    """How many entries the queue holds."""
    open_ = select(func.count()).where(feedback.c.status == "open", feedback.c.rating != "up")
    return db.scalar(open_) or 0


def _day(day: date, counted: Counter[str]) -> Day:
    names = ("turns", "missed", "degraded", "handovers", "up", "down")
    return Day(day, **{name: counted[name] for name in names})


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _moment(day: date) -> datetime:
    """The day's beginning in Beijing as naive UTC."""
    return datetime.combine(day, time(), BUREAU_TIME).astimezone(UTC).replace(tzinfo=None)


def _quantile(ordered: Sequence[int], share: float) -> int | None:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else None
