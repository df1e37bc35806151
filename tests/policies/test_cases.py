"""Every entitlement case of tests/policies/<measure>.yml, judged by the real rules.

A case lists what it expects; what it does not list is not looked at.
"""

from typing import Any

import pytest

from policy_kb import KnowledgeBase, judge, load
from tests.policies.checks import HOME, check_form, check_verdict, read_cases


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


@pytest.mark.parametrize(
    ("measure", "case"),
    [pytest.param(name, case, id=f"{name}: {case['case']}") for name, case in read_cases()],
)
def test_the_case_comes_out_as_expected(
    kb: KnowledgeBase, measure: str, case: dict[str, Any]
) -> None:
    check_form(case)
    verdict = judge(
        kb, case["facts"], region=case.get("region"), as_of=case["as_of"], measures=[measure]
    ).verdict(measure)
    check_verdict(verdict, case["expect"])


def test_every_measure_has_cases(kb: KnowledgeBase) -> None:
    assert set(kb.measures) == {path.stem for path in HOME.glob("*.yml")}
