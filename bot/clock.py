"""What day it is for the bureau, and the moment as the database keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], date]

Now = Callable[[], datetime]
"""Tells the moment in naive UTC, as the database keeps moments."""

BUREAU_TIME = ZoneInfo("Asia/Shanghai")


def make_clock(fixed: date | None = None) -> Clock:
    """A clock that tells the bureau's day, or always ``fixed`` (for demonstrations)."""
    if fixed is not None:
        return lambda: fixed
    return lambda: datetime.now(BUREAU_TIME).date()


def utc_now() -> datetime:
    """The present moment in naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def in_beijing(moment: datetime) -> datetime:
    """A naive UTC moment as the bureau's clocks show it."""
    return moment.replace(tzinfo=UTC).astimezone(BUREAU_TIME)
