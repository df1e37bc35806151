"""Numbers as people write them, with the words that blur or bound them, and their unit.

不到30 is below 30, 三十来号人 is 25 to 39, 半年多 is 7 to 11 months, 百分之五 is 5 %. How far vague
words reach is settled in `_vague`, `_apply` and `_spread`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu import numberwords as words
from bot.nlu import numerals
from bot.nlu.number import Number, tidy


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
    if half := _half(text, at):
        return _bounded(text, half, since)
    if percent := words.PERCENT.match(text, at):
        inner = _core(text, percent.end())
        if inner is None:
            return None
        part = words.PER.get(percent[1]) or 100 / numerals.DIGITS.get(percent[1], 10)
        scaled = inner.scaled(part, "%")
        return _bounded(text, replace(scaled, start=at, vague=False), since)
    if words.NOT_A_NUMBER.match(text, at) or (
        at and text[at - 1] == "第" and "档" not in text[at : at + 2]
    ):
        return None
    if not numerals.NUMERAL.match(text, at):
        return None
    if at and (text[at - 1] in "这那" or (text[at - 1].isascii() and text[at - 1].isalnum())):
        return None  # 这俩, 那三项 point at what was said; a12 is a name
    core = _core(text, at)
    if core is None:
        return None
    core = _to_second(text, core)
    return _bounded(text, _with_rest(text, core), since)


def _half(text: str, at: int) -> Number | None:
    """半年, 半个月, 一半: halves."""
    if text.startswith("一半", at):
        return Number(50, 50, "%", at, at + 2)
    found = re.compile(r"(?:大|小|多|将近)?半(年多?|个多?月)").match(text, at)
    if not found or (at and text[at - 1] in "上下前后年月个"):
        return None
    months = 6.0 if found[1].startswith("年") else 0.5
    if "多" in found[0]:
        return Number(months, 2 * months, "月", at, found.end(), True, True, vague=True)
    return Number(months, months, "月", at, found.end())


def _core(text: str, at: int) -> Number | None:
    """A numeral with 来, 多, 几 after it, and its unit."""
    found = numerals.NUMERAL.match(text, at)
    if not found:
        return None
    read = numerals.read(found[0])
    if read is None or (found[0] in "千万百亿" and text[found.end() :][:1] not in "来多个"):
        return None
    number = Number(read.low, read.high, None, at, found.end(), vague=read.vague)
    if hundred_millions := re.compile(r"个(亿|多亿)").match(text, found.end()):
        return replace(number.scaled(1e8, "元"), end=hundred_millions.end())
    number = _vague(text, number, read.step)
    return _united(text, number)


def _vague(text: str, number: Number, step: float) -> Number:
    """三十来, 两百多, 三万余, 30几: what follows the numeral before its unit."""
    more = words.MORE.match(text, number.end)
    if not more or number.low is None:
        return number
    word, n = more[0][-1], number.low
    ends_in_tens = step == 1 and n >= 10 and n % 10 == 0
    is_digit = step < 10 and number.high == n
    if word in "几余多" and is_digit and not (word != "几" and ends_in_tens):
        return number
    if word == "来" and (n < 10 or text[more.end() : more.end() + 1] in ("自", "了", "过")):
        return number
    end = more.end()
    magnitude = re.compile(r"[万亿]").match(text, end)
    factor = numerals.LARGE[magnitude[0]] if magnitude else 1
    end = magnitude.end() if magnitude else end
    low, high = (n - 5, n + 9) if n < 100 else (n * 0.9, n * 1.2)
    if n < 20:
        low, high = n - 2, n + 5
    if word != "来":  # 两百多人 is 201 to 299; 两万多 is a sum of money, 20000 to 30000
        money = n >= 10_000 or factor > 1
        low, high = (n, n + step) if money else (n + 1, n + step - 1)
    return replace(number, low=tidy(low) * factor, high=tidy(high) * factor, end=end, vague=True)


def _united(text: str, number: Number) -> Number:
    """Add the unit after the number, and money's 万元."""
    unit = words.UNIT.match(text, number.end)
    if not unit:
        return number
    name = words.UNIT_NAMES[int(str(unit.lastgroup)[1:])]
    if (
        name == "岁"
        or name != "年"
        or not re.match(r"年(?:级|龄|底|初|末|前|以前)", unit.string[unit.start() :])
    ):
        number = replace(number, unit=name, end=unit.end(), counter=unit[0])
    if name == "成":
        return replace(number.scaled(10, "%"), vague=False)
    if unit[0] == "个多月" or (
        number.unit in ("年", "月") and text[number.end : number.end + 1] == "多"
    ):
        end = number.end + (unit[0] != "个多月")
        return replace(
            number,
            high=(number.high or 0) + 1,
            low_open=number.unit == "年",
            high_open=True,
            end=end,
            vague=True,
        )
    return number


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
    if number.unit == "年" and number.low is not None and number.low < 100 and not number.vague:
        more = re.compile(r"[零又]?").match(text, number.end)
        rest = _core(text, more.end()) if more else None
        if rest and rest.unit == "月" and "个" in rest.counter and number.high is not None:
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
    second = _core(text, to.end())
    if second is None or second.low is None or second.high is None:
        return first
    if first.unit not in (None, second.unit) or second.low <= first.low:
        return first
    if to[0].strip() == "、" and (second.low - first.low != 1 or second.low > 20 or first.unit):
        return first
    low = first.low
    if second.high >= 10_000 and low < 1000 and second.high % 10_000 == 0:
        low *= 10_000  # 3到5万
    return replace(second, low=low, start=first.start, vague=False)


