"""Facts and numbers in the words a citizen reads."""

import re
from collections.abc import Mapping
from typing import Any

from policy_kb import KnowledgeBase
from policy_kb.model import Fact

_ORDINAL = re.compile(r"^(.*?)(\d+)$")
_NUMERALS = re.compile(r"^[一二三四五六七八九十百]+")


def number(value: float) -> str:
    """1234567.5 as 1,234,567.5; whole numbers without decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")


def clause(text: str) -> str:
    """A clause as it is cited aloud: 三（三）6 → 三（三）第6项, 一 → 第一条."""
    if item := _ORDINAL.match(text):
        return f"{item[1]}第{item[2]}项"
    return _NUMERALS.sub(lambda match: f"第{match[0]}条", text, count=1)


def value_text(kb: KnowledgeBase, name: str, value: Any) -> str:
    """A fact with its value: 职工人数28人, 行业：餐饮业, 没有办理失业登记."""
    fact = kb.facts[name]
    if fact.type == "boolean":
        text = fact.true_text if value else fact.false_text
        return text or f"{fact.name}：{'是' if value else '否'}"
    if fact.type in ("choice", "set"):
        return f"{fact.name}：{_members(fact, value)}"
    if fact.type in ("date", "year", "text"):
        return f"{fact.name}：{_span(value, str)}{'年' if fact.type == 'year' else ''}"
    if fact.type == "ratio":
        return f"{fact.name}{_span(value, lambda v: f'{number(round(float(v) * 100, 4))}%')}"
    return f"{fact.name}{_span(value, number)}{fact.unit or ('元' if fact.type == 'money' else '')}"


def _members(fact: Fact, value: Any) -> str:
    names = {choice.id: choice.name for choice in fact.choices.values()}
    if isinstance(value, Mapping):
        parts = [names.get(member, member) for member in value.get("includes", ())]
        denied = [names.get(member, member) for member in value.get("excludes", ())]
        if denied:
            all_denied = not parts and len(denied) == len(names)
            parts.append("都不是" if all_denied else f"不是{'、'.join(denied)}")
        return "、".join(parts)
    members = value if isinstance(value, list | tuple) else [value]
    joint = "或" if fact.type == "choice" else "、"
    return joint.join(names.get(member, str(member)) for member in members)


def _span(value: Any, show: Any) -> str:
    if not isinstance(value, Mapping):
        return str(show(value))
    low, high = value.get("min"), value.get("max")
    if low is None or low == high:
        return f"不超过{show(high)}" if low is None else str(show(low))
    return f"不少于{show(low)}" if high is None else f"{show(low)}至{show(high)}"
