"""The words that bound or blur a number (不到, 至少, 左右) applied to it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu import numberwords as words
from bot.nlu.number import Number

_REACHED = re.compile(r"[满够](?:了|有|是|大概|大约)*$")
_FUZZ, _FINER, _LARGE = 0.1, 0.05, 1000
"""左右 and 大概 leave room of a tenth on both sides, at least 1; of large numbers half as much."""


def bounded(text: str, number: Number, since: int) -> Number:
    """Apply the words before and after that bound or blur the number."""
    before = words.BEFORE.search(text, since, number.start)
    if before:
        said = number
        number = replace(_apply(str(before.lastgroup), number), start=before.start())
        if _REACHED.search(before[0]) and said.unit in ("年", "月", "岁", None):
            number = replace(number, reached=said.high)
    after = words.AFTER.match(text, number.end)
    if after and not (before and before.lastgroup in ("below", "above")):
        number = replace(_apply(str(after.lastgroup), number), end=after.end())
    return number


def _apply(word: str, number: Number) -> Number:
    low, high = number.low, number.high
    if word == "below":
        return replace(number, low=None, high=low, high_open=True, low_open=False)
    if word == "at_most":
        return replace(number, low=None, high=high)
    if word == "at_least":
        return replace(number, high=None, high_open=False)
    if word == "more":
        return _little_more(number)
    if word == "above":
        if number.vague or low is None:
            return replace(number, high=None, high_open=False)
        return replace(number, high=None, low_open=True)
    if number.vague:
        return number
    return _spread(word, number)


def _little_more(number: Number) -> Number:
    """二十出头 is 21 to 24, 六百出头 up to 630, 十个月出头 10 to 11."""
    high = number.high or 0
    if number.unit in ("年", "月"):
        return replace(number, high=high + 1, vague=True)
    part = 0.2 if high < 100 else 0.05
    return replace(number, low_open=True, high=high + max(1, part * high))


def _spread(word: str, number: Number) -> Number:
    """左右 is a tenth either way, 将近 a tenth below; small whole numbers by one."""
    if number.low is None or number.high is None:
        return number
    part = _FUZZ if number.low < _LARGE else _FINER
    room = max(part * number.low, 1 if number.unit != "%" else 0)
    if number.unit == "年":
        room = max(_FUZZ * number.low, 0.25)
    low = max(number.low - room, 0)
    if word == "nearly":
        return replace(number, low=low, high=number.low, high_open=True, vague=False)
    return replace(number, low=low, high=number.high + room)
