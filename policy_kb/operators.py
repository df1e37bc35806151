"""From an operator as written to the test it makes; which operators fit which type of fact."""

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from policy_kb import phrases
from policy_kb.leaf import Among, HasAny, OneOf, Reads, Recent, Test, Within
from policy_kb.lexicon import Scope, unknown
from policy_kb.model import Fact
from policy_kb.schema_base import nearest
from policy_kb.values import HIGHEST, LOWEST, Interval, interval

_EQUAL = {"is", "is_not", "in", "not_in"}
_LIMITS = {"at_least", "at_most", "more_than", "less_than"}
_NUMBER = _EQUAL | _LIMITS | {"same_as"}
ALLOWED: dict[str, set[str]] = {
    "boolean": {"is", "is_not"},
    "choice": _EQUAL | {"in_group"},
    "set": {"includes_any", "includes_none"},
    "text": _EQUAL,
    "date": {"is", "is_not", "on_or_after", "on_or_before", "within_months", "within_years"},
    **dict.fromkeys(("integer", "number", "money", "ratio", "year"), _NUMBER),
}
#: Operators that hold when the test does not pass.
_INVERTED = {"is_not", "not_in", "includes_none"}


def test_of(scope: Scope, fact: Fact, operators: Mapping[str, Any]) -> tuple[Test, bool] | None:
    """The test and whether it must pass; None when a problem was reported instead."""
    for name in operators:
        if name not in ALLOWED[fact.type]:
            allowed = "、".join(sorted(ALLOWED[fact.type]))
            scope.at(name).report(
                f"{fact.id} 是 {fact.type} 类事实，不能用 {name}", f"可用：{allowed}"
            )
            return None
    name = next(iter(operators))
    test = _MAKERS[fact.type](scope, fact, operators)
    return None if test is None else (test, name not in _INVERTED)


def _operands(operators: Mapping[str, Any]) -> list[Any]:
    (operand,) = operators.values()
    return operand if isinstance(operand, list) else [operand]


def _boolean(scope: Scope, fact: Fact, operators: Mapping[str, Any]) -> Test | None:
    (operand,) = _operands(operators)
    if not isinstance(operand, bool):
        scope.report(f"{fact.id} 只能是 true 或 false", "改成 true 或 false，不加引号")
        return None
    return OneOf(frozenset({operand}))


def _choice(scope: Scope, fact: Fact, operators: Mapping[str, Any]) -> Test | None:
    if "in_group" in operators:
        group = scope.at("in_group").group(operators["in_group"])
        return OneOf(group.members) if group else None
    names = _operands(operators)
    for name in unknown(names, fact.choices):
        scope.report(f"{fact.id} 没有“{name}”这个选项", nearest(str(name), fact.choices))
        return None
    return OneOf(frozenset[str]().union(*(fact.choices[name].means for name in names)))


def _set(scope: Scope, fact: Fact, operators: Mapping[str, Any]) -> Test | None:
    names = _operands(operators)
    for name in unknown(names, fact.choices):
        scope.report(f"{fact.id} 没有“{name}”这个选项", nearest(str(name), fact.choices))
        return None
    return HasAny(frozenset(names))


def _text(scope: Scope, fact: Fact, operators: Mapping[str, Any]) -> Test | None:
    return Reads(frozenset(map(str, _operands(operators))))


def _number(scope: Scope, fact: Fact, operators: Mapping[str, Any]) -> Test | None:
    assert isinstance(fact.domain, Interval)
    equal = bool(set(operators) & _EQUAL)
    numbers = _operands(operators) if equal else list(operators.values())
    for number in numbers:
        if not isinstance(number, int | float) or isinstance(number, bool):
            scope.report(f"{fact.id} 要和数字比较，不能是 {number!r}", "改成数字，不加引号")
            return None
        if not fact.domain.lo[0] <= number <= fact.domain.hi[0]:
            scope.report(
                f"{phrases.number(number)} 超出了 {fact.id} 的范围",
                "改成范围里的数，或改 facts.yml 的 min、max",
            )
            return None
    if equal:
        return Among(frozenset(numbers))
    return _limits(operators, fact.domain.whole)


def _limits(operators: Mapping[str, Any], whole: bool) -> Test:
    lo, hi = LOWEST, HIGHEST
    for name, number in operators.items():
        if name in ("at_least", "more_than"):
            lo = (number, int(name == "more_than"))
        else:
            hi = (number, -int(name == "less_than"))
    span = interval(lo, hi, whole=whole)
    return Within(span.lo, span.hi)


def _date(scope: Scope, fact: Fact, operators: Mapping[str, Any]) -> Test | None:
    if "within_months" in operators or "within_years" in operators:
        return Recent(operators.get("within_months", 0) + 12 * operators.get("within_years", 0))
    days: Sequence[Any] = list(operators.values())
    if not all(isinstance(day, datetime.date) for day in days):
        scope.report(f"{fact.id} 要和日期比较", "写成 2022-06-01 的样子，不加引号")
        return None
    if set(operators) & _EQUAL:
        return Among(frozenset(day.toordinal() for day in days))
    start = operators.get("on_or_after")
    end = operators.get("on_or_before")
    return Within(
        (start.toordinal() if start else -math.inf, 0), (end.toordinal() if end else math.inf, 0)
    )


_MAKERS: dict[str, Callable[[Scope, Fact, Mapping[str, Any]], Test | None]] = {
    "boolean": _boolean,
    "choice": _choice,
    "set": _set,
    "text": _text,
    "date": _date,
    **dict.fromkeys(("integer", "number", "money", "ratio", "year"), _number),
}
