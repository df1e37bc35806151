"""Numbers as people write them, with the words that blur or bound them, and their unit.

不到30 is below 30, 三十来号人 is 25 to 39, 半年多 is 7 to 11 months, 百分之五 is 5 %. How far vague
words reach is settled in `numbercore` and `bounds`.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from bot.nlu import numberwords as words
from bot.nlu import numerals
from bot.nlu.bounds import bounded
from bot.nlu.number import Number
from bot.nlu.numbercore import core

_POINTING, _LARGE = ("这", "那"), 100
"""这俩, 那三项 point at what was said; 那300万 is a sum."""
_OF_A_MONTH = {"月": 1.0, "周": 7 / 30, "天": 1 / 30}
_ODD_DAYS = re.compile(r"(?:零|又)?(?:几|[0-9]{1,2}|[一二三四五六七八九十]{1,3})天")
_ODD_MONTHS = re.compile(r"零(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})个月")
"""五十三零五个月 is an age."""
_UNTIL = re.compile(r"(?:就|才|不)*(?:满|到|够|是|凑够|凑满)?")


def find(text: str) -> list[Number]:
    """Every number of a plain text, from left to right, none overlapping another."""
    found: list[Number] = []
    at = 0
    while at < len(text):
        number = _at(text, at, found[-1].end if found else 0)
        if number is None and (word := words.NOT_A_NUMBER.match(text, at)):
            at = max(word.end(), at + 1)
            continue
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.end
    return found


def _at(text: str, at: int, since: int) -> Number | None:
    """The number whose numeral begins at `at`; words before it are read back to `since`."""
    if _is_list_mark(text, at):
        return None
    if half := _half(text, at):
        return bounded(text, _short_of(text, half) or half, since)
    if percent := words.PERCENT.match(text, at):
        inner = core(text, percent.end())
        if inner is None:
            return None
        part = words.PER.get(percent[1]) or 100 / numerals.DIGITS.get(percent[1], 10)
        scaled = inner.scaled(part, "%")
        return bounded(text, replace(scaled, start=at, vague=False), since)
    if at and text[at - 1] == "第" and "档" not in text[at : at + 2]:
        return _begun(text, at)
    if words.NOT_A_NUMBER.match(text, at):
        return None
    if not numerals.NUMERAL.match(text, at):
        return None
    if at and text[at - 1].isascii() and text[at - 1].isalnum():
        return None  # a12 is a name
    first = core(text, at)
    if first is None or (text[at - 1 : at] in _POINTING and (first.low or 0) < _LARGE):
        return None
    number = _with_rest(text, _to_second(text, first))
    return bounded(text, _short_of(text, number) or number, since)


def _begun(text: str, at: int) -> Number | None:
    """领到第四个月: the fourth month has begun; other ordinals count nothing."""
    number = core(text, at) if words.REACHED.search(text, 0, at) else None
    if number is None or number.unit != "月" or not number.low:
        return None
    return replace(number, low=number.low - 1, start=at - 1, vague=True)


def _is_list_mark(text: str, at: int) -> bool:
    """Whether the number of a point begins here: 3）贷款, 1、返还, （2）扩岗."""
    mark = words.LIST_MARK.match(text, at)
    if not mark:
        return False
    if words.BEFORE_MARK.search(text, 0, at):
        return text[at - 1 : at] != "(" or mark["by"] == ")"
    this = numerals.read(mark["n"])
    last = f"{this.low - 1:g}{mark['by']}" if this else ""
    return bool(last) and last in text[:at]  # 1、返还2、扩岗: the second of two


def _half(text: str, at: int) -> Number | None:
    """半年, 半个月, 一半: halves."""
    if text.startswith("一半", at):
        return Number(50, 50, "%", at, at + 2)
    if some := re.compile(r"个把月").match(text, at):
        return Number(1, 2, "月", at, some.end(), vague=True)
    found = re.compile(r"(?:大|小|多|将近)?半(年多?|个多?月)").match(text, at)
    if not found or (at and text[at - 1] in "上下前后年月个这那"):
        return None
    months = 6.0 if found[1].startswith("年") else 0.5
    if found[0][0] in "大小":
        low, high = (months, months * 5 / 3) if found[0][0] == "大" else (months * 2 / 3, months)
        return Number(low, high, "月", at, found.end(), found[0][0] == "大", vague=True)
    if "多" in found[0]:
        return Number(months, 2 * months, "月", at, found.end(), True, True, vague=True)
    return Number(months, months, "月", at, found.end())


def _with_rest(text: str, number: Number) -> Number:
    """两年半, 一年零三个月, 一个半月, 三块五: what is added after the unit."""
    if number.unit in ("年", "月") and text.startswith("半", number.end) and not number.vague:
        end = number.end + 1
        if number.unit == "年":
            return replace(
                number.scaled(12, "月"),
                low=(number.low or 0) * 12 + 6,
                high=(number.high or 0) * 12 + 6,
                end=end,
            )
    if number.unit is None and text.startswith("半月", number.end) and number.counter == "个":
        return replace(
            number,
            low=(number.low or 0) + 0.5,
            high=(number.high or 0) + 0.5,
            unit="月",
            end=number.end + 2,
        )
    if number.unit == "月" and (more := _ODD_DAYS.match(text, number.end)) and number.high:
        return replace(number, high=number.high + 1, end=more.end(), vague=True)
    if number.unit in ("岁", None) and (more := _ODD_MONTHS.match(text, number.end)):
        return replace(number, unit="岁", end=more.end())
    if number.unit == "年" and number.low is not None and number.low < 100 and not number.vague:
        at = number.end + (text[number.end : number.end + 1] in ("零", "又"))
        rest = core(text, at)
        is_span = at > number.end or text[at : at + 1] in ("俩", "仨")
        is_span = is_span or (rest is not None and "个" in rest.counter)
        if rest and rest.unit == "月" and is_span and number.high is not None:
            return replace(
                rest,
                low=number.low * 12 + (rest.low or 0),
                high=number.high * 12 + (rest.high or 0),
                start=number.start,
            )
    return number


def _to_second(text: str, first: Number) -> Number:
    """30到40人, 100-200: the high end of a range, and its unit, come from a second number."""
    to = words.RANGE.match(text, first.end)
    if not to or first.low is None or first.vague:
        return first
    second = core(text, to.end())
    if second is None or second.low is None or second.high is None:
        return first
    if to[0].strip() == "、" and first.low % 10 + 1 == second.low < 10 < first.low:
        return replace(second, low=first.low, high=first.low + 1, start=first.start)  # 二十五、六个
    if first.unit not in (None, second.unit) or second.low <= first.low:
        return first
    if to[0].strip() == "、" and (second.low - first.low != 1 or second.low > 20 or first.unit):
        return first
    low = first.low
    if second.high >= 10_000 and low < 1000 and second.high % 10_000 == 0:
        low *= 10_000  # 3到5万
    return replace(second, low=low, start=first.start, vague=False)


def _short_of(text: str, number: Number) -> Number | None:
    """还差两个月满一年 is ten months, 差几天满一年 somewhat less than twelve."""
    if number.unit not in _OF_A_MONTH or text[number.start - 1 : number.start] not in ("差", "少"):
        return None
    to = _UNTIL.match(text, number.end)
    whole = core(text, to.end()) if to else None
    if whole is None or whole.unit not in ("年", "月") or whole.low is None:
        return None
    months = whole.low * (12 if whole.unit == "年" else 1)
    part = _OF_A_MONTH[number.unit]
    low, high = months - (number.high or 0) * part, months - (number.low or 0) * part
    is_less = not float(high).is_integer()
    low, high = math.floor(low), math.ceil(high)
    return Number(low, high, "月", number.start - 1, whole.end, False, is_less, number.vague)
