"""Relative dates of the reading, resolved against the conversation's date.

The extractor leaves 去年 as {"relative": "year", "offset": -1}, since it does not know the day.
"""

import calendar
from datetime import date, timedelta
from typing import Any


def resolve(value: Any, base: date) -> Any:
    """`value` with every relative part replaced by a year (int) or an ISO date seen from `base`."""
    if isinstance(value, dict):
        if "relative" in value:
            return _absolute(value, base)
        return {key: resolve(part, base) for key, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, base) for part in value]
    return value


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or that month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def day_meant(span: Any, as_of: date | None, today: date) -> date | None:
    """The day to judge by that a span names: 2022年 names the day judged by already, if that is
    in 2022; else its latest day."""
    low, high = (span.get("min"), span.get("max")) if isinstance(span, dict) else (span, span)
    first, last = _parse(low), _parse(high)
    if as_of and first and last and first <= as_of <= last:
        return as_of
    return latest_day(span, today)


def latest_day(span: Any, today: date) -> date | None:
    """The last day of a date or a {min, max} span, but not later than `today` within the span.

    A person who says 2022年8月 means what was in force then, documents of that month included.
    """
    low, high = (span.get("min"), span.get("max")) if isinstance(span, dict) else (span, span)
    last = _parse(high) or _parse(low)
    first = _parse(low) or last
    if last is None or first is None:
        return None
    return max(first, min(last, today))


def _absolute(value: dict[str, Any], base: date) -> Any:
    if value["relative"] == "year":
        not_begun = value.get("past") and int(value.get("month", 1)) > base.month
        return base.year + int(value.get("offset", 0)) - bool(not_begun)
    if value["relative"] == "months":
        return _months_since(resolve(value["since"], base), base)
    moved = add_months(base, int(value.get("months", 0)) + 12 * int(value.get("years", 0)))
    moved += timedelta(days=int(value.get("days", 0)))
    if (weekday := value.get("weekday")) is not None:
        moved += timedelta(days=int(weekday) - moved.weekday())
    return _with_parts(moved, value.get("month"), value.get("day"), value.get("past")).isoformat()


def _months_since(day: str, base: date) -> int:
    """The whole months from an ISO day to `base`; none when it has not come."""
    since = date.fromisoformat(day)
    months = (base.year - since.year) * 12 + base.month - since.month
    return max(months - (base.day < since.day), 0)


def _with_parts(moved: date, month: int | None, day: int | None, past: bool | None) -> date:
    """`moved` with its month and day set; a `past` month that has not begun is last year's."""
    if past and month is not None and month > moved.month:
        moved = add_months(moved, -12)
    year, month = moved.year, month or moved.month
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or moved.day, last))


def _parse(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
