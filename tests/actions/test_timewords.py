"""Relative dates as the extractor leaves them, seen from Monday the 1st of August 2022."""

from datetime import date
from typing import Any

import pytest

from actions import timewords

TODAY = date(2022, 8, 1)

SAID: dict[str, tuple[dict[str, Any], Any]] = {
    "上周五": ({"relative": "date", "days": -7, "weekday": 4}, "2022-07-29"),
    "上个月20号": ({"relative": "date", "months": -1, "day": 20}, "2022-07-20"),
    "去年双十一": ({"relative": "date", "years": -1, "month": 11, "day": 11}, "2021-11-11"),
    "7月入职, the year": ({"relative": "year", "month": 7, "past": True}, 2022),
    "从2021年11月1日到现在": ({"relative": "months", "since": "2021-11-01"}, 9),
    "9月入职, the year": ({"relative": "year", "month": 9, "past": True}, 2021),
}


@pytest.mark.parametrize(("value", "expected"), SAID.values(), ids=SAID)
def test_a_relative_date_is_resolved(value: dict[str, Any], expected: Any) -> None:
    assert timewords.resolve(value, TODAY) == expected
