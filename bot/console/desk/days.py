"""Two days in a question such as 2022年5月和7月有什么不同, to be compared."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

_ASKS = re.compile(r"不同|区别|变化|对比|比较|差别|不一样|变了")
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*[年./-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)\s*(?:月份?)?"
    r"(?:\s*[./-]?\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|\s*月)\s*[日号]?)?"
    r"|(?P<bare>1[0-2]|0?[1-9])\s*月份?\s*(?:(?P<of_bare>3[01]|[12]\d|0?[1-9])\s*[日号])?"
    r"|(?P<alone>(?:19|20)\d{2})\s*年"
    r"|(?P<word>今天|现在|目前|今年|去年|前年)"
)
_BACK = {"今年": 0, "去年": 1, "前年": 2}


def two_days(text: str, today: date) -> tuple[date, date] | None:
    """The two days that the text asks to compare, the earlier first; None if it does not.

    A month means its last day and a year its last, but not a day that is still to come.
    """
    typed = unicodedata.normalize("NFKC", text)
    if not _ASKS.search(typed):
        return None
    found: list[date] = []
    year = today.year
    for match in _DAY.finditer(typed):
        day = _day(match, year, today)
        if day is not None:
            year = day.year
            found.append(day)
    unique = sorted(set(found))
    return (unique[0], unique[-1]) if len(unique) == 2 else None


def _day(match: re.Match[str], year: int, today: date) -> date | None:
    if word := match["word"]:
        back = _BACK.get(word)
        return date(today.year - back, 12, 31) if back else today
    if match["alone"]:
        first = date(int(match["alone"]), 1, 1)
        return _within(first, first.replace(month=12, day=31), today)
    year, month = int(match["year"] or year), int(match["month"] or match["bare"])
    last = calendar.monthrange(year, month)[1]
    if day := match["day"] or match["of_bare"]:
        return date(year, month, int(day)) if int(day) <= last else None
    return _within(date(year, month, 1), date(year, month, last), today)


def _within(first: date, last: date, today: date) -> date:
    """The last day of a span, today in one that is not over."""
    return today if first <= today < last else last
