"""A numeral with the words that blur it (来, 多, 几) and its unit: 三十来号人, 两百多, 半年多."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu import numberwords as words
from bot.nlu import numerals
from bot.nlu.number import Number, tidy

_OF_THE_NEXT = re.compile(r"[一二两三四五六七八九](?:年|个月)")
_LEAST_SUM = 100
_LEAST_PRICE = 50
"""以工代训600一个月 is a sum of money, 30一个月 hardly."""


def core(text: str, at: int) -> Number | None:
    """A numeral with 来, 多, 几 after it, and its unit."""
    found = numerals.NUMERAL.match(text, at)
    if found and _OF_THE_NEXT.match(text, found.end() - 1) and found[0][-2:-1] == "万":
        found = numerals.NUMERAL.match(text, at, found.end() - 1)  # 贷款二十万三年
    if not found:
        return None
    read = numerals.read(found[0], text[at - 1] if at else "")
    if read is None or (
        found[0] in words.MAGNITUDES and not _may_stand_alone(text, at, found.end())
    ):
        return None
    number = Number(read.low, read.high, None, at, found.end(), vague=read.vague)
    if at and text[at - 1] in "上破" and found[0] in words.MAGNITUDES:
        return _united(text, replace(number, high=None, start=at - 1))
    if hundred_millions := re.compile(r"个(亿|多亿)").match(text, found.end()):
        return replace(number.scaled(1e8, "元"), end=hundred_millions.end())
    number = _vague(text, number, read.step)
    return _united(text, number)


def _may_stand_alone(text: str, at: int, end: int) -> bool:
    """Whether 百 or 千 alone is a number: 上百人, 百余人, 千把块; not 百姓, 万一."""
    return bool(words.COUNTED.match(text, end)) and (
        end < len(text) or text[at - 1 : at] in "上近过破"
    )


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
    low, high = _around(n, step, of_years=text.startswith("年", end))
    if word == "几" and more[0] == "大几":  # 四十大几
        low, high = n + 5 - 1, n + 9 - 1 + 1
    if (
        word not in "来把" and more[0] != "大几"
    ):  # 两百多人 is 201 to 299; 两万多 is a sum of money, 20000 to 30000
        money = n >= 10_000 or factor > 1
        low, high = (n, n + step) if money else (n + 1, n + step - 1)
    return replace(number, low=tidy(low) * factor, high=tidy(high) * factor, end=end, vague=True)


def _around(n: float, step: float, *, of_years: bool) -> tuple[float, float]:
    """How far 来 reaches: 二十来个 is 15 to 29, 一百二十来个 114 to 129, 二十来年 16 to 24."""
    if n < 20:
        return n - 2, n + 4
    if n < 100:
        return (n - 4, n + 4) if of_years else (n - 5, n + 9)
    return max(n * 0.95, n - step), min(n * 1.1, n + step - 1)


def _is_money(text: str, number: Number) -> bool:
    """600一个月, 学费交了三千二: a sum by the words beside it."""
    low = number.low or 0
    if low >= _LEAST_PRICE and words.PRICE.match(text, number.end):
        return True
    return low >= _LEAST_SUM and bool(words.PAID.search(text, 0, number.start))


def _united(text: str, number: Number) -> Number:
    """Add the unit after the number, and money's 万元."""
    unit = words.UNIT.match(text, number.end)
    if not unit:
        return replace(number, unit="元") if _is_money(text, number) else number
    name = words.UNIT_NAMES[int(str(unit.lastgroup)[1:])]
    if unit[0] == "号" and number.vague:
        name = "人"  # 五十多号
    if (
        name == "岁"
        or name != "年"
        or not re.match(
            r"年(?:级|龄|底|初|末|前(?!就?毕|就?离校)|以前)", unit.string[unit.start() :]
        )
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
