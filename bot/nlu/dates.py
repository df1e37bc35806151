"""Dates and years as people write them: 2022年8月1日, 8月1号, 去年6月, 上个月, 三个月前, 22年.

Nothing is resolved here. A relative end of a span is {"relative": "date", "years"/"months"/"days":
shift, "month"/"day": set}, applied in that order to the date of the conversation, a day past the
month's end meaning its last; "past": true means the latest such month that has begun.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.nlu import numerals

_YEAR_WORDS = {"大前年": -3, "前年": -2, "去年": -1, "上年度": -1, "上一年": -1, "上年": -1}
_YEAR_WORDS.update({"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "明年": 1})
_MONTH_WORDS = {"上上个月": -2, "上个月": -1, "上月": -1, "这个月": 0, "本月": 0, "当月": 0}
_DAY_WORDS = {"今天": 0, "今日": 0, "昨天": -1, "前天": -2, "前几天": -4, "上周": -7, "上星期": -7}
_DAY_WORDS.update({"上礼拜": -7, "刚刚": 0, "目前": 0, "现在": 0, "当前": 0})

_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_C = "[零〇一二三四五六七八九]"
_YEAR4 = rf"(?:(?:19|20)[0-9]{{2}}|二[零〇]{_C}{{2}})"
_WORD = "|".join(sorted(_YEAR_WORDS, key=len, reverse=True))
_FULL = re.compile(
    rf"(?P<y>{_YEAR4})(?P<s>[-/.年])\s?(?P<m>{_N})(?:[-/.月](?:份)?(?:(?P<d>{_N})[日号]?)?)?"
)
_BARE_YEAR = re.compile(rf"(?P<y>{_YEAR4})(?:年度?|届)")
_SHORT = re.compile(
    r"(?<![0-9.])(?P<y>[0-4][0-9])年(?:(?P<m>(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}))月份?(?:(?P<d>[0-9]{1,2})[日号])?)?"
    r"(?=(?P<after>.{0,6}))"
)
_AFTER_SHORT = re.compile(
    r"毕业|入职|招|考|拿|失业|离职|离开|辞|裁|成立|注册|开业|开的|的时候|那会|那年|初|底|年|春|夏|秋|冬|下半|上半|"
    r"停|断|办|领|退|来|的政策|标准|疫情|取"
)
_BEFORE_SHORT = re.compile(
    r"(?:交|缴|干|做|满|工作|上班|打工|了|待|呆|共|近|快|多|超过|签|营|差|每|工龄|保险|社保)$"
)
_OF_YEAR = re.compile(rf"(?P<w>{_WORD})(?:(?P<m>{_N})月份?(?:(?P<d>{_N})[日号])?)?")
_PART = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "年初": (1, 2),
    "开年": (1, 2),
    "初": (1, 2),
    "年中": (6, 7),
}
_PART.update(
    {
        "年底": (12, 12),
        "年末": (12, 12),
        "底": (12, 12),
        "末": (12, 12),
        "春天": (3, 5),
        "春节": (1, 2),
    }
)
_PART.update({"夏天": (6, 8), "秋天": (9, 11), "冬天": (11, 12)})
_PARTS = re.compile("|".join(sorted(_PART, key=len, reverse=True)))
_MONTH_DAY = re.compile(
    rf"(?<![0-9年个])(?P<m>{_N})(?:月份?(?:(?P<d>{_N})[日号])|月份|月(?![中以内]))"
)
_WORDS = re.compile("|".join(sorted([*_MONTH_WORDS, *_DAY_WORDS], key=len, reverse=True)))
_AGO = re.compile(
    r"(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半|几)(?P<u>年|个?多?月|天|个?星期|周)(?:以?前|之前)(?![申办])"
)


@dataclass(frozen=True)
class DateSpan:
    """A date in a text: first and last day (ISO text or relative mapping), and year if one."""

    start: int
    end: int
    low: Any
    high: Any
    year: Any = None
    is_now: bool = False

    @property
    def value(self) -> Any:
        """The JSON value: one day, or the span {min, max}."""
        return self.low if self.low == self.high else {"min": self.low, "max": self.high}

    @property
    def is_absolute(self) -> bool:
        """Whether it names its year, as 2022年 does and 去年 does not."""
        return isinstance(self.low, str)


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
        (_FULL, _full),
        (_BARE_YEAR, _year),
        (_SHORT, _short),
        (_OF_YEAR, _of_year),
        (_AGO, _ago),
        (_MONTH_DAY, _month_day),
        (_WORDS, _word),
        (_PARTS, _part_only),
    ):
        match = pattern.match(text, at)
        if match and (span := read(text, match)):
            return span
    return None


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    read = numerals.read(text)
    return None if read is None or read.vague else int(read.low)


def _full(text: str, match: re.Match[str]) -> DateSpan | None:
    if match["s"] != "年" and match["d"] is None:
        return None
    if match.start() and text[match.start() - 1].isdigit():
        return None
    year, month, day = _number(match["y"]), _number(match["m"]), _number(match["d"])
    if match["s"] == "年" and "月" not in match[0]:
        return _year_span(text, match.start(), match.start("s") + 1, year)
    return _days(match.start(), match.end(), year, month, day)


def _days(
    start: int, end: int, year: int | None, month: int | None, day: int | None
) -> DateSpan | None:
    """The span of a month, or one day of it; None when there is no such day."""
    if not year or not month or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    low, high = (day, day) if day else (1, last)
    stem = f"{year:04d}-{month:02d}-"
    return DateSpan(start, end, f"{stem}{low:02d}", f"{stem}{high:02d}", year)


def _year(text: str, match: re.Match[str]) -> DateSpan | None:
    return _year_span(text, match.start(), match.end(), _number(match["y"]))


def _year_span(text: str, start: int, end: int, year: int | None) -> DateSpan | None:
    """A year, or the part of it named next (2022年底)."""
    if year is None:
        return None
    part = _PARTS.match(text, end)
    low, high = _PART[part[0]] if part else (1, 12)
    last = calendar.monthrange(year, high)[1]
    end = part.end() if part else end
    return DateSpan(start, end, f"{year}-{low:02d}-01", f"{year}-{high:02d}-{last:02d}", year)


def _short(text: str, match: re.Match[str]) -> DateSpan | None:
    """22年毕业 names a year, 交了22年 does not."""
    if match["m"] is None and (
        _BEFORE_SHORT.search(text, 0, match.start()) or not _AFTER_SHORT.match(match["after"])
    ):
        return None
    year = 2000 + int(match["y"])
    if match["m"] is None:
        return _year_span(text, match.start(), match.end("y") + 1, year)
    return _days(match.start(), match.end(), year, _number(match["m"]), _number(match["d"]))


def _of_year(text: str, match: re.Match[str]) -> DateSpan | None:
    """去年, 去年6月, 去年底, 今年年初."""
    offset = _YEAR_WORDS[match["w"]]
    year = {"relative": "year", "offset": offset}
    month, day = _number(match["m"]), _number(match["d"])
    if month is not None and 1 <= month <= 12:
        return _relative(match.start(), match.end(), offset, month, month, day, year)
    end = match.start() + len(match["w"])
    part = _PARTS.match(text, end)
    low, high = _PART[part[0]] if part else (1, 12)
    return _relative(match.start(), part.end() if part else end, offset, low, high, None, year)


def _relative(
    start: int, end: int, offset: int, low: int, high: int, day: int | None, year: Mapping[str, Any]
) -> DateSpan:
    def point(month: int, day: int) -> dict[str, Any]:
        return {"relative": "date", "years": offset, "month": month, "day": day}

    return DateSpan(start, end, point(low, day or 1), point(high, day or 31), dict(year))


def _month_day(text: str, match: re.Match[str]) -> DateSpan | None:
    """8月1号 and 8月份: the year is left open, the latest one in which that month has begun."""
    month, day = _number(match["m"]), _number(match["d"])
    if not month or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None

    def point(day: int) -> dict[str, Any]:
        return {"relative": "date", "month": month, "day": day, "past": True}

    if day:
        return DateSpan(match.start(), match.end(), point(day), point(day))
    return DateSpan(match.start(), match.end(), point(1), point(31))


def _word(text: str, match: re.Match[str]) -> DateSpan | None:
    word = match[0]
    if word in _DAY_WORDS:
        point = {"relative": "date", "days": _DAY_WORDS[word]}
        is_now = word in ("目前", "现在", "当前")
        return DateSpan(match.start(), match.end(), point, point, is_now=is_now)
    shift = {"relative": "date", "months": _MONTH_WORDS[word]}
    end = match.end() + (text[match.end() : match.end() + 1] in ("底", "初", "末", "中"))
    return DateSpan(match.start(), end, {**shift, "day": 1}, {**shift, "day": 31})


def _part_only(text: str, match: re.Match[str]) -> DateSpan | None:
    """年初, 上半年: of this year; 年底 of the last one."""
    if len(match[0]) < 2 or match[0].endswith(("天", "节")):
        return None
    offset = -1 if match[0] in ("年底", "年末") else 0
    low, high = _PART[match[0]]
    year = {"relative": "year", "offset": offset}
    return _relative(match.start(), match.end(), offset, low, high, None, year)


def _ago(text: str, match: re.Match[str]) -> DateSpan | None:
    """三个月前, 半年前, 两年前."""
    if match["n"] == "几":
        return None
    unit = match["u"]
    if match["n"] == "半":
        point: dict[str, Any] = {"relative": "date", "months": -6}
    else:
        count = _number(match["n"]) or 0
        key = (
            "years"
            if unit == "年"
            else "days"
            if unit in ("天", "周") or "星期" in unit
            else "months"
        )
        point = {"relative": "date", key: -count * (7 if unit == "周" or "星期" in unit else 1)}
    return DateSpan(match.start(), match.end(), point, point)
