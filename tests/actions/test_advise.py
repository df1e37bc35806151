"""The advising loop on the real rules, without Rasa: readings in, replies out."""

from dataclasses import replace
from datetime import date

import pytest

from actions.entities import Quantity
from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

LATER = date(2026, 3, 2)
RESTAURANT = {"industry": "catering", "headcount": 28, "layoffs_last_year": 0}
ELECTRICIAN = {
    "employment_status": "employed",
    "unemployment_insured_months": 24,
    "certificate_level": "level_3",
}
HIRES = {
    "graduates_hired": 3,
    "hire_year": 2022,
    "hires_graduation_year": 2022,
    "hire_contract_signed": True,
    "hire_contract_months": 24,
    "hires_insured": True,
    "enterprise_size": "small",
}


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_the_first_turn_says_what_is_known_and_asks_one_thing(talk: Talk) -> None:
    answer = talk.say(
        "能领稳岗返还吗",
        "ask_eligibility",
        facts=RESTAURANT,
        measures=("job_retention_refund",),
        region="通辽市",
    )
    for phrase in ("按您说的情况，符合", "90%", "不用申请", "第6项", "通人社办发〔2022〕139号"):
        assert phrase in answer
    assert talk.case.asked == "unemployment_premiums_last_year"
    assert answer.count("请问：") == 1 and talk.choices[-1] == "不知道"


def test_not_knowing_the_sum_gives_the_formula(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=("job_retention_refund",))
    answer = talk.say("不知道", "dont_know")
    assert "90%" in answer and talk.case.asked is None
    answer = talk.say("两万", facts={"unemployment_premiums_last_year": 20000})
    assert "18,000元" in answer


def test_what_clearly_fits_is_told_in_full_without_being_named(talk: Talk) -> None:
    answer = talk.say("…", facts=ELECTRICIAN)
    for phrase in ("技能提升补贴", "2,000元", "三次", "个人专栏", "手机APP", "带上"):
        assert phrase in answer
    assert "失业保险金" in talk.say(
        "失业保险金呢", "ask_eligibility", measures=("unemployment_benefit",)
    )


def test_measures_that_exclude_each_other_say_how_they_differ(talk: Talk) -> None:
    answer = talk.say("…", facts=HIRES)
    assert answer.count("4,500元") == 2
    assert "不能同时享受" in answer
    extra = [line for line in answer.splitlines() if "另外要求" in line]
    assert any("中型企业" in line for line in extra) and any("失业保险" in line for line in extra)


def test_a_refusal_has_the_numbers_and_what_else_is_open(talk: Talk) -> None:
    answer = talk.say(
        "…",
        "ask_eligibility",
        measures=("unemployment_benefit",),
        facts={
            "rural_migrant_worker": True,
            "unemployment_insured_months": 8,
            "separation_reason": "dismissed",
            "employment_status": "unemployed",
        },
    )
    for phrase in ("不符合", "8个月", "满12个月", "您还可以看看", "临时生活补助", "失业补助金"):
        assert phrase in answer


def test_a_correction_judges_again_and_says_what_changed(talk: Talk) -> None:
    facts = {"headcount": 200, "average_insured_last_year": 200, "layoffs_last_year": 2}
    asked = talk.say("…", "ask_eligibility", facts=facts, measures=("job_retention_refund",))
    assert "不符合" not in asked
    answer = talk.say(
        "不对，裁了20个", "correct", facts={"layoffs_last_year": 20}, is_correction=True
    )
    assert "改为上年度裁员人数20人" in answer
    assert "结论变了：原来符合，现在不符合" in answer and "10%" in answer


def test_a_bare_correction_finds_the_estimate_it_mends(talk: Talk) -> None:
    estimate = {"industry": "catering", "headcount": {"min": 25, "max": 39}}
    talk.say("…", "ask_eligibility", facts=estimate, measures=("job_retention_refund",))
    talk.say("裁过5个", facts={"layoffs_last_year": 5})
    talk.say("不对，是35人", "correct", quantities=(Quantity(35, 35, "人"),), is_correction=True)
    assert talk.case.facts["headcount"] == 35 and talk.case.facts["layoffs_last_year"] == 5


