"""Told facts: from JSON to sets of possible values, checked and put into one form."""

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any

from policy_kb import phrases
from policy_kb.errors import FactError
from policy_kb.model import Fact
from policy_kb.schema_base import nearest
from policy_kb.values import FALSE, TRUE, Interval, Members, Value, interval

_RANGE_KEYS = {"min", "max", "exclusive_min", "exclusive_max"}
_LONGEST_TEXT = 200


def read_facts(
    facts: Mapping[str, Fact], raw: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Value]]:
    """The told facts as normalised JSON and as values; None means left out. Raises FactError."""
    told: dict[str, Any] = {}
    values: dict[str, Value] = {}
    for name, given in raw.items():
        if given is None:
            continue
        fact = facts.get(name)
        if fact is None:
            raise FactError(name, f"没有“{name}”这个事实，{nearest(name, facts)}。")
        if not fact.told:
            inputs = (
                "、".join(facts[i].name for i in fact.derivation.inputs) if fact.derivation else ""
            )
            raise FactError(name, f"{fact.name}（{name}）由{inputs}推算，请改填这些。")
        read = read_value(fact, given)
        if read is not None:
            values[name] = read
            told[name] = to_json(fact, read) if not _synonym(fact, given) else given
    return told, values


def read_value(fact: Fact, given: Any) -> Value | None:
    """One JSON value of ``fact``; None if it says nothing. Raises FactError."""
    return _READERS[fact.type](fact, given)


def to_json(fact: Fact, value: Value) -> Any:
    """The JSON form of a value; what it is read from again."""
    if isinstance(value, Interval):
        return _interval_json(fact, value)
    if isinstance(value, Members):
        ins = [name for name in fact.choices if name in value.ins]
        outs = [name for name in fact.choices if name in value.outs]
        return {"includes": ins, "excludes": outs} if outs else ins
    if isinstance(value, str):
        return value
    if fact.type == "boolean":
        return True in value
    named = [name for name in fact.choices if name in value]
    return named[0] if len(named) == 1 else named


def _synonym(fact: Fact, given: Any) -> bool:
    """Whether a choice that stands for several was named, which reads better kept as it is."""
    return fact.type == "choice" and isinstance(given, str)


def _wrong(fact: Fact, message: str) -> FactError:
    return FactError(fact.id, f"{fact.name}（{fact.id}）{message}")


def _boolean(fact: Fact, given: Any) -> Value | None:
    if not isinstance(given, bool):
        raise _wrong(fact, "要填 true 或 false。")
    return TRUE if given else FALSE


def _text(fact: Fact, given: Any) -> Value | None:
    if not isinstance(given, str) or len(given) > _LONGEST_TEXT:
        raise _wrong(fact, f"要填文字，不超过{_LONGEST_TEXT}个字。")
    return given.strip() or None


def _choice(fact: Fact, given: Any) -> Value | None:
    names = given if isinstance(given, list) else [given]
    if not names:
        raise _wrong(fact, "要填一个选项，或可能的几个选项；不知道就不要填。")
    found = frozenset[str]().union(*(_known(fact, name).means for name in names))
    return None if found == fact.domain else found


def _known(fact: Fact, name: Any) -> Any:
    choice = fact.choices.get(name) if isinstance(name, str) else None
    if choice is None:
        raise _wrong(fact, f"没有“{name}”这个选项，{nearest(str(name), fact.choices)}。")
    return choice


def _set(fact: Fact, given: Any) -> Value | None:
    form = given if isinstance(given, Mapping) else {"includes": given}
    if set(form) - {"includes", "excludes"}:
        raise _wrong(fact, '要填成立的选项列表，或 {"includes": [..], "excludes": [..]}。')
    parts = (form.get("includes") or [], form.get("excludes") or [])
    if not all(isinstance(part, list) for part in parts):
        raise _wrong(fact, "的选项要写成列表。")
    ins, outs = (
        frozenset[str]().union(*(_known(fact, name).means for name in part)) for part in parts
    )
    if ins & outs:
        raise _wrong(fact, f"里“{min(ins & outs)}”不能既成立又不成立。")
    return Members(ins, outs) if ins or outs else None


def _number(fact: Fact, given: Any) -> Value | None:
    if isinstance(given, Mapping):
        return _range(fact, given)
    limit = _limit(fact, given)
    if _whole(fact) and limit != math.floor(limit):
        raise _wrong(fact, f"要填整数，不能是 {given}。")
    return Interval((limit, 0), (limit, 0), _whole(fact))


def _range(fact: Fact, given: Mapping[str, Any]) -> Value | None:
    if set(given) - _RANGE_KEYS:
        raise _wrong(fact, '的范围要写成 {"min": 最小, "max": 最大}，可以只写一头。')
    domain = _domain(fact)
    lo, hi = domain.lo, domain.hi
    if given.get("min") is not None:
        lo = (_limit(fact, given["min"]), 1 if given.get("exclusive_min") else 0)
    if given.get("max") is not None:
        hi = (_limit(fact, given["max"]), -1 if given.get("exclusive_max") else 0)
    found = interval(lo, hi, whole=_whole(fact))
    if found.empty:
        raise _wrong(fact, "的范围里没有可能的值，最小值不能大于最大值。")
    return None if found == domain else found


def _limit(fact: Fact, given: Any) -> float:
    """A number in the fact's bounds; dates as days."""
    number = _day(fact, given) if fact.type == "date" else given
    if isinstance(number, bool) or not isinstance(number, int | float) or not _finite(number):
        raise _wrong(fact, f"要填数字，不能是 {given!r}。")
    domain = _domain(fact)
    if not domain.lo[0] <= number <= domain.hi[0]:
        raise _wrong(fact, f"超出了可能的范围，应当是{phrases.told(fact, domain)}。")
    return int(number) if number == math.floor(number) else number


def _finite(number: float) -> bool:
    return abs(number) < 1e18


def _day(fact: Fact, given: Any) -> int:
    try:
        if isinstance(given, datetime.date):
            return given.toordinal()
        return datetime.date.fromisoformat(given).toordinal()
    except (TypeError, ValueError):
        raise _wrong(fact, f"要填日期，如 2022-08-01，不能是 {given!r}。") from None


def _domain(fact: Fact) -> Interval:
    assert isinstance(fact.domain, Interval)
    return fact.domain


def _whole(fact: Fact) -> bool:
    return _domain(fact).whole


def _interval_json(fact: Fact, value: Interval) -> Any:
    if value.exact:
        return _number_json(fact, value.lo[0])
    domain, form = _domain(fact), dict[str, Any]()
    if value.lo != domain.lo:
        form["min"] = _number_json(fact, value.lo[0])
        form.update({"exclusive_min": True} if value.lo[1] else {})
    if value.hi != domain.hi:
        form["max"] = _number_json(fact, value.hi[0])
        form.update({"exclusive_max": True} if value.hi[1] else {})
    return form


def _number_json(fact: Fact, number: float) -> Any:
    return datetime.date.fromordinal(int(number)).isoformat() if fact.type == "date" else number


_READERS: dict[str, Callable[[Fact, Any], Value | None]] = {
    "boolean": _boolean,
    "text": _text,
    "choice": _choice,
    "set": _set,
    **dict.fromkeys(("integer", "number", "money", "ratio", "date", "year"), _number),
}
