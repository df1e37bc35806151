"""A number as it was said: an interval with open or closed ends, its unit and its place."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Number:
    """A number in a text: bounds (None = open end) and whether they are excluded, unit, span.

    `start` to `end` takes in the words that bound it; `unit` is one of 人 月 年 岁 元 % 级 届 次 天
    周 季 档, or None. `vague` marks bounds that were widened because the words were.
    """

    low: float | None
    high: float | None
    unit: str | None
    start: int
    end: int
    low_open: bool = False
    high_open: bool = False
    vague: bool = False
    counter: str = ""
    reached: float | None = None
    """The high end as said, where 满 or 够 left it open: 满16个月."""

    def scaled(self, factor: float, unit: str | None) -> Number:
        """The same in another unit, `factor` times as small; 两年多 in months ends below 36."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if self.vague and not self.high_open and high is not None and factor > 1:
            return replace(self, low=low, high=high + factor, high_open=True, unit=unit)
        return replace(self, low=low, high=high, unit=unit)

    def plus(self, more: float) -> Number:
        """The same with `more` added."""
        low = None if self.low is None else self.low + more
        return replace(self, low=low, high=None if self.high is None else self.high + more)

    def to_json(self, *, whole: bool) -> Any:
        """The value as a JSON fact; `whole` closes open ends to the next integer."""
        low, high = self.low, self.high
        if whole and low is not None:
            low = math.floor(low) + 1 if self.low_open else math.ceil(low)
        if whole and high is not None:
            high = math.ceil(high) - 1 if self.high_open else math.floor(high)
        if whole and low is not None and high is not None and low > high:
            low, high = high, low  # a fraction, such as 1.5 months, between two whole numbers
        if low is not None and low == high and (whole or not (self.low_open or self.high_open)):
            return tidy(low)
        value: dict[str, Any] = {}
        if low is not None:
            value["min"] = tidy(low)
        if high is not None:
            value["max"] = tidy(high)
            if self.high_open and not whole:
                value["exclusive_max"] = True
        return value


def tidy(number: float) -> float:
    return int(number) if float(number).is_integer() else round(number, 6)
