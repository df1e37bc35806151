"""Which day is judged by, and which dates are told of something else."""

from datetime import date
from typing import Any

import pytest

from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

LEFT = {
    "audience": "individual",
    "separated_on": {"min": "2021-01-01", "max": "2021-01-31"},
    "separation_reason": "resigned",
    "unemployment_insured_months": 24,
}
DECEMBER = {"min": "2020-12-01", "max": "2020-12-31"}


def dated(span: dict[str, str]) -> dict[str, Any]:
    return {"when": span, "as_of": date.fromisoformat(span["max"])}


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_a_bare_date_corrects_the_date_told_last(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LEFT, measures=("unemployment_assistance",))
    talk.say("2020年12月的", **dated(DECEMBER))
    assert talk.case.facts["separated_on"] == DECEMBER and talk.case.as_of is None


def test_a_date_that_only_repeats_one_told_leaves_it_exact(talk: Talk) -> None:
    facts = {"certificate_level": "level_4", "certificate_date": "2022-07-28"}
    talk.say("…", "ask_eligibility", facts=facts, measures=("skill_upgrade_subsidy",))
    talk.say("2022年7月", **dated({"min": "2022-07-01", "max": "2022-07-31"}))
    assert talk.case.facts["certificate_date"] == "2022-07-28" and talk.case.as_of is None


def test_a_date_of_nothing_known_is_asked_back_and_moves_nothing(talk: Talk) -> None:
    facts = {"industry": "catering", "headcount": 28}
    talk.say("…", "ask_eligibility", facts=facts, measures=("job_retention_refund",))
    answer = talk.say("2020年12月", **dated(DECEMBER))
    assert talk.case.as_of is None and "是哪件事的时间" in answer


@pytest.mark.parametrize("text", ["按2020年12月的规定", "2020年12月能领吗", "那时候2020年12月呢"])
def test_a_day_to_judge_by_is_said_as_such(talk: Talk, text: str) -> None:
    talk.say("…", "ask_eligibility", facts=LEFT, measures=("unemployment_assistance",))
    talk.say(text, "ask_eligibility", **dated(DECEMBER))
    assert talk.case.as_of == date(2020, 12, 31)


@pytest.mark.parametrize("text", ["那现在呢", "那现在还有什么", "现在能领吗"])
def test_now_comes_back_to_today(talk: Talk, text: str) -> None:
    talk.say("…", "ask_eligibility", facts=LEFT, as_of=date(2020, 12, 31))
    talk.say(text, "ask_eligibility")
    assert talk.case.as_of is None


def test_a_yes_that_tells_something_picks_no_earlier_day(talk: Talk) -> None:
    talk.say("生活费能领吗", "ask_eligibility", measures=("training_living_subsidy",))
    assert "按2020年12月31日的规定看" in talk.choices
    talk.case = talk.case.declining("audience")
    family = {"person_groups": {"includes": ["zero_employment_family"]}}
    talk.say("有，是零就业家庭", answer="yes", facts=family)
    assert talk.case.as_of is None and "person_groups" in talk.case.facts


def test_what_was_told_is_taken_back_in_its_own_words(talk: Talk) -> None:
    owed = {"industry": "construction", "headcount": 40, "wage_or_insurance_violations": True}
    loan = ("startup_loan_small_firm",)
    assert "不符合" in talk.say("能贷吗", "ask_eligibility", facts=owed, measures=loan)
    answer = talk.say("没拖欠，我说错了", is_correction=True)
    assert talk.case.facts["wage_or_insurance_violations"] is False and "不符合" not in answer


def test_a_denial_of_something_else_takes_nothing_back(talk: Talk) -> None:
    owed = {"industry": "construction", "headcount": 40, "wage_or_insurance_violations": True}
    talk.say("能贷吗", "ask_eligibility", facts=owed, measures=("startup_loan_small_firm",))
    talk.say("没裁过人", facts={"layoffs_last_year": 0})
    assert talk.case.facts["wage_or_insurance_violations"] is True
