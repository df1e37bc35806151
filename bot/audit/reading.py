"""What somebody who reads the log may ask for: days, people, kinds of action."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.audit.statements import Wanted
from bot.clock import BUREAU_TIME
from bot.judging import parse_date


def wanted(
    *, since: str = "", until: str = "", name: str = "", action: str = "", subject: str = ""
) -> Wanted:
    """The entries asked for; days are the bureau's, both ends included.

    Raises ``RequestError`` for a day that is none.
    """
    return Wanted(
        since=_start(parse_date(since)) if since else None,
        until=_start(parse_date(until) + timedelta(days=1)) if until else None,
        name=name.strip(),
        action=action.strip(),
        subject=subject.strip(),
    )


def _start(day: date) -> datetime:
    """The moment, in naive UTC, at which a day begins for the bureau."""
    return datetime.combine(day, time(), BUREAU_TIME).astimezone(UTC).replace(tzinfo=None)
