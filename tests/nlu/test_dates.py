"""Dates as people write them; nothing is resolved against a day."""

from typing import Any

import pytest

from bot.nlu import dates


def relative(**parts: Any) -> dict[str, Any]:
    return {"relative": "date", **parts}


SAID: dict[str, Any] = {
    "2022年8月1日": "2022-08-01",
    "2022-08-01": "2022-08-01",
    "2022.8.1": "2022-08-01",
    "二〇二一年十二月": {"min": "2021-12-01", "max": "2021-12-31"},
    "2022年8月": {"min": "2022-08-01", "max": "2022-08-31"},
    "2022年底": {"min": "2022-12-01", "max": "2022-12-31"},
    "21年12月停保": {"min": "2021-12-01", "max": "2021-12-31"},
    "2022年6月底到期": {"min": "2022-06-01", "max": "2022-06-30"},
    "社保6月停的": {
        "min": relative(month=6, day=1, past=True),
        "max": relative(month=6, day=31, past=True),
    },
    "22年才来": {"min": "2022-01-01", "max": "2022-12-31"},
    "22年毕业": {"min": "2022-01-01", "max": "2022-12-31"},
    "2022届": {"min": "2022-01-01", "max": "2022-12-31"},
    "8月1号": relative(month=8, day=1, past=True),
    "去年6月": {
        "min": relative(years=-1, month=6, day=1),
        "max": relative(years=-1, month=6, day=31),
    },
    "上个月": {"min": relative(months=-1, day=1), "max": relative(months=-1, day=31)},
    "三个月前": relative(months=-3),
    "半年前": relative(months=-6),
    "昨天": relative(days=-1),
    "上个月20号": relative(months=-1, day=20),
    "上周五": relative(days=-7, weekday=4),
    "去年双十一": relative(years=-1, month=11, day=11),
    "五一前": {
        "min": relative(month=4, day=1, past=True),
        "max": relative(month=5, day=1, past=True),
    },
    "去年腊月": {
        "min": relative(years=-1, month=12, day=20),
        "max": relative(years=0, month=2, day=15),
    },
    "去年的这个八月份": {
        "min": relative(years=-1, month=8, day=1),
        "max": relative(years=-1, month=8, day=31),
    },
    "四月二十八就不去了": relative(month=4, day=28, past=True),
    "2022.3": {"min": "2022-03-01", "max": "2022-03-31"},
    "2016年9月一直交": {"min": "2016-09-01", "max": "2016-09-30"},
    "一九年的": {"min": "2019-01-01", "max": "2019-12-31"},
    "二一年三月": {"min": "2021-03-01", "max": "2021-03-31"},
}


@pytest.mark.parametrize(("text", "value"), SAID.items(), ids=SAID)
def test_reads_a_date(text: str, value: Any) -> None:
    (found,) = dates.find(text)
    assert found.value == value


@pytest.mark.parametrize(
    "text", ["交了22年", "12个月", "三个月", "2022", "13月40日", "2022年13月", "参保8月", "培训2月"]
)
def test_leaves_other_numbers_alone(text: str) -> None:
    assert [found for found in dates.find(text) if text[found.start : found.end] == text] == []


def test_a_year_word_is_a_year_too() -> None:
    (found,) = dates.find("去年毕业")
    assert found.year == {"relative": "year", "offset": -1}
