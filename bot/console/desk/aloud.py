"""Numbers as they are read aloud: 4,500元 is 四千五百元, 5.5% is 百分之五点五."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万|亿)?元")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


def aloud(text: str) -> str:
    """The text with sums of money and percentages in words; dates and numbers of papers stay."""
    text = _MONEY.sub(lambda found: f"{numeral(found[1])}{found[2] or ''}元", text)
    return _PERCENT.sub(lambda found: f"百分之{numeral(_rounded(found[1]))}", text)


def _rounded(written: str) -> str:
    """A share as one says it: 33.3333 is 33.3; whole hundredths stay."""
    return written if len(written.partition(".")[2]) < 3 else f"{float(written):.1f}"


def numeral(written: str) -> str:
    """A decimal number in words: 4500 is 四千五百, 1.8 is 一点八. Raises ValueError for others."""
    whole, _, decimals = written.replace(",", "").partition(".")
    decimals = decimals.rstrip("0")
    said = _whole(int(whole))
    return f"{said}点{''.join(_DIGITS[int(one)] for one in decimals)}" if decimals else said


def _whole(number: int) -> str:
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        gap = said and (not group or group < 1000) and not said.endswith("零")
        if group:
            said += ("零" if gap else "") + _group(group) + _GROUPS[at]
    return said.removeprefix("一") if said.startswith("一十") else said


def _group(number: int) -> str:
    """1 to 9999."""
    said = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            said += _DIGITS[digit] + _UNITS[power]
        elif said and not said.endswith("零"):
            said += "零"
    return said.rstrip("零")
