"""一共有啥: everything certain with its amount, however often it is asked."""

import pytest

from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

RESTAURANT = {"industry": "catering", "headcount": 28, "layoffs_last_year": 0}
LAID_OFF = {
    "audience": "individual",
    "employment_status": "unemployed",
    "separation_reason": "dismissed",
    "unemployment_insured_months": 24,
}


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


@pytest.mark.parametrize("text", ["全部列出来，我要完整清单", "完了吗，总结一下", "都有什么钱"])
def test_all_that_is_certain_is_listed_again_and_again(talk: Talk, text: str) -> None:
    talk.say("…", facts=RESTAURANT)
    first, second = talk.say(text, "show_more"), talk.say(text, "what_missing")
    for answer in (first, second):
        for phrase in ("✔ 失业保险稳岗返还", "90%", "✔ 一次性留工培训补助", "500元", "缓缴养老"):
            assert phrase in answer
        assert sum(line[:1] == "？" for line in answer.splitlines()) <= 5
    assert "还有" in first


def test_what_was_shown_before_is_not_dropped(talk: Talk) -> None:
    talk.say("…", facts=LAID_OFF)
    assert "✔ 失业保险金" in talk.say("能领啥", "show_more")


def test_the_question_put_stays(talk: Talk) -> None:
    talk.say("…", facts=RESTAURANT)
    asked = talk.case.asked
    assert asked and "接着刚才的问题" in talk.say("你问这么多干嘛，直接告诉我", "why_asked")
    assert talk.case.asked == asked


def test_a_loan_is_listed_for_those_who_start_a_business(talk: Talk) -> None:
    graduate = {"audience": "individual", "college_graduate": True, "graduation_year": 2022}
    talk.say("…", facts={**graduate, "employment_status": "unemployed"})
    lines = talk.say("全部列出来", "show_more").splitlines()
    (loan,) = [line for line in lines if "创业担保贷款" in line]
    assert loan.endswith("（打算创业的话）")


def test_a_founder_is_not_offered_a_job(talk: Talk) -> None:
    told = {"audience": "individual", "person_groups": ["veteran"], "starting_business": True}
    answer = talk.say("想开个民宿", facts=told)
    assert "创业担保贷款" in answer and "公益性岗位" not in answer and "困难" not in answer


def test_the_household_s_trouble_is_asked_last(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={"employment_status": "unemployed"})
    seen = []
    while talk.case.asked and len(seen) < 3:
        seen.append(talk.case.asked)
        talk.say("不知道", "dont_know", answer="unknown")
    assert "unemployment_insured_months" in seen and "family_hardship" not in seen


def test_what_is_for_the_young_is_not_offered_at_forty(talk: Talk) -> None:
    told = {"audience": "individual", "age": 40, "employment_status": "unemployed"}
    assert "见习" not in talk.say("能领啥", "ask_eligibility", facts=told)


def test_hiring_is_not_asked_of_a_firm_that_did_not_mention_it(talk: Talk) -> None:
    talk.say("…", facts={"industry": "transport", "headcount": 15, "layoffs_last_year": 1})
    assert talk.case.asked == "average_insured_last_year"


def test_what_was_just_told_leads_the_list(talk: Talk) -> None:
    talk.say("…", facts={"audience": "individual", "employment_status": "unemployed"})
    answer = talk.say("想创业", facts={"starting_business": True})
    assert answer.index("创业担保贷款") < answer.index("请问" if "请问" in answer else "接着")
    first = next(line for line in answer.splitlines() if line[:1] in "✔？")
    assert "创业" in first


def test_a_summary_names_what_was_refused(kb: KnowledgeBase) -> None:
    talk = Talk(kb)
    firm = {"industry": "software", "headcount": 200, "average_insured_last_year": 200}
    told = {**firm, "layoffs_last_year": 60}
    talk.say("…", "ask_eligibility", facts=told, measures=("job_retention_refund",))
    answer = talk.say("总结一下", "show_more")
    assert "✘ 失业保险稳岗返还" in answer
