"""Dates told from the day of the conversation: 去年6月, 上个月, 三个月前, 8月1号."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.nlu import datewords as words
from bot.nlu.datespan import DateSpan, number_of


def of_year(text: str, match: re.Match[str]) -> DateSpan | None:
    """去年, 去年6月, 去年底, 今年年初."""
    offset = words.YEAR_WORDS[match["w"]]
    year = {"relative": "year", "offset": offset}
    month, day = number_of(match["m"]), number_of(match["d"])
    if month is not None and 1 <= month <= 12:
        return _relative(match.start(), match.end(), offset, month, month, day, year)
    end = match.start() + len(match["w"])
    part = words.PARTS.match(text, end)
    low, high = words.PART[part[0]] if part else (1, 12)
    return _relative(match.start(), part.end() if part else end, offset, low, high, None, year)


def _relative(
    start: int, end: int, offset: int, low: int, high: int, day: int | None, year: Mapping[str, Any]
) -> DateSpan:
    def point(month: int, day: int) -> dict[str, Any]:
        return {"relative": "date", "years": offset, "month": month, "day": day}

    return DateSpan(start, end, point(low, day or 1), point(high, day or 31), dict(year))


def month_day(text: str, match: re.Match[str]) -> DateSpan | None:
    """8月1号 and 8月份: the year is left open, the latest one in which that month has begun."""
    month, day = number_of(match["m"]), number_of(match["d"])
    if not month or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None

    def point(day: int) -> dict[str, Any]:
        return {"relative": "date", "month": month, "day": day, "past": True}

    if day:
        return DateSpan(match.start(), match.end(), point(day), point(day))
    return DateSpan(match.start(), match.end(), point(1), point(31))


def word_of(text: str, match: re.Match[str]) -> DateSpan | None:
    word = match[0]
    if word in words.DAY_WORDS:
        point = {"relative": "date", "days": words.DAY_WORDS[word]}
        is_now = word in ("目前", "现在", "当前")
        return DateSpan(match.start(), match.end(), point, point, is_now=is_now)
    shift = {"relative": "date", "months": words.MONTH_WORDS[word]}
    end = match.end() + (text[match.end() : match.end() + 1] in ("底", "初", "末", "中"))
    return DateSpan(match.start(), end, {**shift, "day": 1}, {**shift, "day": 31})


def part_only(text: str, match: re.Match[str]) -> DateSpan | None:
    """年初, 上半年: of this year; 年底 of the last one."""
    if len(match[0]) < 2 or match[0].endswith(("天", "节")):
        return None
    offset = -1 if match[0] in ("年底", "年末") else 0
    low, high = words.PART[match[0]]
    year = {"relative": "year", "offset": offset}
    return _relative(match.start(), match.end(), offset, low, high, None, year)


def ago(text: str, match: re.Match[str]) -> DateSpan | None:
    """三个月前, 半年前, 两年前."""
    if match["n"] == "几":
        return None
    unit = match["u"]
    if match["n"] == "半":
        point: dict[str, Any] = {"relative": "date", "months": -6}
    else:
        count = number_of(match["n"]) or 0
        key = (
            "years"
            if unit == "年"
            else "days"
            if unit in ("天", "周") or "星期" in unit
            else "months"
        )
        point = {"relative": "date", key: -count * (7 if unit == "周" or "星期" in unit else 1)}
    return DateSpan(match.start(), match.end(), point, point)
