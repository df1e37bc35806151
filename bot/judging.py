"""Judging for machines: JSON in, JSON out, and every fault of the input in Chinese.

Shared by the REST API, the message path and the command line; needs no engine and no database.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.errors import RequestError
from policy_kb import FactError, Judgement, KnowledgeBase, RegionError, judge, next_question

Json = dict[str, Any]

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)
_LARGEST = 10**15
_DEEPEST = 4
_LONGEST = 200  # characters of a text fact


def judgement(
    kb: KnowledgeBase,
    facts: Mapping[str, Any],
    *,
    region: str | None,
    as_of: date,
    measures: Iterable[str] | None = None,
) -> Judgement:
    """Judges checked input; ``RequestError`` names the field and what to mend."""
    check_date(as_of)
    check_values(facts)
    try:
        return judge(kb, facts, region=region, as_of=as_of, measures=measures)
    except RegionError as error:
        raise RequestError(str(error), field="region") from error
    except FactError as error:
        raise RequestError(str(error), field=f"facts.{error.fact}") from error


def report(
    kb: KnowledgeBase,
    judged: Judgement,
    *,
    focus: Sequence[str] = (),
    declined: Collection[str] = (),
) -> Json:
    """A judgement as ``POST /api/v1/judge`` and ``policybot judge --json`` show it."""
    question = next_question(kb, judged, focus=focus, declined=declined)
    return {
        "region": judged.region.name if judged.region else None,
        "as_of": judged.as_of.isoformat(),
        "facts": dict(judged.facts),
        "verdicts": [verdict.to_json() for verdict in judged.verdicts],
        "next_question": question.to_json() if question else None,
    }


def parse_date(text: str) -> date:
    """The ISO date in ``text``, within bounds; ``RequestError`` says how to write it."""
    try:
        if len(text) != len("2022-08-01"):
            raise ValueError
        as_of = date.fromisoformat(text)
    except ValueError:
        raise RequestError("as_of：应为日期，如 2022-08-01。", field="as_of") from None
    check_date(as_of)
    return as_of


def check_date(as_of: date) -> None:
    """``RequestError`` unless the date is one that policies can be judged by."""
    if not EARLIEST <= as_of <= LATEST:
        raise RequestError(
            f"as_of 要在{EARLIEST.isoformat()}至{LATEST.isoformat()}之间。", field="as_of"
        )


def check_values(facts: Mapping[str, Any]) -> None:
    """``RequestError`` for what no fact can be: NaN, absurd sizes, deep nesting, broken text."""
    for name, value in facts.items():
        if fault := _fault_in(name, 0):
            raise RequestError(f"facts 里有一项的名字{fault}", field="facts")
        if fault := _fault_in(value, 0):
            raise RequestError(f"事实 {name}：{fault}", field=f"facts.{name}")


def _fault_in(value: Any, depth: int) -> str | None:
    if depth > _DEEPEST:
        return '嵌套太深，只接受单个值、列表或 {"min": …, "max": …}。'
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return "不是有效的数字，请写具体的数。"
    if isinstance(value, int | float) and abs(value) > _LARGEST:
        return "数字太大，请核对单位（金额以元为单位）。"
    if isinstance(value, str):
        return _fault_in_text(value)
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return next((fault for one in value if (fault := _fault_in(one, depth + 1))), None)
    return None


def _fault_in_text(text: str) -> str | None:
    if len(text) > _LONGEST:
        return f"文字太长，最多{_LONGEST}个字。"
    if any("\ud800" <= char <= "\udfff" for char in text):
        return "有无法识别的字符（比如不完整的表情符号），请删去。"
    return None
