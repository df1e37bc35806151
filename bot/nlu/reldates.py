"""Dates told from the day of the conversation: 去年6月, 上个月, 三个月前, 8月1号."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.nlu import datewords as words
from bot.nlu.datespan import DateSpan, number_of

_THAT_YEAR = ("毕业", "入职", "离校", "招用", "那")
_GRADUATED = re.compile(r"就?(?:毕业|毕的业|离校)")


def of_year(text: str, match: re.Match[str]) -> DateSpan | None:
    """去年, 去年6月, 去年底, 今年年初."""
    if match["w"] == "当年" and text[: match.start()].endswith(_THAT_YEAR):
        return None  # 毕业当年 is a year told elsewhere
    offset = words.YEAR_WORDS[match["w"]]
    year = {"relative": "year", "offset": offset}
    month, day = number_of(match["m"]), number_of(match["d"])
    if month is not None and 1 <= month <= 12:
        first, last, end = days_of(text, match.end(), day)
        return _relative(match.start(), end, offset, (month, first), (month, last), year)
    end = match.start() + len(match["w"])
    part = words.PARTS.match(text, end)
    low, high = words.PART[part[0]] if part else (1, 12)
    end = part.end() if part else end
    return _relative(match.start(), end, offset, (low, 1), (high, 31), year)


_MonthDay = tuple[int, int]


def _relative(
    start: int, end: int, offset: int, low: _MonthDay, high: _MonthDay, year: Mapping[str, Any]
) -> DateSpan:
    def point(month: int, day: int) -> dict[str, Any]:
        return {"relative": "date", "years": offset, "month": month, "day": day}

    return DateSpan(start, end, point(*low), point(*high), dict(year))


def month_day(text: str, match: re.Match[str]) -> DateSpan | None:
    """8月1号 and 8月份: the year is left open, the latest one in which that month has begun."""
    month, day = number_of(match["m"]), number_of(match["d"])
    if not month or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    is_bare = "份" not in match[0] and not day
    is_length = is_bare and words.IS_SPAN.search(text, 0, match.start())
    if is_length and not words.ENDS_SPAN.match(text, match.end()):
        return None

    def point(day: int) -> dict[str, Any]:
        return {"relative": "date", "month": month, "day": day, "past": True}

    year = {"relative": "year", "month": month, "past": True}
    low, high, end = days_of(text, match.end(), day)
    return DateSpan(match.start(), end, point(low), point(high), year)


def days_of(text: str, end: int, day: int | None) -> tuple[int, int, int]:
    """First and last day of the month named before `end`, and where its part (底, 初) ends."""
    if day:
        return day, day, end
    part = words.PART_OF_MONTH.match(text, end)
    return 1, 31, part.end() if part else end


def feast(text: str, match: re.Match[str]) -> DateSpan | None:
    """去年双十一, 五一前, 去年腊月: feasts, and the months in which the lunar year ends."""
    offset = words.YEAR_WORDS[match["w"]] if match["w"] else 0
    year = {"relative": "year", "offset": offset} if match["w"] else None
    if match["l"]:
        month, day, next_month, next_day = words.LUNAR[match["l"]]
        low = {"relative": "date", "years": offset, "month": month, "day": day}
        high = {"relative": "date", "years": offset + 1, "month": next_month, "day": next_day}
        return DateSpan(match.start(), match.end(), low, high)
    month, day = words.FEASTS[match["f"] or match["g"] or match["h"]]
    which = {"years": offset} if match["w"] else {"past": True}
    point = {"relative": "date", "month": month, "day": day, **which}
    low = high = point
    if re.match(r"节?之?前(?!后)", text[match.end() :]):
        low = {**point, "month": max(month - 1, 1), "day": 1}
    return DateSpan(match.start(), match.end(), low, high, year)


def weekday(text: str, match: re.Match[str]) -> DateSpan | None:
    """上周五, 上个星期三: a day of a week."""
    weeks = {"上上": -2, "上": -1}.get(match["w"], 0)
    day = words.WEEKDAYS.index(match["d"].replace("天", "日"))
    point = {"relative": "date", "days": 7 * weeks, "weekday": day}
    return DateSpan(match.start(), match.end(), point, point)


def word_of(text: str, match: re.Match[str]) -> DateSpan | None:
    word = match[0]
    if word in words.DAY_WORDS:
        point = {"relative": "date", "days": words.DAY_WORDS[word]}
        is_now = word in ("目前", "现在", "当前")
        return DateSpan(match.start(), match.end(), point, point, is_now=is_now)
    shift = {"relative": "date", "months": words.MONTH_WORDS[match["w"]]}
    if (day := number_of(match["d"])) and 1 <= day <= 31:
        point = {**shift, "day": day}
        return DateSpan(match.start(), match.end(), point, point)
    low, high, end = days_of(text, match.end(), None)
    return DateSpan(match.start(), end, {**shift, "day": low}, {**shift, "day": high})


def part_only(text: str, match: re.Match[str]) -> DateSpan | None:
    """年初, 上半年: of this year; 年底 of the last one."""
    if len(match[0]) < 2 or match[0].endswith(("天", "节")):
        return None
    offset = -1 if match[0] in ("年底", "年末") else 0
    low, high = words.PART[match[0]]
    year = {"relative": "year", "offset": offset}
    return _relative(match.start(), match.end(), offset, (low, 1), (high, 31), year)


def ago(text: str, match: re.Match[str]) -> DateSpan | None:
    """三个月前, 半年前, 两年前."""
    if match["n"] == "几" or _GRADUATED.match(text, match.end()):
        return None  # 七年前毕业 tells how long ago, not the day
    unit = match["u"]
    if match["n"] == "半":
        past: dict[str, Any] = {"months": -6} if unit.startswith("年") else {"days": -15}
        point: dict[str, Any] = {"relative": "date", **past}
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
