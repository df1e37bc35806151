"""The number grammar beside two libraries that read Chinese numbers, where they are right.

What they read otherwise is listed with the reason: they know numbers, not how people blur them.
"""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recognizers_number import Culture, recognize_number

from bot.nlu import numbers, numerals

COUNTS = st.integers(0, 99_999_999_999)

CN2AN_CANNOT = ("一点五万", "三四十", "十几", "俩", "1,200", "3w", "百八十", "十万八万")
"""Refused by cn2an: decimals with 万, neighbours side by side, 几, 俩, separators, letters."""

RECOGNIZERS_OTHERWISE = {
    "廿五": "5",  # an old word it does not know
    "三四十": "40",  # two neighbours are a span
    "两百多": "200",  # 多 leaves the number open
}


def value(text: str) -> float:
    read = numerals.read(text)
    assert read is not None
    assert read.low == read.high
    return read.low


@pytest.mark.properties
@given(COUNTS)
def test_what_cn2an_writes_is_read_back(number: int) -> None:
    assert value(cn2an.an2cn(str(number), "low")) == number


@pytest.mark.properties
@given(COUNTS)
def test_capitals_for_cheques_are_read_back(number: int) -> None:
    assert value(cn2an.an2cn(str(number), "up")) == number


@pytest.mark.properties
@given(st.integers(1, 99_999_999))
def test_both_libraries_agree(number: int) -> None:
    text = cn2an.an2cn(str(number), "low")
    (theirs,) = recognize_number(text, Culture.Chinese)
    assert float(theirs.resolution["value"]) == value(text) == cn2an.cn2an(text, "normal")


@pytest.mark.properties
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from("百千万"))
def test_a_digit_after_a_magnitude_is_of_the_next_lower_one(
    high: int, low: int, magnitude: str
) -> None:
    """一百二, 三千六, 两万五: cn2an reads them so in its smart mode."""
    text = cn2an.an2cn(str(high)) + magnitude + cn2an.an2cn(str(low))
    assert value(text) == cn2an.cn2an(text, "smart")


@pytest.mark.parametrize("text", CN2AN_CANNOT)
def test_we_read_what_cn2an_refuses(text: str) -> None:
    with pytest.raises(ValueError):
        cn2an.cn2an(text, "smart")
    assert numerals.read(text) is not None


@pytest.mark.parametrize("text", RECOGNIZERS_OTHERWISE)
def test_where_recognizers_text_reads_otherwise(text: str) -> None:
    (theirs,) = recognize_number(text, Culture.Chinese)
    assert theirs.resolution["value"] == RECOGNIZERS_OTHERWISE[text]
    (ours,) = numbers.find(text)
    assert ours.to_json(whole=True) != float(theirs.resolution["value"])


BLURS = ("来", "多", "几", "左右", "以上", "以下", "出头", "挂零", "")
LEADS = ("不到", "至少", "超过", "将近", "大概", "快", "小", "最多", "")
UNITS = ("人", "个", "年", "个月", "万", "块", "岁", "号人", "%", "")


@pytest.mark.properties
@given(
    st.sampled_from(LEADS), st.integers(1, 999_999), st.sampled_from(BLURS), st.sampled_from(UNITS)
)
def test_ends_are_in_order_and_spans_within(lead: str, number: int, blur: str, unit: str) -> None:
    for written in (str(number), cn2an.an2cn(str(number), "low")):
        text = lead + written + blur + unit
        for found in numbers.find(text):
            assert 0 <= found.start < found.end <= len(text)
            value = found.to_json(whole=True)
            if isinstance(value, dict) and {"min", "max"} <= set(value):
                assert value["min"] <= value["max"]


@pytest.mark.properties
@given(st.integers(2, 9_998), st.sampled_from(("不到", "至少", "超过", "最多")))
def test_bounds_are_on_the_right_side(number: int, word: str) -> None:
    (found,) = numbers.find(f"{word}{number}人")
    value = found.to_json(whole=True)
    expected = {
        "不到": {"max": number - 1},
        "至少": {"min": number},
        "超过": {"min": number + 1},
        "最多": {"max": number},
    }
    assert value == expected[word]


@pytest.mark.properties
@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    for found in numbers.find(text):
        assert 0 <= found.start < found.end <= len(text)
