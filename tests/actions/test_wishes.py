"""Several wishes at once, several measures at once, and single points of the documents."""

import pytest

from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

RESTAURANT = {"industry": "catering", "headcount": 28, "layoffs_last_year": 0}
REFUND = ("job_retention_refund",)
BOTH = ("job_retention_refund", "stay_at_work_grant")


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_every_part_wished_for_is_answered(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=REFUND)
    answer = talk.say("能退多少，怎么办，什么时候截止", "ask_amount")
    for phrase in ("90%", "不用申请", "2022年12月31日"):
        assert phrase in answer
    assert answer.count("通人社办发〔2022〕139号") <= 1


def test_of_several_measures_a_part_is_one_list(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=BOTH)
    answer = talk.say("要带什么", "ask_materials")
    lines = [line for line in answer.splitlines() if line.startswith("·")]
    assert len(lines) == 2 and "稳岗返还" in lines[0] and "留工培训" in lines[1]


def test_a_part_of_nothing_in_particular_is_that_of_what_is_certain(talk: Talk) -> None:
    talk.say("…", facts=RESTAURANT)
    answer = talk.say("咋办", "ask_how_to_apply")
    assert "您问的是" not in answer and "稳岗返还" in answer


def test_a_point_is_answered_by_its_remark(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=REFUND)
    answer = talk.say("没对公账户咋办", "ask_how_to_apply", facts={"has_corporate_account": False})
    assert "缴社会保险费用的账户" in answer and "网上办事大厅" not in answer


def test_what_the_documents_do_not_say_is_said(talk: Talk) -> None:
    talk.say("…", "ask_definition", measures=("startup_loan_small_firm",))
    assert "没有写" in talk.say("利息多少", "ask_amount")


def test_what_would_do_is_told_of_what_was_refused(talk: Talk) -> None:
    facts = {"unemployment_insured_months": 8, "separation_reason": "dismissed"}
    talk.say("…", "ask_eligibility", facts=facts, measures=("unemployment_benefit",))
    answer = talk.say("那怎样才行", "nonsense")
    assert "还得" in answer and "满12个月" in answer and "8个月" in answer


def test_after_a_correction_it_is_said_what_else_has_changed(talk: Talk) -> None:
    talk.say("…", facts={**RESTAURANT, "average_insured_last_year": 28})
    talk.say("…", "ask_eligibility", measures=("stay_at_work_grant",))
    answer = talk.say(
        "不对，裁了20个", "correct", facts={"layoffs_last_year": 20}, is_correction=True
    )
    assert "失业保险稳岗返还：原来符合，现在不符合" in answer


def test_what_settles_another_measure_is_not_lost(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("skill_upgrade_subsidy",))
    talk.say("稳岗返还能领吗", "ask_eligibility", measures=REFUND)
    facts = {
        "certificate_level": "level_3",
        "employment_status": "employed",
        "unemployment_insured_months": 24,
    }
    assert "技能提升补贴：原来还不能确定，现在符合" in talk.say("…", facts=facts)


def test_no_choice_is_offered_twice(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=BOTH)
    talk.say("什么时候截止", "ask_deadline")
    assert len(talk.choices) == len(set(talk.choices))


def test_the_second_of_the_list_stays_the_second(talk: Talk) -> None:
    talk.say("…", facts=RESTAURANT)
    shown = talk.case.last.listed
    answer = talk.say("第二个要带什么", "ask_materials")
    assert talk.kb.measures[shown[1]].name in answer
    answer = talk.say("第一个呢", "nonsense")
    assert talk.kb.measures[shown[0]].name in answer


def test_a_question_stays_put_while_something_else_is_said(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=REFUND)
    asked = talk.case.asked
    answer = talk.say("我们是餐馆", facts={"industry": "catering"})
    assert talk.case.asked == asked and "接着刚才的问题" in answer


def test_a_place_in_the_list_answers_even_a_number(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("hiring_expansion_grant",))
    assert talk.case.asked == "graduates_hired"
    talk.say("第三个")
    assert talk.case.facts["graduates_hired"] == 2


def test_other_answers_find_their_question(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("hiring_expansion_grant",))
    talk.say("3名")
    assert talk.case.facts["graduates_hired"] == 3
    talk.say("签了")
    assert talk.case.facts["hire_contract_signed"] is True


def test_graduates_are_those_hired_where_these_are_in_question(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("hiring_expansion_grant",))
    talk.say("今年毕业的", facts={"graduation_year": 2022})
    assert talk.case.facts["hires_graduation_year"] == 2022
    assert talk.case.facts["audience"] == "enterprise"


def test_what_only_founders_get_is_not_told_to_others_unasked(talk: Talk) -> None:
    assert "免费创业场地" not in talk.say("…", facts={"employment_status": "unemployed"})
    assert "免费创业场地" in talk.say("想创业", facts={"starting_business": True})


def test_without_any_fact_nothing_is_listed(talk: Talk) -> None:
    answer = talk.say("我能领什么补贴", "ask_eligibility")
    assert "✔" not in answer and "？ " not in answer and talk.case.asked == "audience"


def test_what_is_past_its_time_is_marked_in_lists(kb: KnowledgeBase) -> None:
    from tests.actions.test_advise import LATER

    talk = Talk(kb, LATER)
    answer = talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=REFUND)
    listed = [line for line in answer.splitlines() if "缓缴失业保险费" in line]
    assert listed and all("✔" not in line and "先问清" in line for line in listed)
