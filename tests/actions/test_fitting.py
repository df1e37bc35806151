"""What is no answer to the question put: another question, another count, another matter."""

from dataclasses import replace

import pytest

from actions.entities import Quantity, quantities_of
from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

REFUND = ("job_retention_refund",)
SHOP = {"industry": "wholesale", "headcount": 20}


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """Asked how many were dismissed."""
    talk.say("…", "ask_eligibility", facts=SHOP, measures=REFUND)
    assert talk.case.asked == "layoffs_last_year"
    return talk


def number(text: str, value: float, said: str, unit: str | None = None) -> dict[str, object]:
    """A number standing at `said` in `text`, as the extractor hands it over."""
    start = text.index(said)
    entity = {
        "entity": "quantity",
        "value": {"min": value, "max": value, "unit": unit},
        "start": start,
        "end": start + len(said),
    }
    return {"text": text, "quantities": tuple(quantities_of([entity], text))}


def test_a_sum_paid_is_no_number_of_people(asked: Talk) -> None:
    answer = asked.say(**number("去年交了三千六", 3600, "三千六"))
    assert asked.case.facts["unemployment_premiums_last_year"] == 3600
    assert "layoffs_last_year" not in asked.case.facts and "记下了" in answer
    assert asked.case.asked == "layoffs_last_year"


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("稳岗和留工两个哪个划算", "两个", 2),
        ("能补多少，20家都算吗", "20", 20),
        ("我们有3家店", "3", 3),
    ],
)
def test_a_question_or_a_count_of_things_is_no_answer(
    asked: Talk, text: str, said: str, value: float
) -> None:
    asked.say(**number(text, value, said), intent="ask_other")
    assert "layoffs_last_year" not in asked.case.facts
    assert asked.case.asked == "layoffs_last_year"


def test_the_number_beside_a_measure_belongs_to_it(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", measures=("hiring_expansion_grant",))
    said = number("我要的是留工补助，一人500那个", 500, "500")
    talk.say(**said, intent="ask_amount", measures=("stay_at_work_grant",))
    assert "graduates_hired" not in talk.case.facts


def test_what_was_taken_is_always_said(asked: Talk) -> None:
    assert "记下了：上年度裁员人数2人" in asked.say("2个", quantities=(Quantity(2, 2, "个"),))


def test_more_than_there_are_is_asked_back_and_can_be_confirmed(asked: Talk) -> None:
    answer = asked.say("50个", quantities=(Quantity(50, 50, "个"),))
    assert "还多" in answer and "layoffs_last_year" not in asked.case.facts
    assert asked.case.asked == "layoffs_last_year"
    asked.say("没错，就是上年度裁员人数50人")
    assert asked.case.facts["layoffs_last_year"] == 50


def test_a_crowd_told_too_early_may_be_all_of_them(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={"industry": "transport"}, measures=REFUND)
    answer = talk.say("四五十人", quantities=(Quantity(40, 59, "人"),))
    assert "还是" in answer and "layoffs_last_year" not in talk.case.facts
    talk.say("职工人数40人至59人")
    assert talk.case.facts["headcount"] == {"min": 40, "max": 59}


@pytest.mark.parametrize("text", ["没数过", "跟去年一样", "这个要问老板", "不好说"])
def test_who_cannot_say_is_not_pressed(asked: Talk, text: str) -> None:
    asked.say(text, "why_asked", answer="no")
    assert "layoffs_last_year" in asked.case.declined
    assert "layoffs_last_year" not in asked.case.facts


def test_no_difficulty_is_of_the_household_where_that_was_asked(talk: Talk) -> None:
    talk.say("…", facts={"employment_status": "unemployed"}, measures=("hardship_living_aid",))
    talk.case = talk.case.from_json({**talk.case.to_json(), "asked": "family_hardship"})
    talk.say("没困难", facts={"temporary_difficulty": False})
    assert talk.case.facts["family_hardship"] is False
    assert "temporary_difficulty" not in talk.case.facts
    assert talk.case.facts["audience"] == "individual"


def test_what_a_firm_cannot_pay_is_no_trouble_of_a_person(asked: Talk) -> None:
    asked.say("社保交不起", facts={"payment_difficulty": True})
    assert asked.case.facts["temporary_difficulty"] is True


def test_not_opened_yet_denies_no_first_business(talk: Talk) -> None:
    facts = {"graduation_year": 2021, "college_graduate": True, "audience": "individual"}
    talk.say("…", "ask_eligibility", facts=facts, measures=("startup_subsidy",))
    talk.case = talk.case.from_json({**talk.case.to_json(), "asked": "first_business"})
    answer = talk.say("还没开", "deny", answer="no")
    assert "first_business" not in talk.case.facts
    assert talk.case.facts["business_months"] == 0 and "满12个月" in answer


def test_a_denial_of_something_else_answers_nothing(talk: Talk) -> None:
    facts = {"employment_status": "unemployed", "audience": "individual"}
    talk.say("…", "ask_eligibility", facts=facts, measures=("migrant_worker_lump_sum",))
    assert talk.case.asked == "rural_migrant_worker"
    talk.say("没违纪", "deny", answer="no")
    assert "rural_migrant_worker" not in talk.case.facts
    talk.say("没有", "deny", answer="no")
    assert talk.case.facts["rural_migrant_worker"] is False


def test_a_dozen_with_a_sum_in_question_are_people(talk: Talk) -> None:
    told = {"industry": "wholesale", "layoffs_last_year": 0}
    talk.say("…", "ask_eligibility", facts=told, measures=REFUND)
    talk.case = replace(talk.case, asked="unemployment_premiums_last_year")
    talk.say(**number("12个", 12, "12"))
    assert talk.case.facts["headcount"] == 12


def test_a_unit_that_fits_outweighs_the_word_beside_it(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=SHOP, measures=("stay_at_work_grant",))
    talk.case = talk.case.from_json({**talk.case.to_json(), "asked": "insured_headcount"})
    talk.say(**number("交了18个人的保险", 18, "18个人", "人"))
    assert talk.case.facts["insured_headcount"] == 18


def test_a_number_already_told_may_be_said_again_otherwise(talk: Talk) -> None:
    disabled = {"audience": "individual", "person_groups": ["disabled"], "partners": 2}
    talk.say("…", "ask_eligibility", facts=disabled, measures=("startup_loan_individual",))
    assert talk.case.asked is None
    answer = talk.say("三个人", quantities=(Quantity(3, 3, "人"),))
    assert talk.case.facts["partners"] == 3 and "66万" in answer


def test_how_many_days_is_no_correction(talk: Talk) -> None:
    told = {"audience": "individual", "unemployment_insured_months": 8}
    talk.say("…", "ask_how_to_apply", facts=told, measures=("unemployment_assistance",))
    talk.case = talk.case.from_json({**talk.case.to_json(), "asked": None})
    few = (Quantity(0, 1, "月", "几天到账", "到账"),)
    talk.say("几天到账", "ask_deadline", quantities=few)
    assert talk.case.facts["unemployment_insured_months"] == 8


@pytest.mark.parametrize(
    "text", ["没有这种情况", "暂时没有", "没有的事", "不是的", "一个都没有", "没裁"]
)
def test_a_plain_denial_answers_whatever_was_asked(asked: Talk, text: str) -> None:
    asked.say(text, "deny", answer="no")
    assert asked.case.facts["layoffs_last_year"] == 0
