"""What is told of some of those counted, and what is told of all."""

import pytest

from actions.entities import Quantity
from policy_kb import KnowledgeBase
from tests.actions.talking import Talk

HIRES = {"graduates_hired": 5, "hires_graduation_year": 2022, "hire_year": 2022}
GRANTS = ("hiring_expansion_grant", "graduate_hiring_subsidy")


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    talk = Talk(kb)
    talk.say("…", "ask_eligibility", facts=HIRES, measures=GRANTS)
    return talk


def count(value: int) -> tuple[Quantity, ...]:
    return (Quantity(value, value, None),)


def test_one_of_five_of_another_year_leaves_four(talk: Talk) -> None:
    told = {"graduation_year": 2021}
    answer = talk.say("其中有1个是去年毕业的", facts=told, quantities=count(1))
    assert talk.case.facts["graduates_hired"] == 4
    assert talk.case.facts["hires_graduation_year"] == 2022
    assert "其中1人" in answer and "6,000元" in answer


def test_two_without_a_contract_leave_three(talk: Talk) -> None:
    talk.say("有两个没签合同", facts={"hire_contract_signed": False}, quantities=count(2))
    assert talk.case.facts["graduates_hired"] == 3
    assert "hire_contract_signed" not in talk.case.facts


def test_what_holds_for_all_is_told_of_all(talk: Talk) -> None:
    talk.say("都没签合同", facts={"hire_contract_signed": False})
    assert talk.case.facts["hire_contract_signed"] is False
    assert talk.case.facts["graduates_hired"] == 5
