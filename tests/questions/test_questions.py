"""Few questions are asked: beside a form that asks everything, and beside the best possible."""

import pytest

from policy_kb import KnowledgeBase, load
from tests.questions.applicants import Form, forms
from tests.questions.asking import asked, least
from tests.questions.report import Totals, rows, totals


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="module")
def found(kb: KnowledgeBase) -> Totals:
    return totals(rows(kb, forms(kb, each=1, seed=7)))


def test_at_most_three_fifths_of_a_form_are_asked(found: Totals) -> None:
    assert found.applicants > 1000
    assert found.share <= 0.6


def test_at_most_a_fifth_more_than_the_best_questioning(found: Totals) -> None:
    assert found.small > 500
    assert 1 <= found.above <= 1.2


def test_the_best_asks_one_person_no_more_than_policybot_does(kb: KnowledgeBase) -> None:
    form = next(f for f in forms(kb, each=1, seed=7) if f.measure == "unemployment_benefit")
    form = Form(form.measure, form.region, form.as_of, form.known, form.fields, form.applicants[:1])
    assert least(kb, form) <= asked(kb, form, form.applicants[0])
