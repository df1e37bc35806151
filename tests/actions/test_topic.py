"""What a message turns the talk to, and what it leaves alone."""

from datetime import date

import pytest

from actions.advise import advise
from actions.entities import Quantity
from actions.understanding import Reading
from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

RESTAURANT = {"industry": "catering", "headcount": 28, "layoffs_last_year": 0}
LAID_OFF = {
    "audience": "individual",
    "employment_status": "unemployed",
    "separation_reason": "layoff",
    "unemployment_insured_months": 40,
}
REFUND, GRANT = ("job_retention_refund",), ("stay_at_work_grant",)


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


def test_a_side_remark_does_not_change_the_topic(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LAID_OFF, measures=("unemployment_benefit",))
    told = {"registered_unemployed": False}
    talk.say("还没办失业登记", facts=told, measures=("unemployment_registration",))
    assert "办失业保险金的材料" in talk.say("带什么材料", "ask_materials")


def test_being_on_benefit_is_no_question_for_it(talk: Talk) -> None:
    told = {"employment_status": "on_unemployment_benefit", "certificate_level": "level_4"}
    both = ("unemployment_benefit", "skill_upgrade_subsidy")
    answer = talk.say(
        "正在领失业金，考了证，有补贴没", "ask_eligibility", facts=told, measures=both
    )
    assert talk.case.focus == ("skill_upgrade_subsidy",) and "1,500元" in answer
    assert talk.case.asked is None


def test_a_part_of_another_measure_is_an_aside(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={"headcount": 28}, measures=REFUND)
    answer = talk.say("对了留工补助要什么材料", "ask_materials", measures=GRANT)
    assert "一次性留工培训补助的材料" in answer and "接着刚才的问题" in answer
    assert talk.case.focus == REFUND and talk.case.asked == "layoffs_last_year"


def test_asking_if_there_is_hope_gets_the_verdict(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={**RESTAURANT, "headcount": 300}, measures=REFUND)
    talk.say("…", facts={"layoffs_last_year": 90, "average_insured_last_year": 300})
    answer = talk.say("那稳岗返还没戏了？", "ask_status", measures=REFUND)
    assert "不符合" in answer and "办理记录" not in answer


def test_the_other_kind_is_the_sibling(talk: Talk) -> None:
    rate = ("unemployment_rate_cut",)
    talk.say("费率多少", "ask_amount", facts={"audience": "enterprise"}, measures=rate)
    assert "降低工伤保险费率" in talk.say("工伤呢", "nonsense")


def test_every_wish_is_answered_or_named(talk: Talk) -> None:
    wishes = (*REFUND, *GRANT, "pension_deferral", "hiring_expansion_grant")
    answer = talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=wishes)
    assert all(talk.kb.measures[measure].name in answer for measure in wishes)
    assert "您还问到一次性扩岗补助，说名字我接着讲" in answer


def test_a_point_the_documents_do_not_touch_gets_one_sentence(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=("pension_deferral",))
    answer = talk.say("缓了以后员工退休会不会受影响", "ask_other")
    assert "没找到写明的说法" in answer and "12333" in answer and "划型" not in answer
    assert len(answer) < 80


def test_remarks_on_the_point_are_two_at_most(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=REFUND)
    answer = talk.say("合同到期不续的算裁员吗", "ask_other")
    assert "裁员" in answer and answer.count("；") <= 3 and "备付" not in answer


def test_a_short_question_is_of_what_is_in_question(talk: Talk) -> None:
    disabled = {"audience": "individual", "person_groups": ["disabled"], "starting_business": True}
    loan = ("startup_loan_individual",)
    talk.say("…", "ask_eligibility", facts=disabled, measures=loan)
    assert "最长3年" in talk.say("几年还", "show_more")


def test_a_guess_at_what_is_talked_of_is_no_guess(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=("pension_deferral",))
    answer = talk.say("养老保险能缓吗", "ask_eligibility", guesses=("pension_deferral",))
    assert "您是说" not in answer and "符合" in answer


def test_another_day_is_asked_the_same(talk: Talk) -> None:
    disabled = {"audience": "individual", "person_groups": ["disabled"], "starting_business": True}
    talk.say("能贷多少", "ask_amount", facts=disabled, measures=("startup_loan_individual",))
    answer = talk.say("按去年的规定呢", "ask_legal_basis", as_of=date(2021, 12, 31))
    assert "最高15万元" in answer and "2021年12月31日" in answer
    talk.say("好的", "affirm")
    assert talk.case.as_of == date(2021, 12, 31)


def test_thanks_leave_the_question_open(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={"headcount": 28}, measures=REFUND)
    talk.say("谢谢", "thanks", scope="chat")
    talk.say("没有", answer="no")
    assert talk.case.facts["layoffs_last_year"] == 0


def test_a_guess_at_small_talk_is_no_small_talk(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={"headcount": 28}, measures=REFUND)
    talk.case, replies = advise(
        talk.kb,
        talk.case,
        Reading("合同一年整", intent="greet", confidence=0.27, scope="chat"),
        talk.today,
    )
    said = "\n".join(reply["text"] for reply in replies)
    assert "您好" not in said and "接着刚才的问题" in said


