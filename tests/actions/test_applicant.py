"""On whose behalf: a guess settles with the facts, and one message does not overturn it."""

import pytest

from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

JOBLESS = {"audience": "individual", "employment_status": "unemployed"}


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_a_person_stays_a_person(talk: Talk) -> None:
    talk.say("…", facts=JOBLESS)
    talk.say("那医保能缓吗", "ask_eligibility", measures=("pension_deferral",))
    assert talk.case.facts["audience"] == "individual"
    talk.say("没签合同", facts={"hire_contract_signed": False})
    assert talk.case.facts["audience"] == "individual" and talk.case.asked != "audience"


def test_a_graduate_is_not_shown_what_firms_get(talk: Talk) -> None:
    facts = {**JOBLESS, "graduation_year": 2022, "college_graduate": True}
    answer = talk.say("我是大学生，有什么补贴", "ask_eligibility", facts=facts)
    assert "扩岗" not in answer and "失业保险金" in answer


def test_where_somebody_works_is_no_firm_that_asks(talk: Talk) -> None:
    facts = {"audience": "individual", "certificate_kind": ["special_operation"]}
    talk.say("…", "ask_eligibility", facts=facts, measures=("skill_upgrade_subsidy",))
    talk.say("我是物流公司的", facts={"industry": "transport"})
    assert talk.case.facts["audience"] == "individual"


def test_an_owner_with_staff_asks_for_the_firm(talk: Talk) -> None:
    talk.say("开饭馆的", facts={"audience": "individual", "employment_status": "self_employed"})
    talk.say("三十来号人", facts={"headcount": {"min": 25, "max": 39}})
    assert talk.case.facts["audience"] == "enterprise"


def test_the_answer_settles_on_whose_behalf(talk: Talk) -> None:
    talk.say("我们能领什么", "ask_eligibility")
    assert talk.case.asked == "audience"
    talk.say("企业", facts={"organisation_type": "enterprise"})
    assert talk.case.facts["audience"] == "enterprise" and talk.case.asked != "audience"


def test_in_so_many_words_it_changes(talk: Talk) -> None:
    talk.say("…", facts=JOBLESS)
    talk.say("我是替公司问的", facts={"audience": "enterprise"})
    assert talk.case.facts["audience"] == "enterprise"


def test_a_mere_i_does_not_leave_the_firm(talk: Talk) -> None:
    talk.say("…", facts={"audience": "enterprise", "headcount": 40, "industry": "social_work"})
    talk.say("那我还有啥能领的", "show_more", person="self", person_outright=True)
    assert talk.case.who == "" and talk.case.facts["audience"] == "enterprise"


def test_a_measure_for_others_says_whom_it_is_for(talk: Talk) -> None:
    talk.say("…", facts=JOBLESS)
    answer = talk.say("稳岗返还呢", "ask_eligibility", measures=("job_retention_refund",))
    assert "这一项给用人单位" in answer and "，不给个人" in answer and "申请人是" not in answer


def test_one_out_of_work_who_spoke_of_no_certificate_is_not_asked_its_level(talk: Talk) -> None:
    dismissed = {"unemployment_insured_months": 60, "separation_reason": "layoff"}
    asked = set[str]()
    talk.say("…", facts={**JOBLESS, **dismissed})
    for _ in range(6):
        asked.add(talk.case.asked or "")
        talk.say("不知道", "dont_know", answer="unknown")
    assert not [name for name in asked if name.startswith("certificate")], asked


def test_one_out_of_work_with_a_certificate_is_asked_its_level(talk: Talk) -> None:
    dismissed = {"unemployment_insured_months": 60, "separation_reason": "layoff"}
    talk.say("…", facts={**JOBLESS, **dismissed, "certificate_kind": "skill_level"})
    assert talk.case.asked == "certificate_level"
