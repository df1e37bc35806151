"""What day it is for the bureau."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], date]

BUREAU_TIME = ZoneInfo("Asia/Shanghai")


def make_clock(fixed: date | None = None) -> Clock:
    """A clock that tells the bureau's day, or always ``fixed`` (for demonstrations)."""
    if fixed is not None:
        return lambda: fixed
    return lambda: datetime.now(BUREAU_TIME).date()
