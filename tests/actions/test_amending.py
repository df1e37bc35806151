"""Facts set right by hand: replaced, taken back, refused."""

from datetime import date

import pytest

import policy_kb
from actions.amending import amend
from actions.case import Case
from policy_kb import FactError

DAY = date(2022, 8, 1)
FIRM = {"audience": "enterprise", "headcount": 28, "industry": "catering", "layoffs_last_year": 0}


@pytest.fixture
def case() -> Case:
    return Case(facts=FIRM, region="通辽市", focus=("job_retention_refund",))


@pytest.fixture(scope="module")
def kb() -> policy_kb.KnowledgeBase:
    return policy_kb.load()


def test_a_value_set_is_told_with_the_old_one_and_judged(
    kb: policy_kb.KnowledgeBase, case: Case
) -> None:
    turn = amend(kb, case, {"headcount": 300}, DAY)

    assert turn.case.facts["headcount"] == 300
    assert "改为职工人数300人（原来是职工人数28人）" in turn.replies[0]["text"]
    assert any(reply["kind"] == "verdict" for reply in turn.replies)


def test_what_is_taken_back_is_unknown_again(kb: policy_kb.KnowledgeBase, case: Case) -> None:
    turn = amend(kb, case, {"layoffs_last_year": None}, DAY)

    assert "layoffs_last_year" not in turn.case.facts
    assert "上年度裁员人数0人”不算了" in turn.replies[0]["text"]
    assert turn.case.asked == "layoffs_last_year"


def test_a_set_is_replaced_not_added_to(kb: policy_kb.KnowledgeBase) -> None:
    case = Case(facts={"person_groups": ["veteran"]})
    turn = amend(kb, case, {"person_groups": ["disabled"]}, DAY)

    assert turn.case.facts["person_groups"] == ["disabled"]


def test_an_impossible_value_is_refused(kb: policy_kb.KnowledgeBase, case: Case) -> None:
    with pytest.raises(FactError, match="职工人数"):
        amend(kb, case, {"headcount": "许多"}, DAY)
