"""What a fact may still be: sets of possible values.

A number, date or year is an interval; a choice or yes/no a finite set of what it may be; a set
of memberships is open: some members known to be in, some known to be out, the rest unknown.
Dates count as days (``date.toordinal``), so that one interval serves them all.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

#: A place on the number line: the number itself (0), just above it (1) or just below it (-1).
#: Tuples compare in that order, so open and closed ends need no cases of their own.
Bound = tuple[float, int]

LOWEST: Bound = (-math.inf, 0)
HIGHEST: Bound = (math.inf, 0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``lo`` to ``hi``; ``whole`` ones hold integers only, with closed ends."""

    lo: Bound = LOWEST
    hi: Bound = HIGHEST
    whole: bool = False

    @property
    def exact(self) -> bool:
        """Whether one number only is possible."""
        return self.lo == self.hi

    @property
    def empty(self) -> bool:
        """Whether no number is possible."""
        return self.lo > self.hi


@dataclass(frozen=True, slots=True)
class Members:
    """Memberships known to hold (``ins``) and known not to hold (``outs``)."""

    ins: frozenset[str] = frozenset()
    outs: frozenset[str] = frozenset()


#: Possible choices, or possible truth values.
Options = frozenset[str] | frozenset[bool]
Value = Interval | frozenset[str] | frozenset[bool] | Members | str

_TRUTH = ("True", "False")
TRUE: frozenset[bool] = frozenset({True})
FALSE: frozenset[bool] = frozenset({False})
EITHER: frozenset[bool] = frozenset({True, False})


def interval(lo: Bound = LOWEST, hi: Bound = HIGHEST, *, whole: bool = False) -> Interval:
    """An interval between two bounds; a whole one is tightened to its outermost integers."""
    return Interval(_tighten(lo, True), _tighten(hi, False), True) if whole else Interval(lo, hi)


def exactly(number: float, *, whole: bool = False) -> Interval:
    """The interval that holds one number."""
    return Interval((number, 0), (number, 0), whole)


def between(lo: float = -math.inf, hi: float = math.inf, *, whole: bool = False) -> Interval:
    """The interval from ``lo`` to ``hi``, both included."""
    return interval((lo, 0), (hi, 0), whole=whole)


def _tighten(bound: Bound, lower: bool) -> Bound:
    number, side = bound
    if math.isinf(number):
        return (number, 0)
    if lower:
        return (math.floor(number) + 1 if side > 0 else math.ceil(number), 0)
    return (math.ceil(number) - 1 if side < 0 else math.floor(number), 0)


def intersect(a: Interval, b: Interval) -> Interval:
    """What both allow; may be empty."""
    return interval(max(a.lo, b.lo), min(a.hi, b.hi), whole=a.whole or b.whole)


def each_option(options: Options) -> Iterator[tuple[str, Options]]:
    """Every option as a set of its own, with its name, in order of names."""
    for option in sorted(map(str, options)):
        single: Options = frozenset({option == "True"}) if option in _TRUTH else frozenset({option})
        yield option, single


def is_exact(value: Value) -> bool:
    """Whether nothing about the fact is left to ask."""
    if isinstance(value, Interval):
        return value.exact
    if isinstance(value, frozenset):
        return len(value) == 1
    return isinstance(value, str)


def subtract(a: Interval, b: Interval) -> Interval:
    """Every difference of a number of ``a`` and a number of ``b``."""
    lo = (a.lo[0] - b.hi[0], _side(a.lo, b.hi, 1))
    hi = (a.hi[0] - b.lo[0], _side(a.hi, b.lo, -1))
    return interval(lo, hi, whole=a.whole and b.whole)


def divide(a: Interval, b: Interval) -> Interval:
    """Every quotient of ``a`` (not negative) by ``b`` (positive); nothing by anything is 0."""
    if a.hi[0] == 0:
        return exactly(0)
    return Interval(_quotient(a.lo, b.hi, 1), _quotient(a.hi, b.lo, -1))


def _quotient(top: Bound, bottom: Bound, side: int) -> Bound:
    """An end of the quotients, open (towards ``side``) where either end is open or endless."""
    if bottom[0] <= 0 or math.isinf(top[0]):
        return (0.0, 0) if top[0] == 0 else HIGHEST
    if math.isinf(bottom[0]):
        return (0.0, 0) if top == (0, 0) else (0.0, side)
    number = top[0] / bottom[0]
    return (number, _side(top, bottom, side) if number else _zero_side(top, side))


def _zero_side(top: Bound, side: int) -> int:
    return side if top[1] else 0


def _side(a: Bound, b: Bound, open_side: int) -> int:
    return open_side if a[1] or b[1] else 0


def share(a: Interval, b: Interval) -> Interval:
    """Every ``x / (x + y)`` of ``x`` in ``a`` and ``y`` in ``b``, neither negative.

    It grows with ``x`` and falls with ``y``, so the ends come from the ends.
    """
    if a.hi[0] == 0:
        return exactly(0)
    return Interval(_share_end(a.lo, b.hi, 1), _share_end(a.hi, b.lo, -1))


def _share_end(part: Bound, rest: Bound, side: int) -> Bound:
    if math.isinf(part[0]):
        return (1.0, 0) if rest == (0, 0) else (1.0, -1)
    if math.isinf(rest[0]):
        return (0.0, 0) if part == (0, 0) else (0.0, side)
    if part[0] == 0:
        return (0.0, _zero_side(part, side))
    if rest[0] == 0:
        return (1.0, side if rest[1] else 0)
    return (part[0] / (part[0] + rest[0]), _side(part, rest, side))


def round_half_up(a: Interval) -> Interval:
    """``a`` rounded to whole numbers, halves upwards."""
    return Interval(_rounded(a.lo), _rounded(a.hi), True)


def _rounded(bound: Bound) -> Bound:
    number, side = bound
    if math.isinf(number):
        return bound
    nearest = math.floor(number + 0.5)
    return (nearest - 1 if side < 0 and nearest - 0.5 == number else nearest, 0)
