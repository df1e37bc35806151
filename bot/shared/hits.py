"""Counting in a running window: hits fall into slices of time, and old slices drop out.

A window is ``SLICES`` long, the present one included, so it reaches back a twelfth less than asked
for at worst.
"""

from __future__ import annotations

from collections.abc import Mapping

SLICES = 12


def slice_at(now: float, window: float) -> int:
    """The number of the slice that ``now`` (seconds since 1970) lies in."""
    return int(now * SLICES / window)


def first_slice(now: float, window: float) -> int:
    """The oldest slice still in the window."""
    return slice_at(now, window) - SLICES + 1


def until_below(hits: Mapping[int, int], now: float, window: float, limit: int) -> float:
    """Seconds until enough slices have dropped out for one more hit within ``limit``."""
    inside = sorted(number for number in hits if number >= first_slice(now, window))
    total = sum(hits[number] for number in inside)
    for number in inside:
        if total < limit:
            break
        total -= hits[number]
        gone_at = (number + SLICES) * window / SLICES
        if total < limit:
            return max(gone_at - now, 0.0)
    return 0.0
