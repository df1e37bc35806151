"""Dates and years as people write them: 2022年8月1日, 8月1号, 去年6月, 上个月, 三个月前, 22年.

Nothing is resolved here. A relative end of a span is {"relative": "date", "years"/"months"/"days":
shift, "month"/"day": set}, applied in that order to the date of the conversation, a day past the
month's end meaning its last; "past": true means the latest such month that has begun.
"""

from __future__ import annotations

import calendar
import re

from bot.nlu import datewords as words
from bot.nlu import reldates
from bot.nlu.datespan import DateSpan, number_of
from bot.nlu.numerals import DIGITS

_LIKELY = 2015
"""Earlier years of two digits are a length rather than a year where only 的 follows."""


def find(text: str) -> list[DateSpan]:
    """Every date of a plain text, from left to right, none overlapping another."""
    found: list[DateSpan] = []
    at = 0
    while at < len(text):
        span = _at(text, at)
        if span is None:
            at += 1
            continue
        found.append(span)
        at = span.end
    return found


def _at(text: str, at: int) -> DateSpan | None:
    for pattern, read in (
        (words.FULL, _full),
        (words.YEAR_MONTH, _year_month),
        (words.BARE_YEAR, _year),
        (words.SHORT, _short),
        (words.FEAST, reldates.feast),
        (words.OF_YEAR, reldates.of_year),
        (words.AGO, reldates.ago),
        (words.MONTH_DAY, reldates.month_day),
        (words.WEEKDAY, reldates.weekday),
        (words.WORDS, reldates.word_of),
        (words.PARTS, reldates.part_only),
    ):
        match = pattern.match(text, at)
        if match and (span := read(text, match)):
            return span
    return None


def _full(text: str, match: re.Match[str]) -> DateSpan | None:
    if match["s"] != "年" and match["d"] is None:
        return None
    if match.start() and text[match.start() - 1].isdigit():
        return None
    year, month, day = number_of(match["y"]), number_of(match["m"]), number_of(match["d"])
    if match["s"] == "年" and "月" not in match[0]:
        return _year_span(text, match.start(), match.start("s") + 1, year)
    return _days(text, match.start(), match.end(), year, month, day)


def _year_month(text: str, match: re.Match[str]) -> DateSpan | None:
    """2022.3 is a month."""
    return _days(text, match.start(), match.end(), int(match["y"]), int(match["m"]), None)


def _days(
    text: str, start: int, end: int, year: int | None, month: int | None, day: int | None
) -> DateSpan | None:
    """The span of a month, or one day of it; None when there is no such day."""
    if not year or not month or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    low, high, end = reldates.days_of(text, end, day)
    high = min(high, last)
    stem = f"{year:04d}-{month:02d}-"
    return DateSpan(start, end, f"{stem}{low:02d}", f"{stem}{high:02d}", year)


def _year(text: str, match: re.Match[str]) -> DateSpan | None:
    return _year_span(text, match.start(), match.end(), number_of(match["y"]))


def _year_span(text: str, start: int, end: int, year: int | None) -> DateSpan | None:
    """A year, or the part of it named next (2022年底)."""
    if year is None:
        return None
    part = words.PARTS.match(text, end)
    low, high = words.PART[part[0]] if part else (1, 12)
    last = calendar.monthrange(year, high)[1]
    end = part.end() if part else end
    return DateSpan(start, end, f"{year}-{low:02d}-01", f"{year}-{high:02d}-{last:02d}", year)


def _short(text: str, match: re.Match[str]) -> DateSpan | None:
    """22年毕业 names a year, 交了22年 does not."""
    if match["m"] is None and (
        words.BEFORE_SHORT.search(text, 0, match.start())
        or not words.AFTER_SHORT.match(match["after"])
    ):
        return None
    year = 2000 + int("".join(str(DIGITS.get(digit, digit)) for digit in match["y"]))
    if match["m"] is None and match["after"].startswith("的") and year < _LIKELY:
        return None  # 10年的合同
    if match["m"] is None:
        return _year_span(text, match.start(), match.end("y") + 1, year)
    return _days(
        text, match.start(), match.end(), year, number_of(match["m"]), number_of(match["d"])
    )
