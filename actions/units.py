"""A quantity in the unit that a fact is counted in."""

from typing import Any

from actions.entities import Quantity
from policy_kb.model import Fact

_PER_UNIT = {("年", "月"): 12, ("年", "个月"): 12, ("半年", "月"): 6}
_SAME_UNIT = {"个月": "月", "块": "元", "个": "人", "名": "人", "位": "人", "岁": "年"}


def in_unit(fact: Fact, quantity: Quantity) -> Any:
    """The quantity as this fact's value, converted to its unit; None when units do not fit."""
    factor = _factor(fact, quantity.unit)
    if factor is None:
        return None
    ends = {"min": quantity.low, "max": quantity.high}
    whole = fact.type in ("integer", "year")
    value = {
        end: round(number * factor) if whole else round(number * factor, 6)
        for end, number in ends.items()
        if number is not None
    }
    if fact.type == "year":
        value = {end: year + 2000 if year < 100 else year for end, year in value.items()}
    if len(value) == 2 and value["min"] == value["max"]:
        return value["min"]
    return value or None


def _factor(fact: Fact, said: str | None) -> float | None:
    if said == "%" and fact.type == "ratio":
        return 0.01
    if said is None:
        return 1
    if fact.type == "year":
        return 1 if said in ("届", "年") else None
    wanted = "元" if fact.type == "money" else str(fact.unit or "")
    if (said, wanted) in _PER_UNIT:
        return _PER_UNIT[said, wanted]
    return 1 if _SAME_UNIT.get(said, said) == _SAME_UNIT.get(wanted, wanted) else None
