"""Plain Chinese for values and conditions, where the rule's author has written none."""

import datetime
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from policy_kb.model import Fact, Group
from policy_kb.values import Bound, Interval, Members, Value

Phrase = Callable[[Fact, Any], str]

_MOST = {"at_most": "不超过", "less_than": "少于"}
_LEAST = {"at_least": "不少于", "more_than": "超过"}
_EARLIEST, _LATEST = "on_or_after", "on_or_before"
_COMPLEMENT = {
    "is": "is_not", "is_not": "is", "in": "not_in", "not_in": "in", "at_most": "more_than",
    "more_than": "at_most", "at_least": "less_than", "less_than": "at_least",
    "includes_any": "includes_none", "includes_none": "includes_any",
}  # fmt: skip


def money(yuan: float) -> str:
    """4500 → 4500元, 200000 → 20万元, 300000000 → 3亿元."""
    for size, unit in ((100_000_000, "亿元"), (10_000, "万元")):
        if yuan >= size and yuan * 100 % size == 0:
            return f"{number(yuan / size)}{unit}"
    return f"{number(yuan)}元"


def number(value: float) -> str:
    """Without a useless fraction; at most four places."""
    if math.isfinite(value) and value == int(value):
        return str(int(value))
    return f"{value:.4f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """0.055 → 5.5%, 0.0714286 → 7.14%."""
    return f"{number(round(value * 100, 2))}%"


def day(value: datetime.date) -> str:
    """2022年6月1日."""
    return f"{value.year}年{value.month}月{value.day}日"


def quantity(fact: Fact, value: float | datetime.date) -> str:
    """A number in the fact's unit."""
    if isinstance(value, datetime.date):
        return day(value)
    if fact.type == "date":
        return day(datetime.date.fromordinal(int(value)))
    if fact.type == "money":
        return money(value)
    if fact.type == "ratio":
        return percent(value)
    if fact.type == "year":
        return f"{number(value)}年"
    return f"{number(value)}{fact.unit or ''}"


def join(names: Iterable[str]) -> str:
    """甲、乙或丙."""
    items = list(names)
    return "或".join(filter(None, ("、".join(items[:-1]), *items[-1:])))


def condition(fact: Fact, operators: Mapping[str, Any], groups: Mapping[str, Group]) -> str:
    """A condition in words: 职工人数不超过30人."""
    if set(operators) & {*_MOST, *_LEAST}:
        return fact.name + "且".join(_bound(fact, name, n) for name, n in operators.items())
    if set(operators) & {_EARLIEST, _LATEST}:
        return _dates(fact, operators)
    ((name, operand),) = operators.items()
    if fact.type == "boolean":
        return _yes_no(fact, operand is (name == "is"))
    if name == "in_group":
        return f"{fact.name}属于{groups[operand].name}"
    return _PLAIN[name](fact, operand)


def opposite(fact: Fact, operators: Mapping[str, Any], groups: Mapping[str, Group]) -> str:
    """The words for the condition's not holding."""
    ((name, operand), *more) = operators.items()
    if fact.type == "boolean":
        return _yes_no(fact, operand is not (name == "is"))
    if more or name not in _COMPLEMENT:
        return f"不是“{condition(fact, operators, groups)}”"
    return condition(fact, {_COMPLEMENT[name]: operand}, groups)


def _bound(fact: Fact, name: str, limit: float) -> str:
    words = _MOST.get(name) or _LEAST[name]
    if name == "more_than" and limit == 0:
        return "大于0"
    return f"{words}{quantity(fact, limit)}"


def _dates(fact: Fact, operators: Mapping[str, datetime.date]) -> str:
    start, end = operators.get(_EARLIEST), operators.get(_LATEST)
    if start and end:
        return f"{fact.name}在{day(start)}至{day(end)}之间（含首尾两天）"
    if start:
        return f"{fact.name}在{day(start)}或以后"
    return f"{fact.name}在{day(end)}或以前" if end else fact.name


def _yes_no(fact: Fact, value: bool) -> str:
    if value:
        return fact.true_text or fact.name
    return fact.false_text or f"不是“{fact.true_text or fact.name}”"


def _name(fact: Fact, value: Any) -> str:
    choice = fact.choices.get(value) if isinstance(value, str) else None
    return choice.name if choice else quantity(fact, value) if not isinstance(value, str) else value


def _listed(fact: Fact, values: Iterable[Any]) -> str:
    return join(_name(fact, value) for value in values)


def _has_any(fact: Fact, members: list[str]) -> str:
    if fact.true_text:
        return fact.true_text.replace("{}", _listed(fact, members))
    return f"{fact.name}包括{_listed(fact, members)}"


def _has_none(fact: Fact, members: list[str]) -> str:
    if fact.false_text:
        return fact.false_text.replace("{}", _listed(fact, members))
    return f"{fact.name}不包括{_listed(fact, members)}"


def _months(fact: Fact, months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{fact.name}在{f'{years}年' if not rest else f'{months}个月'}以内"


_PLAIN: dict[str, Phrase] = {
    "is": lambda fact, value: f"{fact.name}为{_name(fact, value)}",
    "is_not": lambda fact, value: f"{fact.name}不是{_name(fact, value)}",
    "in": lambda fact, values: f"{fact.name}为{_listed(fact, values)}",
    "not_in": lambda fact, values: f"{fact.name}不是{_listed(fact, values)}",
    "includes_any": _has_any,
    "includes_none": _has_none,
    "within_months": _months,
    "within_years": lambda fact, years: _months(fact, 12 * years),
}


def told(fact: Fact, value: Value) -> str:
    """A value as the applicant gave it: 35人, 25至39人, 小型企业."""
    if isinstance(value, Interval):
        return _span(fact, value)
    if isinstance(value, Members):
        ins = "、".join(_name(fact, v) for v in fact.choices if v in value.ins)
        outs = "、".join(_name(fact, v) for v in fact.choices if v in value.outs)
        return "；".join(filter(None, (ins and f"是{ins}", outs and f"不是{outs}")))
    if isinstance(value, str):
        return value
    if fact.type == "boolean":
        return join(_yes_no(fact, flag) for flag in (True, False) if flag in value)
    return join(choice.name for choice in fact.choices.values() if choice.id in value)


def _span(fact: Fact, value: Interval) -> str:
    if value.exact:
        return quantity(fact, value.lo[0])
    lowest, most = _ends(fact)
    low = math.isfinite(value.lo[0]) and value.lo[0] > lowest
    high = math.isfinite(value.hi[0]) and value.hi[0] < most
    if fact.type == "date" or (not low and not high):
        low, high = math.isfinite(value.lo[0]), math.isfinite(value.hi[0])
    if low and high:
        return f"{_end(fact, value.lo)}至{_end(fact, value.hi)}"
    if low:
        return f"{'超过' if value.lo[1] else '至少'}{quantity(fact, value.lo[0])}"
    return f"{'不到' if value.hi[1] else '至多'}{quantity(fact, value.hi[0])}"


def _ends(fact: Fact) -> tuple[float, float]:
    """The least and the most the fact can be."""
    if isinstance(fact.domain, Interval):
        return fact.domain.lo[0], fact.domain.hi[0]
    return -math.inf, math.inf


def _end(fact: Fact, bound: Bound) -> str:
    if fact.unit == "人":  # a rough average is not of half people
        return quantity(fact, math.floor(bound[0] + 0.5))
    return quantity(fact, bound[0]) + ("（不含）" if bound[1] else "")
