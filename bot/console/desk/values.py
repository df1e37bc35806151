"""Facts in a form: what a field shows of a value, and what was meant by what was typed into it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from bot.console.desk.errors import DeskError
from policy_kb.model import Fact

NUMBERS = ("integer", "number", "money", "ratio", "year")

_NUMBER = r"(\d+(?:\.\d+)?)\s*([万亿%])?"
_UNIT = r"(?:人|元|个月|月|年|次|岁|档|户|名|块)?"
_EXACT = re.compile(rf"^{_NUMBER}{_UNIT}$")
_RANGE = re.compile(rf"^{_NUMBER}{_UNIT}(?:-|~|—|–|至|到){_NUMBER}{_UNIT}$")
_ABOVE = re.compile(rf"^(?:(>=|≥|至少|不少于)|(>|超过|多于|大于)){_NUMBER}{_UNIT}$")
_BELOW = re.compile(rf"^(?:(<=|≤|至多|不超过|最多)|(<|不到|少于|小于)){_NUMBER}{_UNIT}$")
_AFTER = re.compile(rf"^{_NUMBER}{_UNIT}(?:(以上|及以上|\+)|(以下|及以下|以内))$")
_SIZES = {"万": 10_000, "亿": 100_000_000, "%": 0.01}


def read(fact: Fact, fields: Mapping[str, Sequence[str]]) -> Any:
    """The JSON value meant by the form's fields (``value`` and, for sets, ``none_else``).

    None takes the fact back. Raises ``DeskError`` that says what may be typed.
    """
    given = [one.strip() for one in fields.get("value", ()) if one.strip()]
    if fact.type == "set":
        return _set(fact, given, bool(fields.get("none_else")))
    if not given:
        return None
    if fact.type == "boolean":
        return {"true": True, "false": False}.get(given[0])
    if fact.type == "choice":
        return given[0] if len(given) == 1 else given
    if fact.type in NUMBERS:
        return number(fact, given[0])
    return given[0]


def number(fact: Fact, text: str) -> Any:
    """30, 30-40, 30以上, >30, 1.5万, 5.5% as JSON; ``DeskError`` for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if found := _EXACT.match(plain):
        return _size(fact, found[1], found[2])
    if found := _RANGE.match(plain):
        low = _size(fact, found[1], found[2] or found[4])
        return {"min": low, "max": _size(fact, found[3], found[4])}
    if found := _ABOVE.match(plain):
        return _open("min", _size(fact, found[3], found[4]), open_=bool(found[2]))
    if found := _BELOW.match(plain):
        return _open("max", _size(fact, found[3], found[4]), open_=bool(found[2]))
    if found := _AFTER.match(plain):
        return {"min" if found[3] else "max": _size(fact, found[1], found[2])}
    unit = fact.unit or ("元" if fact.type == "money" else "")
    raise DeskError(
        f"{fact.name}要填数字{f'（{unit}）' if unit else ''}，如 30、30-40、30以上、不到30、1.5万。"
    )


def shown(fact: Fact, value: Any) -> str:
    """A number as its field shows it; what ``number`` reads again."""
    if not isinstance(value, Mapping):
        return _plain(fact, value)
    low, high = value.get("min"), value.get("max")
    if low is not None and high is not None:
        return f"{_plain(fact, low)}-{_plain(fact, high)}"
    if low is not None:
        text = _plain(fact, low)
        return f">{text}" if value.get("exclusive_min") else f"{text}以上"
    text = _plain(fact, high)
    return f"<{text}" if value.get("exclusive_max") else f"{text}以下"


def members(value: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Of a set, what is in it and what is not."""
    if isinstance(value, Mapping):
        return frozenset(value.get("includes") or ()), frozenset(value.get("excludes") or ())
    return frozenset(value or ()), frozenset()


def _set(fact: Fact, given: Sequence[str], none_else: bool) -> Any:
    others = [one for one in fact.choices if one not in given] if none_else else []
    return {"includes": list(given), "excludes": others} if given or others else None


def _size(fact: Fact, digits: str, unit: str | None) -> float:
    size = float(digits) * _SIZES.get(unit or "", 1)
    if fact.type == "ratio" and unit is None and size > 1:
        size /= 100  # 5.5 in a field that shows percent
    return int(size) if size == int(size) else round(size, 6)


def _open(end: str, limit: float, *, open_: bool) -> dict[str, Any]:
    return {end: limit, **({f"exclusive_{end}": True} if open_ else {})}


def _plain(fact: Fact, value: Any) -> str:
    if value is None:
        return ""
    if fact.type == "ratio":
        return f"{round(value * 100, 4):g}%"
    return f"{value:,}" if fact.type == "money" else f"{value}"
