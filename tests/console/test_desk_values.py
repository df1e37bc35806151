"""What may be typed into the desk's fields, and that a field shows what it reads again."""

from __future__ import annotations

from typing import Any

import pytest

from bot.console.desk import values
from bot.console.desk.errors import DeskError
from policy_kb import KnowledgeBase


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        ("headcount", "28", 28),
        ("headcount", "２８人", 28),
        ("headcount", "1,200", 1200),
        ("headcount", "30-40", {"min": 30, "max": 40}),
        ("headcount", "30到40人", {"min": 30, "max": 40}),
        ("headcount", "30以上", {"min": 30}),
        ("headcount", "30人以下", {"max": 30}),
        ("headcount", ">30", {"min": 30, "exclusive_min": True}),
        ("headcount", "超过30人", {"min": 30, "exclusive_min": True}),
        ("headcount", "不到30", {"max": 30, "exclusive_max": True}),
        ("headcount", "≤30", {"max": 30}),
        ("headcount", "", None),
        ("annual_revenue", "1.5万", 15000),
        ("annual_revenue", "100-200万", {"min": 1000000, "max": 2000000}),
        ("annual_revenue", "2亿元", 200000000),
        ("layoff_rate", "5.5%", 0.055),
        ("layoff_rate", "5.5", 0.055),
        ("layoff_rate", "0.055", 0.055),
        ("graduation_year", "2022", 2022),
    ],
)
def test_numbers_as_agents_type_them(kb: KnowledgeBase, fact: str, typed: str, value: Any) -> None:
    read = values.read(kb.facts[fact], {"value": [typed]})
    assert read == value
    if value is not None:
        told = kb.check_facts({fact: read})[fact]
        again = values.read(kb.facts[fact], {"value": [values.shown(kb.facts[fact], told)]})
        assert kb.check_facts({fact: again})[fact] == told


@pytest.mark.parametrize("typed", ["很多", "三十", "30--40", "-5", "1e9", "30元40", "<script>"])
def test_what_is_no_number_is_refused_with_an_example(kb: KnowledgeBase, typed: str) -> None:
    with pytest.raises(DeskError, match="30-40"):
        values.read(kb.facts["headcount"], {"value": [typed]})


def test_a_set_says_who_is_in_and_that_nothing_else_is(kb: KnowledgeBase) -> None:
    fact = kb.facts["person_groups"]
    some = values.read(fact, {"value": ["veteran"]})
    assert kb.check_facts({fact.id: some})[fact.id] == ["veteran"]
    only = values.read(fact, {"value": ["veteran"], "none_else": ["1"]})
    assert set(only["excludes"]) == set(fact.choices) - {"veteran"}
    none = values.read(fact, {"none_else": ["1"]})
    assert not none["includes"] and set(none["excludes"]) == set(fact.choices)
    assert values.read(fact, {}) is None
    assert kb.check_facts({fact.id: only})


def test_choices_and_truths(kb: KnowledgeBase) -> None:
    assert values.read(kb.facts["has_arrears"], {"value": ["false"]}) is False
    assert values.read(kb.facts["industry"], {"value": ["catering"]}) == "catering"
    assert values.read(kb.facts["industry"], {"value": [""]}) is None
