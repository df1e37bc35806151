"""Somebody insured outside Inner Mongolia is promised nothing by our documents."""

import pytest

from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

DISMISSED = {
    "audience": "individual",
    "employment_status": "unemployed",
    "separation_reason": "layoff",
    "unemployment_insured_months": 72,
}
BENEFIT = ("unemployment_benefit",)


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def dismissed_in_beijing(talk: Talk) -> str:
    return talk.say(
        "北京公司把我裁了，社保在北京交的，失业金能领吗",
        "ask_eligibility",
        facts=DISMISSED,
        measures=BENEFIT,
        elsewhere="北京市",
        elsewhere_said="北京",
    )


def test_benefits_are_applied_for_where_one_is_insured(talk: Talk) -> None:
    answer = dismissed_in_beijing(talk)
    assert "北京市的12333" in answer and "符合" not in answer and talk.case.asked is None


def test_coming_home_changes_nothing(talk: Talk) -> None:
    dismissed_in_beijing(talk)
    answer = talk.say("那我回通辽能领吗", "ask_eligibility", region="通辽市")
    assert "按北京市的规定办" in answer and "✔" not in answer


def test_what_does_not_hang_on_the_insurance_is_still_judged(talk: Talk) -> None:
    dismissed_in_beijing(talk)
    answer = talk.say("创业贷款呢", "ask_eligibility", measures=("startup_loan_individual",))
    assert "创业担保贷款" in answer and "北京" not in answer
    widely = talk.say("还能领什么", "ask_eligibility")
    assert "失业保险金" not in widely


def test_an_insurance_told_of_here_takes_it_back(talk: Talk) -> None:
    dismissed_in_beijing(talk)
    talk.say("说错了，社保在通辽交的", region="通辽市")
    answer = talk.say("失业金能领吗", "ask_eligibility", measures=BENEFIT)
    assert talk.case.away is None and "符合" in answer


def test_where_one_comes_from_is_not_where_one_is_insured(talk: Talk) -> None:
    answer = talk.say(
        "河北户口，在通辽上班，被辞退了，失业金能领吗",
        "ask_eligibility",
        facts=DISMISSED,
        measures=BENEFIT,
        region="通辽市",
        elsewhere="河北省",
        elsewhere_said="河北",
    )
    assert talk.case.away is None and "符合" in answer
