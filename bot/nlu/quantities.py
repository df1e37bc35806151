"""A number as the value of a fact: in the fact's unit, within its bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.nlu.number import Number
from policy_kb.vocabulary import Fact

_DAYS, _WEEKS = 30.0, 30.0 / 7
_TO_MONTHS = {"月": 1.0, "年": 12.0, "天": 1 / _DAYS, "周": 1 / _WEEKS, "季": 3.0}
_YEAR = 12
_GOING_ON = ("unemployment_insured_months", "months_paying_three_insurances")
_LEAST_SUM = 100
"""Fewer without a unit are no yuan (缴失业险的57)."""
_MOST_PEOPLE = 10_000
"""More than so many without a unit are yuan (工人要开五十多万工资)."""


def value_of(fact: Fact, number: Number) -> Any:
    """The number as the fact's JSON value in its unit; None when it cannot be that fact's."""
    scaled = _in_unit(fact, _settled(fact, number))
    if scaled is None:
        return None
    value = scaled.to_json(whole=fact.type in ("integer", "year"))
    ends = [value.get("min"), value.get("max")] if isinstance(value, dict) else [value]
    known = [end for end in ends if isinstance(end, (int, float))]
    if not known or any(
        (fact.min is not None and end < fact.min) or (fact.max is not None and end > fact.max)
        for end in known
    ):
        return None
    return value


def _settled(fact: Fact, number: Number) -> Number:
    """满16个月 is 16, and 缴满一年 one year or more: only who paid may have gone on."""
    if number.unit in ("岁", None):
        return number if fact.id != "age" else replace(number, high=number.reached or number.high)
    whole_years = number.unit == "年" or (number.low or 0) % _YEAR == 0
    if number.reached is None or (fact.id in _GOING_ON and whole_years):
        return number
    return replace(number, high=number.reached)


def _in_unit(fact: Fact, number: Number) -> Number | None:
    unit, said = fact.unit, number.unit
    if fact.type == "year":
        return (
            _year(number) if said == "届" or (said == "年" and (number.low or 0) > 1900) else None
        )
    if fact.type == "ratio":
        return number.scaled(0.01, None) if said == "%" else None
    if fact.type == "money":
        plain = (
            said is None and number.counter == "" and (number.low or number.high or 0) >= _LEAST_SUM
        )
        return number if plain or said == "元" else None
    if unit == "个月":
        return number.scaled(_TO_MONTHS[said], "月") if said in _TO_MONTHS else None
    if unit == "年":
        return number.scaled(_TO_MONTHS[said] / 12, "年") if said in _TO_MONTHS else None
    if unit == "人":
        return number if said in (None, "人") and not _is_money(number) else None
    return number if said == unit or (said is None and number.counter == "") else None


def _is_money(number: Number) -> bool:
    return number.unit is None and (number.low or 0) >= _MOST_PEOPLE


def _year(number: Number) -> Number | None:
    low = number.low
    if low is None or low != number.high:
        return None
    year = low + 2000 if low < 60 else low + 1900 if low < 100 else low
    return Number(year, year, None, number.start, number.end) if year >= 1950 else None