def test_a_refusal_is_given_once(talk: Talk) -> None:
    told = {"audience": "enterprise", "applied_before_training": False}
    talk.say("…", "ask_eligibility", facts=told, measures=("training_subsidy",))
    answer = talk.say("一共多少钱，怎么申请", "ask_how_to_apply")
    assert answer.count("不符合") == 1


def test_when_it_is_paid_is_not_when_it_ends(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=LAID_OFF, measures=("unemployment_benefit",))
    answer = talk.say("什么时候到账", "ask_deadline")
    assert "截止" not in answer and "什么时候到账，文件没有写" in answer


def test_one_s_own_state_is_no_topic(talk: Talk) -> None:
    told = {"audience": "individual", "employment_status": "unemployed", "starting_business": True}
    talk.say("我失业了想开店，能领啥", "ask_eligibility", facts=told)
    assert talk.case.focus == () and "startup_loan_individual" in talk.case.last.outcomes


def test_a_measure_not_told_of_yet_gets_its_verdict_first(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=REFUND)
    talk.say("怎么办", "ask_how_to_apply")
    answer = talk.say("留工补助呢", "ask_eligibility", measures=GRANT)
    assert "【一次性留工培训补助】按您说的情况，符合" in answer


def test_a_part_asked_after_a_list_is_that_of_the_list(talk: Talk) -> None:
    talk.say("想创业，有什么政策", "ask_eligibility", facts={"audience": "individual"})
    answer = talk.say("去哪办", "ask_how_to_apply")
    assert "· 一次性创业补贴：创业所在地" in answer and "可能符合" not in answer


def test_a_refusal_is_told_though_the_topic_has_moved(talk: Talk) -> None:
    told = {"average_insured_last_year": 1500, "layoffs_last_year": 120, "industry": "construction"}
    talk.say("…", "ask_eligibility", facts=told, measures=REFUND)
    talk.say("有别的政策吗", "show_more")
    answer = talk.say("现在八百人", facts={"headcount": 800})
    assert "失业保险稳岗返还：原来还不能确定，现在不符合" in answer and "裁员率8%" in answer


def test_what_is_for_persons_is_an_aside_to_a_firm(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=REFUND)
    asked = talk.case.asked
    answer = talk.say("那失业金呢", "ask_eligibility", measures=("unemployment_benefit",))
    assert "这一项给个人，不给用人单位" in answer and "接着刚才的问题" in answer
    assert asked and talk.case.asked == asked and talk.case.focus == REFUND


def test_a_sum_is_held_against_the_most_there_is(talk: Talk) -> None:
    disabled = {"audience": "individual", "person_groups": ["disabled"], "starting_business": True}
    talk.say("…", "ask_eligibility", facts=disabled, measures=("startup_loan_individual",))
    much = (Quantity(300000, 300000, None, "30万行不行", "行不行"),)
    assert "30万元超过了最高额" in talk.say("30万行不行", "ask_deadline", quantities=much)
    some = (Quantity(100000, 100000, None, "10万行不行", "行不行"),)
    assert "10万元在最高额以内" in talk.say("10万行不行", "ask_deadline", quantities=some)


def test_a_person_who_says_deferral_means_the_one_for_persons(talk: Talk) -> None:
    told = {"audience": "individual", "employment_status": "flexible", "insured_as_unit": False}
    talk.say("…", facts=told)
    firms = ("pension_deferral", "unemployment_deferral", "work_injury_deferral")
    talk.say("缓缴", "ask_eligibility", measures=firms)
    assert talk.case.focus == ("flexible_worker_pension_deferral",)


def test_a_measure_named_is_not_skipped(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts={"headcount": 28}, measures=REFUND)
    talk.say("先说留工补助", "skip", measures=GRANT)
    assert talk.case.focus == GRANT and "layoffs_last_year" not in talk.case.declined


def test_a_point_of_a_measure_told_of_is_the_point_alone(talk: Talk) -> None:
    deferral = ("pension_deferral",)
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=deferral)
    answer = talk.say("个人部分能缓吗", "ask_eligibility", measures=deferral)
    assert "只缓单位缴费部分" in answer and "怎么办" not in answer


def test_words_of_the_trade_are_no_point(talk: Talk) -> None:
    talk.say("…", "ask_eligibility", facts=RESTAURANT, measures=REFUND)
    answer = talk.say("要交培训计划吗", "ask_other")
    assert "没找到写明的说法" in answer and "留工培训" not in answer


def test_a_general_question_settles_on_what_is_for_the_one_who_asks(kb: KnowledgeBase) -> None:
    talk = Talk(kb)
    talk.say("缓缴养老保险是怎么回事", "ask_definition", measures=("pension_deferral",))
    rider = {"audience": "individual", "employment_status": "flexible"}
    answer = talk.say("我是跑外卖的", facts=rider, person="self")
    assert talk.case.focus == ("flexible_worker_pension_deferral",)
    assert "灵活就业人员缓缴养老保险费" in answer
