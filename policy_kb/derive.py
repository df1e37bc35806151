"""Facts that follow from others, in a closed set of ways.

A derivation takes what each input may be and gives all that the result may be; so half-known
inputs give half-known results. ``pending`` says which inputs are still worth asking for.
"""

import datetime
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from policy_kb import values as sets
from policy_kb.values import EITHER, FALSE, TRUE, Bound, Interval, Value, is_exact

#: How a possible result bears on the conditions in question: equal keys, equal bearing.
Bearing = Callable[[Value], Hashable]

#: Lower bounds of large, medium and small, by the position of the input they are of.
Bounds = Mapping[int, tuple[float, ...]]

#: Days; a part of a month counts as so many of these.
LONGEST_MONTH = 31

CLASSES = ("micro", "small", "medium", "large")


class Derivation(Protocol):
    """How one fact follows from ``inputs``."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Ids of the facts it follows from, in the order they are best asked."""

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        """All the result may be; None: nothing can be said. ``today`` is the day judged by."""

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        """Positions of the inputs whose exact value could still matter."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A number computed from two numbers."""

    inputs: tuple[str, ...]
    operate: Callable[[Interval, Interval], Interval | None]

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        a, b = given
        assert isinstance(a, Interval) and isinstance(b, Interval)
        return self.operate(a, b)

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        return inexact(given)


@dataclass(frozen=True, slots=True)
class Since:
    """Years or months from a date (or from somewhere in a year) to the day judged by.

    ``whole``: full ones only; else with a fraction, so that a day past two years is more than two.
    """

    inputs: tuple[str, ...]
    months: int
    from_year: bool
    whole: bool

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        (start,) = given
        assert isinstance(start, Interval)
        first, last = _days(start) if self.from_year else (start.lo[0], start.hi[0])
        return sets.between(
            self._elapsed(last, today), self._elapsed(first, today), whole=self.whole
        )

    def _elapsed(self, day: float, today: int) -> float:
        if abs(day) > datetime.date.max.toordinal():
            return -day
        start = datetime.date.fromordinal(max(1, int(day)))
        months = months_between(start, today)
        if self.whole:
            return months // self.months
        days = (datetime.date.fromordinal(today).day - start.day) % LONGEST_MONTH
        return (months + days / LONGEST_MONTH) / self.months

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        return inexact(given)


@dataclass(frozen=True, slots=True)
class SameAs:
    """Whether two numbers (years, mostly) are equal."""

    inputs: tuple[str, ...]

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        a, b = given
        assert isinstance(a, Interval) and isinstance(b, Interval)
        if sets.intersect(a, b).empty:
            return FALSE
        return TRUE if a.exact and b.exact else EITHER

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        return inexact(given)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Each choice of a fact stands for one value; those not listed leave all ``others`` open."""

    inputs: tuple[str, ...]
    mapping: Mapping[str, Value]
    others: Value

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        (options,) = given
        assert isinstance(options, frozenset)
        found: frozenset[Any] = frozenset()
        for option in options:
            value = self.mapping.get(str(option), self.others)
            assert isinstance(value, frozenset)
            found |= value
        return found

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        return inexact(given)


@dataclass(frozen=True, slots=True)
class FirmSize:
    """Large, medium, small or micro by 国统字〔2017〕213号.

    Inputs: industry, then the measures of size. Each has lower bounds per industry; a firm is of
    the highest class all of whose bounds it meets, that is, of the lowest class any measure
    gives. A row holds the lower bounds of large, medium and small at each input's position; an
    industry the table leaves out has an empty row and may be of any size.
    """

    inputs: tuple[str, ...]
    rows: Sequence[Bounds]
    row_of: Mapping[str, int]

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        low, high = len(CLASSES) - 1, 0
        for row in self._possible_rows(given[0]):
            ranges = [_class_range(given[at], bounds) for at, bounds in row.items()]
            low = min(low, min((lo for lo, _ in ranges), default=0))
            high = max(high, min((hi for _, hi in ranges), default=len(CLASSES) - 1))
        return frozenset(CLASSES[low : high + 1])

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        rows = self._possible_rows(given[0])
        keys = [bearing(frozenset({name})) for name in CLASSES]
        cuts = [k for k in range(1, len(keys)) if keys[k - 1] != keys[k]]
        wanted = {0} if len(rows) > 1 else set[int]()
        for row in rows:
            if len(wanted) == len(given):
                break
            ranges = {at: _class_range(given[at], bounds) for at, bounds in row.items()}
            top = min((hi for _, hi in ranges.values()), default=0)
            for at, (lo, hi) in ranges.items():
                if any(lo < k <= hi and k <= top for k in cuts):
                    wanted.add(at)
        return tuple(sorted(wanted))

    def _possible_rows(self, industry: Value) -> list[Bounds]:
        assert isinstance(industry, frozenset)
        return [self.rows[at] for at in sorted({self.row_of[str(name)] for name in industry})]


def _class_range(value: Value, bounds: tuple[float, ...]) -> tuple[int, int]:
    """The lowest and highest class that one measure of size gives."""
    assert isinstance(value, Interval)
    return _class_at(value.lo, bounds), _class_at(value.hi, bounds)


def _class_at(end: Bound, bounds: tuple[float, ...]) -> int:
    for missed, bound in enumerate(bounds):
        if end >= (bound, 0):
            return len(bounds) - missed
    return 0


def inexact(given: Sequence[Value]) -> tuple[int, ...]:
    """Positions of the inputs that are not known exactly."""
    return tuple(at for at, value in enumerate(given) if not is_exact(value))


def _days(years: Interval) -> tuple[float, float]:
    """The first and last day of a span of years."""
    lo, hi = years.lo[0], years.hi[0]
    first = datetime.date(int(lo), 1, 1).toordinal() if lo >= 1 else lo
    return first, datetime.date(int(hi), 12, 31).toordinal() if hi <= 9999 else hi


def months_between(start: datetime.date, today: int) -> int:
    """Full calendar months from ``start`` to ``today`` (negative if it is yet to come)."""
    end = datetime.date.fromordinal(today)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def divided(a: Interval, b: Interval) -> Interval | None:
    """``a / b``; unknown where there is nothing to divide by."""
    return None if b.hi[0] <= 0 < a.hi[0] else sets.divide(a, b)


def divided_by_rounded(a: Interval, b: Interval) -> Interval | None:
    """``a`` by ``b`` rounded to a whole number, as staff averages are (内人社发〔2022〕39号 一)."""
    return divided(a, sets.round_half_up(b))


ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval | None]] = {
    "divide": divided,
    "share": sets.share,
    "subtract": sets.subtract,
}
SINCE = {"years_since": 12, "months_since": 1}
#: The closed set, and how many inputs each takes (0: one or more).
WAYS = {
    **dict.fromkeys(ARITHMETIC, 2),
    **dict.fromkeys(SINCE, 1),
    "same_year": 2,
    "no_more_than": 1,
    "map": 1,
    "firm_size": 4,
    "any_true": 0,
}
