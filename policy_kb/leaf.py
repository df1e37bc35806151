"""The closed set of tests a condition can make of one fact.

A test answers in Kleene's three values: 0 no possible value passes, 2 every one does, 1 some do.
``edges`` are the numbers at which its answer may change; they cut what is unknown into cells.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from policy_kb.values import HIGHEST, LOWEST, Bound, Interval, Members, Value

FAILED, UNKNOWN, MET = 0, 1, 2


class Test(Protocol):
    """A test of one fact; ``today`` is the day judged by, as an ordinal."""

    def __call__(self, value: Value, today: int) -> int:
        """0, 1 or 2."""

    def edges(self, today: int) -> Sequence[Interval]:
        """The spans at whose ends the answer changes (numbers only)."""


@dataclass(frozen=True, slots=True)
class Within:
    """A number between two bounds."""

    lo: Bound = LOWEST
    hi: Bound = HIGHEST

    def __call__(self, value: Value, today: int) -> int:
        assert isinstance(value, Interval)
        return _inside(value, self.lo, self.hi)

    def edges(self, today: int) -> Sequence[Interval]:
        return (Interval(self.lo, self.hi),)


@dataclass(frozen=True, slots=True)
class Among:
    """One of several numbers."""

    numbers: frozenset[float]

    def __call__(self, value: Value, today: int) -> int:
        assert isinstance(value, Interval)
        inside = [n for n in self.numbers if value.lo <= (n, 0) <= value.hi]
        if not inside:
            return FAILED
        every = value.exact or (value.whole and len(inside) == value.hi[0] - value.lo[0] + 1)
        return MET if every else UNKNOWN

    def edges(self, today: int) -> Sequence[Interval]:
        return [Interval((n, 0), (n, 0)) for n in sorted(self.numbers)]


@dataclass(frozen=True, slots=True)
class Recent:
    """A date at most so many months before the day judged by, and not after it."""

    months: int

    def __call__(self, value: Value, today: int) -> int:
        assert isinstance(value, Interval)
        return _inside(value, (months_before(today, self.months), 0), (today, 0))

    def edges(self, today: int) -> Sequence[Interval]:
        return (Interval((months_before(today, self.months), 0), (today, 0)),)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several choices, or one truth value."""

    options: frozenset[str] | frozenset[bool]

    def __call__(self, value: Value, today: int) -> int:
        assert isinstance(value, frozenset)
        if value <= self.options:
            return MET
        return FAILED if value.isdisjoint(self.options) else UNKNOWN

    def edges(self, today: int) -> Sequence[Interval]:
        return ()


@dataclass(frozen=True, slots=True)
class HasAny:
    """At least one of several memberships."""

    members: frozenset[str]

    def __call__(self, value: Value, today: int) -> int:
        assert isinstance(value, Members)
        if value.ins & self.members:
            return MET
        return FAILED if value.outs >= self.members else UNKNOWN

    def edges(self, today: int) -> Sequence[Interval]:
        return ()


@dataclass(frozen=True, slots=True)
class Reads:
    """One of several texts, word for word."""

    texts: frozenset[str]

    def __call__(self, value: Value, today: int) -> int:
        return MET if value in self.texts else FAILED

    def edges(self, today: int) -> Sequence[Interval]:
        return ()


def _inside(value: Interval, lo: Bound, hi: Bound) -> int:
    if value.lo >= lo and value.hi <= hi:
        return MET
    return FAILED if value.hi < lo or value.lo > hi else UNKNOWN


def months_before(today: int, months: int) -> int:
    """The day so many months before ``today`` (the month's last day if it has no such day)."""
    day = datetime.date.fromordinal(today)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(max(year, 1), month + 1, min(last, day.day)).toordinal()
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
