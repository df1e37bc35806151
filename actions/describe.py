"""Facts and numbers in the words a citizen reads."""

import re
from datetime import date
from typing import Any

from policy_kb import KnowledgeBase, phrases
from policy_kb.intake import read_value
from policy_kb.model import Fact
from policy_kb.values import Value

LISTED = 4
"""More options than these are counted rather than listed: 制造业 is 31 industries."""

SHORT = 24
"""In a list, a text of so many characters stands as it is."""

_ORDINAL = re.compile(r"^(.*?)(\d+)$")
_SMALL_WAN = re.compile(r"(?<![\d.,])(\d(?:\.\d+)?)万元")
_PLAIN_YUAN = re.compile(r"(?<![\d.,])(\d{4,}(?:\.\d+)?)元")
_HALF_PEOPLE = re.compile(r"(\d+\.\d+)人")
_NAMED = ("choice", "set", "date", "year", "text")
_NUMERALS = re.compile(r"^[一二三四五六七八九十百]+")


def number(value: float) -> str:
    """1234567.5 as 1,234,567.5; whole numbers without decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")


def yuan(text: str) -> str:
    """Sums in a text with separators: 4500元 → 4,500元, 1.8万元 → 18,000元; 20万元 stays."""
    text = _SMALL_WAN.sub(lambda m: f"{number(round(float(m[1]) * 10_000, 2))}元", text)
    return _PLAIN_YUAN.sub(lambda m: f"{number(float(m[1]))}元", text)


def first_words(text: str) -> str:
    """A long text up to where its main point ends: for lists, where each has one line."""
    found = text if len(text) <= SHORT else re.split(r"[；（]", text, maxsplit=1)[0]
    return found.rstrip("，")


def clause(text: str) -> str:
    """A clause as it is cited aloud: 三（三）6 → 三（三）第6项, 一 → 第一条."""
    if item := _ORDINAL.match(text):
        return f"{item[1]}第{item[2]}项"
    return _NUMERALS.sub(lambda match: f"第{match[0]}条", text, count=1)


def day(iso: str) -> str:
    """2022-12-31 as 2022年12月31日."""
    return phrases.day(date.fromisoformat(iso))


def value_text(kb: KnowledgeBase, name: str, value: Any) -> str:
    """A told fact (JSON form) with its value: 职工人数28人, 所属行业：餐饮业, 没有办理失业登记."""
    fact = kb.facts[name]
    read = read_value(fact, value)
    if read is None:
        return fact.name
    if isinstance(read, frozenset) and len(read) > LISTED:
        return f"{fact.name}的大致范围"
    return known_text(fact, read)


def had_text(fact: Fact, value: Value) -> str:
    """What somebody has instead of what is required: 在职, 裁员率25%."""
    return phrases.told(fact, value) if fact.type in ("choice", "set") else known_text(fact, value)


def known_text(fact: Fact, value: Value) -> str:
    """What is known of a fact, told or worked out: 裁员率25%."""
    said = _HALF_PEOPLE.sub(lambda m: f"{round(float(m[1]))}人", phrases.told(fact, value))
    if fact.type == "boolean":
        return said
    return f"{fact.name}{'：' if fact.type in _NAMED else ''}{said}"
