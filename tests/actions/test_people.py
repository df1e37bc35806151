"""Several people in one conversation: each has a case of their own."""

import pytest

from actions.understanding import Reading
from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

LOST_JOB = {
    "employment_status": "unemployed",
    "separation_reason": "dismissed",
    "unemployment_insured_months": 36,
}
BENEFIT = ("unemployment_benefit",)


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_another_person_is_asked_the_same_and_nothing_leaks(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LOST_JOB, measures=BENEFIT)
    answer = talk.say("那我老公呢", person="爱人", person_outright=True)
    assert "您爱人" in answer and "失业保险金" in answer
    assert talk.case.facts == {"audience": "individual"}
    assert "您爱人的失业保险" in answer


def test_turning_back_takes_up_where_it_was_left(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LOST_JOB, measures=BENEFIT)
    talk.say("那我老公呢", person="爱人", person_outright=True)
    talk.say("在上班", facts={"employment_status": "employed"})
    answer = talk.say("那我呢", person="self", person_outright=True)
    assert "您自己符合" in answer
    assert talk.case.facts["employment_status"] == "unemployed"
    assert talk.case.others["爱人"]["facts"]["employment_status"] == "employed"
    talk.say("那他呢", person="same", person_outright=True)
    assert talk.case.who == "爱人"


def test_place_and_day_are_shared_until_told_otherwise(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LOST_JOB, measures=BENEFIT)
    talk.say("那我妈呢", person="母亲", person_outright=True)
    assert talk.case.region == "通辽市"
    talk.say("她在包头", region="包头市")
    talk.say("那我呢", person="self", person_outright=True)
    assert talk.case.region == "通辽市"


def test_one_s_own_firm_is_another_applicant(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LOST_JOB, measures=BENEFIT)
    talk.say("那我们单位呢", person="unit", person_outright=True)
    assert talk.case.facts == {"audience": "enterprise"} and talk.case.focus == ()
    talk.say("那我呢", person="self", person_outright=True)
    assert talk.case.facts["separation_reason"] == "dismissed"


def test_a_firm_s_clerk_may_ask_for_herself(kb: KnowledgeBase) -> None:
    talk = Talk(kb)
    talk.say("…", facts={"headcount": 28, "layoffs_last_year": 0, "industry": "catering"})
    talk.say("我招了个人", person="self")
    assert talk.case.who == ""
    talk.say("那我自己呢", person="self", person_outright=True)
    assert talk.case.facts == {"audience": "individual"}
    talk.say("那我们单位呢", person="unit", person_outright=True)
    assert talk.case.facts["headcount"] == 28


def test_two_people_in_one_message_are_both_answered(talk: Talk) -> None:
    def part(person: str, **facts: str) -> Reading:
        return Reading(
            text="…", intent="ask_eligibility", confidence=0.9, scope="in", ask="eligibility",
            facts=facts, person=person, person_outright=person != "self",
        )  # fmt: skip

    parts = (part("self", employment_status="unemployed"), part("爱人", industry="catering"))
    answer = talk.say("…", "ask_eligibility", parts=parts)
    assert "您自己可能符合" in answer and "您爱人符合" in answer
    assert answer.count("请问：") == 1
    assert talk.case.who == "" and "industry" not in talk.case.facts
    assert talk.case.others["爱人"]["facts"]["industry"] == "catering"


def test_a_relative_s_circumstances_stay_part_of_one_s_own_story(talk: Talk) -> None:
    groups = {"person_groups": {"includes": ["disabled"]}}
    talk.say("老公残疾", facts=groups, person="爱人", person_outright=True)
    assert talk.case.who == "" and "person_groups" not in talk.case.facts


def test_nobody_is_refused_for_a_guessed_kind_of_applicant(talk: Talk) -> None:
    firm = {"headcount": 28, "layoffs_last_year": 0, "audience": "individual"}
    answer = talk.say("…", "ask_eligibility", facts=firm, measures=("job_retention_refund",))
    assert "不符合" not in answer and talk.case.facts["audience"] == "enterprise"


