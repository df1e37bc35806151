"""What is told of people in a firm's talk is of its staff, not of whoever asks."""

import pytest

from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

RESTAURANT = {"audience": "enterprise", "industry": "catering", "headcount": 28}
GRANT = ("stay_at_work_grant",)


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_migrant_workers_on_the_staff_do_not_make_a_migrant_worker(talk: Talk) -> None:
    facts = {"rural_migrant_worker": True}
    talk.say("建筑公司农民工多", "ask_eligibility", facts=facts, measures=("work_injury_deferral",))
    assert talk.case.facts == {} and "贵单位" in talk.say("还有呢")


def test_a_fact_about_staff_keeps_a_firm_a_firm_and_is_said_to_be_theirs(talk: Talk) -> None:
    talk.say("能领啥", "ask_eligibility", facts=RESTAURANT)
    answer = talk.say("有五家是大学生", facts={"college_graduate": True})
    assert talk.case.facts["audience"] == "enterprise"
    assert "college_graduate" not in talk.case.facts and "说的是职工" in answer


def test_nobody_insured_is_no_insured_staff(talk: Talk) -> None:
    talk.say("没交社保，留工能领吗", "ask_eligibility", facts=RESTAURANT, measures=GRANT)
    assert talk.case.facts["insured_headcount"] == 0


def test_nobody_insured_however_it_was_read(talk: Talk) -> None:
    talk.say("留工能领吗", "ask_eligibility", facts=RESTAURANT, measures=GRANT)
    answer = talk.say("一个都没上失业保险", facts={"unemployment_insured_months": 0})
    assert talk.case.facts["insured_headcount"] == 0 and "不符合" in answer


@pytest.mark.parametrize("text", ["他们大部分没缴失业保险", "有三个没交社保", "这个月还没交社保"])
def test_some_not_insured_or_a_sum_still_owed_is_not_nobody(talk: Talk, text: str) -> None:
    talk.say("留工能领吗", "ask_eligibility", facts=RESTAURANT, measures=GRANT)
    talk.say(text, facts={"unemployment_insured_months": 0} if "失业" in text else {})
    assert talk.case.facts == RESTAURANT


def test_years_paid_are_the_firm_s(talk: Talk) -> None:
    talk.say("能缓吗", facts={"industry": "social_work", "headcount": 28})
    talk.say("交了三年了", facts={"unemployment_insured_months": 36})
    assert talk.case.facts["months_paying_three_insurances"] == 36
    assert "unemployment_insured_months" not in talk.case.facts


def test_who_says_i_speaks_of_oneself(talk: Talk) -> None:
    talk.say("能领啥", "ask_eligibility", facts=RESTAURANT)
    facts = {"audience": "individual", "unemployment_insured_months": 36}
    talk.say("我自己交了三年", facts=facts, person="self", person_outright=True)
    assert talk.case.facts["unemployment_insured_months"] == 36


def test_an_employee_of_a_firm_of_forty_stays_a_person(talk: Talk) -> None:
    facts = {"headcount": 40, "employment_status": "unemployed", "unemployment_insured_months": 36}
    talk.say("公司40人，被裁了，交了3年", facts=facts)
    assert talk.case.facts["unemployment_insured_months"] == 36
