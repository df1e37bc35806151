"""Bare answers bind to the question asked, by the fact's type and the answers offered."""

from typing import Any

import pytest

from actions.binding import bind
from actions.entities import Quantity
from actions.labels import position
from actions.understanding import Reading
from policy_kb import KnowledgeBase


def said(text: str, **more: Any) -> Reading:
    return Reading(text=text, **more)


def number(value: float, unit: str | None = None, text: str = "…") -> Reading:
    return Reading(text=text, quantities=(Quantity(value, value, unit),))


@pytest.mark.parametrize(
    ("fact", "reading", "value"),
    [
        ("headcount", number(30), 30),
        ("headcount", number(30, "人"), 30),
        ("headcount", number(30, "个"), 30),
        ("hire_contract_months", number(2, "年"), 24),
        ("hire_contract_months", number(18, "月"), 18),
        ("unemployment_premiums_last_year", number(20000, "元"), 20000),
        ("layoff_rate", number(20, "%"), 0.2),
        ("hires_graduation_year", number(22, "届"), 2022),
        ("layoffs_last_year", said("没有", answer="no"), 0),
        ("hire_contract_signed", said("是的", answer="yes"), True),
        ("hire_contract_signed", said("没有", answer="no"), False),
        ("certificate_level", said("三级"), "level_3"),
        ("certificate_level", said("高级工"), "level_3"),
        ("audience", said("公司"), "enterprise"),
        ("audience", said("2"), "individual"),
        ("insurance_stopped_on", said("2022年3月1日", when="2022-03-01"), "2022-03-01"),
    ],
)
def test_an_answer_becomes_the_facts_value(
    kb: KnowledgeBase, fact: str, reading: Reading, value: Any
) -> None:
    bound = bind(kb.facts[fact], reading)
    assert bound is not None and bound.facts == {fact: value}


def test_a_range_stays_a_range(kb: KnowledgeBase) -> None:
    reading = Reading(text="三十来个", quantities=(Quantity(25, 39, "个"),))
    bound = bind(kb.facts["headcount"], reading)
    assert bound is not None and bound.facts == {"headcount": {"min": 25, "max": 39}}


@pytest.mark.parametrize(
    ("fact", "yes", "no"),
    [
        ("on_exclusion_list", True, False),  # 都没有 / 有其中一项
        ("education_fund_insufficient", False, True),  # 经费够用吗: 不够 / 够用
        ("cash_below_minimum_wages", True, False),  # 是，不够发 / 够发
        ("layoffs_last_year", {"min": 1}, 0),  # 没有裁员 / 裁过员
    ],
)
def test_the_offered_answers_decide_what_yes_means(
    kb: KnowledgeBase, fact: str, yes: Any, no: Any
) -> None:
    for word, answer, value in (("是", "yes", yes), ("没有", "no", no)):
        bound = bind(kb.facts[fact], Reading(text=word, answer=answer))
        assert bound is not None and bound.facts == {fact: value}


def test_yes_to_this_or_that_is_no_answer(kb: KnowledgeBase) -> None:
    bound = bind(kb.facts["left_involuntarily"], said("是", answer="yes"))
    assert bound is not None and bound.problem == "pick_one"


@pytest.mark.parametrize("text", ["不知道", "不清楚。", "说不好"])
def test_not_knowing_sets_the_question_aside(kb: KnowledgeBase, text: str) -> None:
    bound = bind(kb.facts["headcount"], said(text))
    assert bound is not None and bound.declined and not bound.facts


def test_skipping_does_too(kb: KnowledgeBase) -> None:
    bound = bind(kb.facts["headcount"], said("跳过", intent="skip"))
    assert bound is not None and bound.declined


@pytest.mark.parametrize(
    ("fact", "reading", "problem"),
    [
        ("headcount", said("有", answer="yes"), "pick_one"),
        ("payroll_base", said("有", answer="yes"), "need_number"),
        ("graduation_year", said("嗯", answer="yes"), "need_year"),
        ("headcount", number(3, "元"), "wrong_unit"),
        ("certificate_level", said("9"), "pick_by_number"),
        ("certificate_level", said("是", answer="yes"), "pick_one"),
    ],
)
def test_an_answer_that_does_not_fit_is_explained(
    kb: KnowledgeBase, fact: str, reading: Reading, problem: str
) -> None:
    bound = bind(kb.facts[fact], reading)
    assert bound is not None and bound.problem == problem


def test_a_yes_that_goes_with_what_is_told_is_no_answer(kb: KnowledgeBase) -> None:
    reading = said("是，以单位形式参保", answer="yes", facts={"insured_as_unit": True})
    assert bind(kb.facts["temporary_difficulty"], reading) is None


def test_several_numbers_pick_several_groups(kb: KnowledgeBase) -> None:
    choices = list(kb.facts["person_groups"].choices)
    bound = bind(kb.facts["person_groups"], said("1、3"))
    assert bound is not None
    assert bound.facts == {"person_groups": {"includes": [choices[0], choices[2]]}}


def test_none_of_them_denies_all(kb: KnowledgeBase) -> None:
    bound = bind(kb.facts["person_groups"], said("都不是", answer="no"))
    assert bound is not None
    assert bound.facts["person_groups"]["excludes"] == list(kb.facts["person_groups"].choices)


def test_something_else_is_no_answer(kb: KnowledgeBase) -> None:
    assert bind(kb.facts["headcount"], said("今天天气怎么样", intent="out_general")) is None


@pytest.mark.parametrize(("word", "index"), [("1", 0), ("第二个", 1), ("选3", 2), ("三十", None)])
def test_places_in_a_list(word: str, index: int | None) -> None:
    assert position(word) == index
