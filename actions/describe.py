"""Facts and numbers in the words a citizen reads."""

import re
from typing import Any

from policy_kb import KnowledgeBase, phrases
from policy_kb.intake import read_value

_ORDINAL = re.compile(r"^(.*?)(\d+)$")
_NAMED = ("choice", "set", "date", "year", "text")
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
    """A fact with its value: 职工人数28人, 所属行业：餐饮业, 没有办理失业登记."""
    fact = kb.facts[name]
    read = read_value(fact, value)
    said = fact.name if read is None else phrases.told(fact, read)
    if read is None or fact.type == "boolean":
        return said
    return f"{fact.name}{'：' if fact.type in _NAMED else ''}{said}"