_FUZZ = 0.1
"""左右 and 大概 leave room of a tenth on both sides, at least 1."""


def _bounded(text: str, number: Number, since: int) -> Number:
    """Apply the words before and after that bound or blur the number."""
    number = _short_of(text, number) or number
    before = words.BEFORE.search(text, since, number.start)
    if before:
        number = replace(_apply(str(before.lastgroup), number), start=before.start())
    after = words.AFTER.match(text, number.end)
    if after and not (before and before.lastgroup in ("below", "above")):
        number = replace(_apply(str(after.lastgroup), number), end=after.end())
    return number


def _short_of(text: str, number: Number) -> Number | None:
    """还差两个月满一年 is ten months."""
    if number.unit != "月" or number.low is None or text[number.start - 1 : number.start] != "差":
        return None
    to = re.compile(r"(?:就|才|不)?(?:满|到|够|是)?").match(text, number.end)
    whole = _core(text, to.end()) if to else None
    if whole is None or whole.unit != "年" or whole.low is None:
        return None
    months = whole.low * 12
    low, high = months - (number.high or 0), months - number.low
    return replace(number, low=low, high=high, start=number.start - 1, end=whole.end)


def _apply(word: str, number: Number) -> Number:
    low, high = number.low, number.high
    if word == "below":
        return replace(number, low=None, high=low, high_open=True, low_open=False)
    if word == "at_most":
        return replace(number, low=None, high=high)
    if word == "at_least":
        return replace(number, high=None, high_open=False)
    if word == "more":
        return replace(number, low_open=True, high=(high or 0) + max(1, 0.2 * (high or 0)))
    if word == "above":
        if number.vague or low is None:
            return replace(number, high=None, high_open=False)
        return replace(number, high=None, low_open=True)
    if number.vague:
        return number
    return _spread(word, number)


def _spread(word: str, number: Number) -> Number:
    """左右 is a tenth either way, 将近 a tenth below; small whole numbers by one."""
    if number.low is None or number.high is None:
        return number
    room = max(_FUZZ * number.low, 1 if number.unit != "%" else 0)
    if number.unit == "年":
        room = max(_FUZZ * number.low, 0.25)
    low = max(number.low - room, 0)
    if word == "nearly":
        return replace(number, low=low, high=number.low, high_open=True, vague=False)
    return replace(number, low=low, high=number.high + room)
