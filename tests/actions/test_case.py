"""A case survives its journey through JSON, and nothing changes it in place."""

from datetime import date

import pytest

from actions.case import Case, Last
from actions.errors import CaseError


def test_a_case_is_the_same_after_json() -> None:
    case = Case(
        facts={"headcount": 28},
        region="通辽市",
        as_of=date(2022, 8, 1),
        focus=("job_retention_refund",),
        asked="layoffs_last_year",
        declined=("headcount_year_end",),
        misses=1,
        last=Last(shown=("job_retention_refund",), options=({"text": "转人工"},)),
    )
    assert Case.from_json(case.to_json()) == case


@pytest.mark.parametrize("raw", [None, {}])
def test_no_json_is_a_new_case(raw: object) -> None:
    assert Case.from_json(raw) == Case()  # type: ignore[arg-type]


def test_a_broken_case_is_named() -> None:
    with pytest.raises(CaseError, match="案情"):
        Case.from_json({"as_of": "昨天"})


def test_telling_a_declined_fact_takes_it_up_again() -> None:
    case = Case(asked="headcount").declining("headcount")
    assert case.declined == ("headcount",)
    assert case.with_facts({"headcount": 3}).declined == ()
