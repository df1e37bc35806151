"""Identifiers go, amounts and ordinary words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import is_identity_number, mask, passes_luhn

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(first17: str) -> str:
    """A made-up number with the right check digit."""
    total = sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True))
    return first17 + "10X98765432"[total % 11]


ID = identity("15230119900307721")


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        (f"我的身份证号是{ID}，能领失业金吗", "身份证号", "能领失业金吗"),
        (f"身份证{ID[:6]} {ID[6:14]} {ID[14:]}谢谢", "身份证号", "谢谢"),
        (
            f"身份证号：{ID.translate(str.maketrans('0123456789', '０１２３４５６７８９'))}。",
            "身份证号",
            "。",
        ),
        ("身份证152301900307721，老的", "身份证号", "，老的"),
        ("身份证号码152301199003077219对吗", "身份证号", "对吗"),
        ("打我电话13804751234", "电话号码", "打我电话"),
        ("手机 138-0475-1234 找我", "电话号码", "找我"),
        ("手机+86 13804751234", "电话号码", "手机"),
        ("座机0475-8231234有人接", "电话号码", "有人接"),
        ("我手机一三八零四七五一二三四", "电话号码", "我手机"),
        ("钱打到6222020200112233453了吗", "银行卡号", "了吗"),
        ("卡号 6222 0202 0011 2233 45 写错一位", "银行卡号", "写错一位"),
        ("社保号1504021234，查一下", "社保号", "查一下"),
        ("社会保障卡号是D12345678", "社保号", "社会保障卡号是"),
    ],
)
def test_identifiers_are_taken_out(text: str, kind: str, rest: str) -> None:
    masked = mask(text)

    assert masked.kinds == (kind,)
    assert f"〔{kind}已隐去〕" in masked.text
    assert rest in masked.text
    assert not any(char.isdigit() for char in masked.text)


@pytest.mark.parametrize(
    "text",
    [
        "去年缴了15000元失业保险，28个人",
        "营业收入13800000000元",
        "年收入1380000万",
        "2022年8月1日的政策，22届毕业生3个",
        "内人社办发〔2022〕86号第6项",
        "从20200301到20220731交了两年社保",
        "订单号100000000000000000",
        "12333电话打不通",
        "三十来号人，一百二十万的营业额",
        "社保交了24个月，每月1260.50元",
    ],
)
def test_ordinary_messages_are_left_alone(text: str) -> None:
    assert mask(text).text == text


def test_several_identifiers_are_each_named_once() -> None:
    masked = mask(f"我{ID}，爱人{identity('15230119880101112')}，电话13804751234")

    assert masked.kinds == ("身份证号", "电话号码")
    assert masked.text == "我〔身份证号已隐去〕，爱人〔身份证号已隐去〕，电话〔电话号码已隐去〕"


def test_a_wrong_check_digit_is_no_identity_number() -> None:
    wrong = ID[:-1] + ("1" if ID[-1] != "1" else "2")

    assert is_identity_number(ID)
    assert not is_identity_number(wrong)
    assert not is_identity_number(identity("15230119901307721"))  # no thirteenth month
    assert not is_identity_number(identity("99230119900307721"))  # no such province


def test_luhn() -> None:
    assert [d for d in range(10) if passes_luhn(f"622202020011223345{d}")] == [3]


@given(st.text())
def test_any_text_survives_and_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text

    assert mask(once).text == once
