"""What would be if: answered, and not noted."""

import pytest

from actions.entities import Quantity
from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

STEEL = {"headcount": 2000, "average_insured_last_year": 2000, "layoffs_last_year": 50}
REFUND = ("job_retention_refund",)


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_a_supposition_is_answered_and_what_was_told_stays(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=STEEL, measures=REFUND)
    asked = talk.case.asked
    answer = talk.say("要是裁了700人呢", "ask_eligibility", facts={"layoffs_last_year": 700})
    assert "如果上年度裁员人数700人" in answer and "不符合" in answer and "35%" in answer
    assert talk.case.facts["layoffs_last_year"] == 50 and "50人”没有改" in answer
    assert talk.case.asked == asked


def test_a_higher_level_would_be_worth_more(talk: Talk) -> None:
    told = {"employment_status": "on_unemployment_benefit", "certificate_level": "level_4"}
    talk.say("…", "ask_eligibility", facts=told, measures=("skill_upgrade_subsidy",))
    answer = talk.say("高级的话给多少", "ask_amount", facts={"certificate_level": "level_3"})
    assert "2,000元" in answer and talk.case.facts["certificate_level"] == "level_4"


def test_the_first_thing_told_is_the_case_itself(talk: Talk) -> None:
    told = {"audience": "individual", "employment_status": "unemployed"}
    talk.say("如果我失业了能领什么", "ask_eligibility", facts=told)
    assert talk.case.facts["employment_status"] == "unemployed"


def test_and_if_i_did_after_a_refusal_says_what_is_required(talk: Talk) -> None:
    facts = {"graduation_year": 2021, "college_graduate": True, "business_months": 0}
    talk.say("…", "ask_eligibility", facts=facts, measures=("startup_subsidy",))
    assert "满12个月" in talk.say("如果开了呢", "nonsense")


BENEFIT = ("unemployment_benefit",)
ON_BENEFIT = {"audience": "individual", "employment_status": "on_unemployment_benefit"}


def test_a_question_that_contradicts_what_was_told_supposes(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=ON_BENEFIT, measures=BENEFIT)
    work = {"employment_status": "employed"}
    answer = talk.say("找到工作了还能领吗", "ask_other", facts=work)
    assert "如果就业状态是在职" in answer
    assert talk.case.facts["employment_status"] == "on_unemployment_benefit"
    talk.say("是真的，改成就业状态是在职")
    assert talk.case.facts["employment_status"] == "employed"


def test_what_has_really_changed_is_noted(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=ON_BENEFIT, measures=BENEFIT)
    work = {"employment_status": "employed"}
    talk.say("我现在又找到工作了还能领吗", "ask_eligibility", facts=work)
    assert talk.case.facts["employment_status"] == "employed"


def test_a_bare_number_asked_about_supposes_what_was_told_last(talk: Talk) -> None:
    firm = {"industry": "transport", "average_insured_last_year": 120, "layoffs_last_year": 6}
    talk.say("…", "ask_eligibility", facts=firm, measures=REFUND)
    assert talk.case.asked == "headcount"
    answer = talk.say(
        "7个呢", "ask_eligibility", quantities=(Quantity(7, 7, None, "7个呢", "个呢"),)
    )
    assert "如果上年度裁员人数7人" in answer
    assert talk.case.asked == "headcount" and "headcount" not in talk.case.facts
    assert talk.case.facts["layoffs_last_year"] == 6


def test_a_bare_number_that_answers_is_no_supposition(talk: Talk) -> None:
    firm = {"industry": "transport", "average_insured_last_year": 120, "layoffs_last_year": 6}
    talk.say("…", "ask_eligibility", facts=firm, measures=REFUND)
    talk.say("130个", quantities=(Quantity(130, 130, None, "130个", "个"),))
    assert talk.case.facts["headcount"] == 130


def test_far_fewer_people_than_were_insured_are_asked_back(talk: Talk) -> None:
    firm = {"industry": "transport", "average_insured_last_year": 120, "layoffs_last_year": 6}
    talk.say("…", "ask_eligibility", facts=firm, measures=REFUND)
    answer = talk.say("8个", quantities=(Quantity(8, 8, None, "8个", "个"),))
    assert "少得多" in answer and "headcount" not in talk.case.facts
    talk.say("没错，就是职工人数8人")
    assert talk.case.facts["headcount"] == 8
