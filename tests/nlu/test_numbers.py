"""The number grammar: what each way of writing a number may stand for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu import numbers, numerals

Bounds = tuple[float | None, float | None]

SAID: dict[str, tuple[Bounds, str | None]] = {
    "28": ((28, 28), None),
    "２８".translate({ord("２"): "2", ord("８"): "8"}): ((28, 28), None),
    "一百二": ((120, 120), None),
    "一百零五": ((105, 105), None),
    "两万五": ((25000, 25000), None),
    "1.5万": ((15000, 15000), None),
    "三点五万": ((35000, 35000), None),
    "3w": ((30000, 30000), None),
    "1,500元": ((1500, 1500), "元"),
    "3个亿": ((300_000_000, 300_000_000), "元"),
    "三十来号人": ((25, 39), "人"),
    "十来个": ((8, 14), None),
    "两百多": ((201, 299), None),
    "120多人": ((121, 129), "人"),
    "十几": ((11, 19), None),
    "二十几": ((21, 29), None),
    "几十个人": ((20, 99), "人"),
    "三四十个": ((30, 49), None),
    "十七八个": ((17, 18), None),
    "三五个": ((3, 5), None),
    "100-200人": ((100, 200), "人"),
    "三十到四十人": ((30, 40), "人"),
    "3到5万": ((30000, 50000), None),
    "不到30": ((None, 29), None),
    "30以下": ((None, 30), None),
    "最多二十人": ((None, 20), "人"),
    "至少5个": ((5, None), None),
    "30人以上": ((30, None), "人"),
    "超过100人": ((101, None), "人"),
    "将近三十人": ((27, 29), "人"),
    "30左右": ((27, 33), None),
    "二十出头": ((21, 24), None),
    "半年": ((6, 6), "月"),
    "半年多": ((7, 11), "月"),
    "两年半": ((30, 30), "月"),
    "一年零三个月": ((15, 15), "月"),
    "还差两个月满一年": ((10, 10), "月"),
    "两年": ((2, 2), "年"),
    "22届": ((22, 22), "届"),
    "俩人": ((2, 2), "人"),
    "45岁": ((45, 45), "岁"),
    "四十大几": ((44, 49), None),
    "一百二十来个": ((114, 129), None),
    "二十来年": ((16, 24), "年"),
    "六百出头": ((601, 630), None),
    "十个月出头": ((10, 11), "月"),
    "十六个月零几天": ((16, 17), "月"),
    "两年零仨月": ((27, 27), "月"),
    "合同一年零一个月": ((13, 13), "月"),
    "五十三零五个月": ((53, 53), "岁"),
    "二十二三个": ((22, 23), None),
    "1.2千": ((1200, 1200), None),
    "五十多号": ((51, 59), "人"),
    "学费三千二": ((3200, 3200), "元"),
    "一个月六百": ((600, 600), "元"),
    "领到第四个月": ((3, 4), "月"),
    "八百来万": ((7_600_000, 8_800_000), None),
    "一千八百左右": ((1710, 1890), None),
    "一个月开四千二": ((4200, 4200), "元"),
    "21家店": ((21, 21), "物"),
    "58间": ((58, 58), "物"),
    "那300万": ((3_000_000, 3_000_000), None),
}  # fmt: skip

NOT_NUMBERS = (
    "一天给多少",
    "一个学生补多少",
    "这半年",
    "第四个月",
    "一次性",
    "一起",
    "统一",
    "五险一金",
    "二维码",
    "万一",
    "4050人员",
    "第一次",
    "同一个",
    "零就业",
    "1、稳岗返还2、扩岗补助",
    "3)贷款4)考证",
    "(1)返还(2)扩岗",
    "一分钱没有",
    "没一个人走",
    "退伍",
    "陆续",
    "两个哪个划算",
)


def bounds(value: Any) -> Bounds:
    """The ends of a JSON value."""
    return (value.get("min"), value.get("max")) if isinstance(value, dict) else (value, value)


@pytest.mark.parametrize(("text", "expected"), SAID.items(), ids=SAID)
def test_reads_a_number(text: str, expected: tuple[Bounds, str | None]) -> None:
    (found,) = numbers.find(text)
    assert (bounds(found.to_json(whole=True)), found.unit) == expected


@pytest.mark.parametrize(
    ("text", "percent"), [("百分之五", 5), ("5%", 5), ("千分之五", 0.5), ("两成", 20)]
)
def test_reads_a_ratio(text: str, percent: float) -> None:
    (found,) = numbers.find(text)
    assert (found.low, found.high, found.unit) == (percent, percent, "%")


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_leaves_words_alone(text: str) -> None:
    assert numbers.find(text) == []


def test_years_become_months_with_their_vagueness() -> None:
    (found,) = numbers.find("一年多")
    assert found.scaled(12, "月").to_json(whole=True) == {"min": 13, "max": 23}


def test_several_numbers_in_one_text() -> None:
    text = "公司120人，参保110人，去年裁了3个"
    assert [found.low for found in numbers.find(text)] == [120, 110, 3]


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number below 10,000 written out in full."""
    if number < 10:
        return DIGITS[number]
    written, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ("零" if zero and written else "") + DIGITS[digit] + unit
        zero = digit == 0
    return written


@pytest.mark.properties
@given(st.integers(0, 9999))
def test_a_numeral_written_out_is_read_back(number: int) -> None:
    read = numerals.read(in_chinese(number))
    assert read is not None
    assert (read.low, read.high) == (number, number)


@pytest.mark.properties
@given(st.text(alphabet="0123456789一二三十百千万两几多来到不人个年月%.，", max_size=20))
def test_any_text_is_read_without_error(text: str) -> None:
    for found in numbers.find(text):
        assert 0 <= found.start < found.end <= len(text)
        low, high = bounds(found.to_json(whole=True))
        assert low is None or high is None or low <= high