def test_a_range_is_not_asked_about_where_no_threshold_lies_in_it(talk: Talk) -> None:
    estimate = {"industry": "catering", "headcount": {"min": 25, "max": 39}, "layoffs_last_year": 0}
    talk.say("…", "ask_eligibility", facts=estimate, measures=("job_retention_refund",))
    assert talk.case.asked not in ("headcount", "average_insured_last_year")


def test_what_has_ended_says_so_and_offers_its_last_day(kb: KnowledgeBase) -> None:
    talk = Talk(kb, LATER)
    answer = talk.say("…", "ask_eligibility", facts=HIRES, measures=("hiring_expansion_grant",))
    assert "2022年12月31日已经到期" in answer and "内人社办发〔2022〕86号" in answer
    assert talk.choices[0] == "按2022年12月31日的规定看"
    answer = talk.say("1", "nonsense")
    assert talk.case.as_of == date(2022, 12, 31) and "4,500元" in answer
    talk.say("按今天的规定看", "nonsense")
    assert talk.case.as_of is None


def test_a_doubtful_term_is_told_first(kb: KnowledgeBase) -> None:
    talk = Talk(kb, LATER)
    answer = talk.say("…", facts=ELECTRICIAN)
    assert "要先问清" in answer and "2022年12月31日" in answer and "内人社发〔2022〕39号" in answer
    assert "按2022年12月31日的规定看" in talk.choices


def test_unasked_and_all_ended_offers_the_last_day(kb: KnowledgeBase) -> None:
    talk = Talk(kb, LATER)
    answer = talk.say("…", facts=HIRES)
    assert "已经到期" in answer and "一次性扩岗补助" in answer
    assert "4,500元" in talk.say("按2022年12月31日的规定看", "nonsense")


def test_a_digression_is_answered_and_the_question_put_again(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("hiring_expansion_grant",))
    asked = talk.case.asked
    answer = talk.say("依据是什么", "ask_legal_basis")
    assert "内人社办发〔2022〕86号" in answer and "接着刚才的问题" in answer
    assert "接着刚才的问题" in talk.say("今天天气怎么样", "out_general", scope="out")
    assert talk.case.asked == asked


def test_why_asked_names_what_it_is_for(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("job_retention_refund",))
    assert "稳岗返还" in talk.say("为什么问这个", "why_asked", scope="control")
    assert talk.case.asked == "layoffs_last_year"


def test_unknowns_end_in_a_conditional_answer(talk: Talk) -> None:
    facts = {"employment_status": "unemployed", "unemployment_insured_months": 36}
    talk.say("…", "ask_eligibility", facts=facts, measures=("unemployment_benefit",))
    while talk.case.asked:
        answer = talk.say("不知道", "dont_know", answer="unknown")
    assert "如果" in answer and "不符合" in answer


def test_an_impossible_number_is_refused_and_nothing_lost(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={"headcount": 28}, measures=("job_retention_refund",))
    answer = talk.say("负三", facts={"layoffs_last_year": -3})
    assert "应当是" in answer and "layoffs_last_year" not in answer
    assert talk.case.facts["headcount"] == 28 and talk.case.asked == "layoffs_last_year"


def test_starting_over_forgets_everything(talk: Talk) -> None:
    talk.say("…", facts=ELECTRICIAN)
    assert "从头开始" in talk.say("重来", "start_over", scope="control")
    assert talk.case.facts == {} and talk.case.focus == ()


def test_three_misses_end_at_a_person(talk: Talk) -> None:
    first, second, third = (talk.say("呱呱", "nonsense") for _ in range(3))
    assert first != second and "12333" in third
    talk.say("谢谢", "thanks", scope="chat")
    assert talk.case.misses == 0


def test_a_doubtful_name_is_confirmed_before_use(talk: Talk) -> None:
    assert "您是说" in talk.say("稳刚", "ask_eligibility", guesses=("job_retention_refund",))
    assert "稳岗返还" in talk.say("是的", "affirm", answer="yes", scope="control")
    assert talk.case.focus == ("job_retention_refund",)