FIRM = {"headcount": 20, "layoffs_last_year": 0, "industry": "catering"}
REFUND = ("job_retention_refund",)


def test_a_second_firm_is_a_sheet_of_its_own(talk: Talk) -> None:
    money = {"unemployment_premiums_last_year": 8000}
    talk.say("…", "ask_amount", facts={**FIRM, **money}, measures=REFUND)
    answer = talk.say("第二家，一家超市，55个人", facts={"headcount": 55, "industry": "retail"})
    assert "第二家" in answer and "从头记" in answer and "改为" not in answer
    assert set(talk.case.facts) == {"audience", "headcount", "industry"}
    answer = talk.say("第一家能返多少来着", "ask_amount", measures=REFUND)
    assert "7,200元" in answer and talk.case.facts["headcount"] == 20


def test_another_shop_is_the_next_in_number(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=FIRM, measures=REFUND)
    talk.say("换成我另一家店，30人", facts={"headcount": 30}, person="self")
    assert talk.case.who == "第二家"
    talk.say("还有另一家，10人", facts={"headcount": 10})
    assert talk.case.who == "第三家" and "layoffs_last_year" not in talk.case.facts


def test_a_person_s_second_employer_is_no_second_case(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LOST_JOB, measures=BENEFIT)
    talk.say("在第二家公司又交了6个月", facts={"unemployment_insured_months": 42})
    assert talk.case.who == "" and talk.case.facts["separation_reason"] == "dismissed"


def test_one_s_firm_is_turned_to_in_so_many_words(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LOST_JOB, measures=BENEFIT)
    firm = {"audience": "enterprise", "headcount": 28}
    talk.say("我们公司28个人，能领稳岗返还吗", "ask_eligibility", facts=firm, measures=REFUND)
    assert talk.case.who == "unit" and "separation_reason" not in talk.case.facts


def test_one_who_asked_for_another_first_asks_as_a_person(talk: Talk) -> None:
    talk.say("我老公失业了", facts=LOST_JOB, person="爱人", person_outright=True)
    talk.say("我也能领吗", "ask_eligibility", person="self")
    assert talk.case.who == "" and talk.case.facts == {"audience": "individual"}
    assert talk.case.asked != "audience"


def test_my_shop_leads_back_from_a_relative(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=FIRM, measures=REFUND)
    talk.say("我媳妇呢", person="爱人", person_outright=True)
    assert talk.case.who == "爱人"
    talk.say("那我店里还有别的吗", "show_more")
    assert talk.case.who == "" and talk.case.facts["headcount"] == 20


def test_one_s_unit_named_after_a_relative_is_a_unit(talk: Talk) -> None:
    talk.say("我儿子没工作", facts={"employment_status": "unemployed"}, person="儿子",
             person_outright=True)  # fmt: skip
    talk.say("我们单位想招见习生呢", "ask_eligibility", facts={"audience": "enterprise"})
    assert talk.case.who == "" and talk.case.facts == {"audience": "enterprise"}


def test_a_relative_named_in_mid_talk_keeps_the_facts_to_himself(talk: Talk) -> None:
    facts = {"audience": "individual", "starting_business": True}
    talk.say("…", "ask_eligibility", facts=facts, measures=("startup_loan_individual",))
    asked = talk.case.asked
    veteran = {"person_groups": {"includes": ["veteran"]}}
    answer = talk.say("我老公是退伍军人", facts=veteran, person="爱人", person_outright=True)
    assert talk.case.facts == facts and talk.case.asked == asked
    assert "您爱人的情况，没有算到您头上" in answer


def test_she_is_whoever_was_spoken_of(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LOST_JOB, person="爱人", person_outright=True)
    mine = {"employment_status": "employed", "certificate_level": "level_4"}
    talk.say("我在职，有中级工证", facts=mine, person="self")
    assert talk.case.who == ""
    answer = talk.say("她去哪办", "ask_how_to_apply")
    assert talk.case.who == "爱人" and "失业保险金" in answer