def test_asked_widely_it_asks_who_first_and_lists_few(talk: Talk) -> None:
    talk.say("我能领什么补贴", "ask_eligibility")
    assert talk.case.asked == "audience"
    answer = talk.say("为自己咨询")
    assert sum(line[:1] in "✔？" for line in answer.splitlines()) <= 5
    assert talk.case.facts["audience"] == "individual"


def test_a_part_asked_of_no_measure_offers_the_likeliest(talk: Talk) -> None:
    answer = talk.say("要带什么", "ask_materials")
    assert "哪一项" in answer and 0 < len(talk.choices) <= 5
    assert "材料" in talk.say("1", "nonsense")


def test_nothing_is_promised(talk: Talk) -> None:
    answer = talk.say("…", facts=ELECTRICIAN)
    assert "按您说的情况" in answer and "以经办机构审核为准" in answer


def test_a_question_is_not_pressed(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("hiring_expansion_grant",))
    asked = talk.case.asked
    for _ in range(3):
        talk.say("今天天气怎么样", "out_general", scope="out")
    assert talk.case.asked != asked and asked in talk.case.declined


def test_these_two_are_the_last_two_spoken_of(talk: Talk) -> None:
    talk.say("…", "ask_deadline", measures=("hiring_expansion_grant",))
    assert "一次性吸纳就业补贴：" in talk.say(
        "吸纳就业补贴呢", "ask_eligibility", measures=("graduate_hiring_subsidy",)
    )
    assert "不能同时享受" in talk.say("这俩有啥区别", "ask_other")


def test_a_topic_narrows_what_is_asked_widely(talk: Talk) -> None:
    answer = talk.say("想创业，有什么补贴", "ask_eligibility", facts={"audience": "individual"})
    assert "创业" in answer and "失业保险金" not in answer


def test_a_slip_is_mended_where_the_number_is_near(talk: Talk) -> None:
    talk.say("…", facts={"graduates_hired": 2, "headcount": 50})
    four = (Quantity(4, 4, "个"),)
    talk.say("不是2个，是4个", "correct", quantities=four, is_correction=True)
    assert talk.case.facts["graduates_hired"] == 4 and talk.case.facts["headcount"] == 50


def test_a_number_out_of_turn_finds_its_question(talk: Talk) -> None:
    talk.case = replace(talk.case, region=None)
    talk.say("失业金", "ask_eligibility", measures=("unemployment_benefit",))
    talk.say("8个月", quantities=(Quantity(8, 8, "月"),))
    assert talk.case.facts["unemployment_insured_months"] == 8


def test_the_same_question_is_not_put_a_third_time(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("hiring_expansion_grant",))
    asked = talk.case.asked
    talk.say("依据是什么", "ask_legal_basis")
    assert talk.case.asked == asked
    talk.say("要带什么", "ask_materials")
    assert talk.case.asked != asked and asked in talk.case.declined


def test_a_rough_number_is_asked_for_exactly(talk: Talk) -> None:
    firm = {"industry": "transport", "headcount": 85, "layoffs_last_year": {"min": 4, "max": 6}}
    answer = talk.say("…", "ask_eligibility", facts=firm, measures=("job_retention_refund",))
    if talk.case.asked == "layoffs_last_year":
        assert "能说个准数吗" in answer and "没有裁员" not in talk.choices
    else:
        assert "能说个准数吗" not in answer


def test_why_not_what_it_is_says_that_it_is(talk: Talk) -> None:
    firm = {"industry": "catering", "headcount": 28, "layoffs_last_year": 0}
    talk.say("…", "ask_eligibility", facts=firm, measures=("job_retention_refund",))
    answer = talk.say(
        "为什么不是90%", "why_not", quantities=(Quantity(90, 90, "%", "为什么不是90%", ""),)
    )
    assert "就是这个比例" in answer


def test_the_health_premium_of_one_out_of_work_is_ours(talk: Talk) -> None:
    facts = {"employment_status": "unemployed", "separation_reason": "dismissed"}
    talk.say("…", "ask_eligibility", facts=facts, measures=("unemployment_benefit",))
    assert "代缴基本医疗保险费" in talk.say("医保怎么办", "out_other_bureau", scope="out")
    assert "12393" in talk.say("医保报销找谁", "out_other_bureau", scope="out")
