"""What fits into one message, and what a short answer picks from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat.choices import listed, resolve
from bot.wechat.pages import GAP, LIMIT, Option, Page, joined, size, split
from bot.wechat.render import paged, shown, with_earlier

LONG = (
    "依据：内人社办发〔2022〕86号三（三）第6项，能得到18,000元至27,000元；返还比例是30.5%，"
    "每人1,500元，到2022年12月31日。带上：营业执照、花名册👨‍👩‍👧、登记表。\n"
)


def test_a_short_text_is_one_page() -> None:
    assert split("您好") == ["您好"]


@pytest.mark.parametrize("room", [24, 40, 97, 300, 1840])
def test_no_page_is_too_large_and_nothing_is_lost(room: int) -> None:
    parts = split(LONG * 40, room)
    assert all(size(part) <= room for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", LONG * 40)


@pytest.mark.parametrize("room", [40, 55, 70, 97])
def test_numbers_amounts_and_characters_stay_whole(room: int) -> None:
    for text in split(LONG * 40, room):
        for whole in ("〔2022〕86号", "18,000元", "27,000元", "30.5%", "1,500元", "👨‍👩‍👧"):
            for cut in range(1, len(whole)):
                assert not text.endswith(whole[:cut]) or text.endswith(whole)


@given(st.text(max_size=400), st.integers(min_value=16, max_value=200))
def test_any_text_is_cut_without_loss(text: str, room: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    parts = split(text, room)
    assert all(size(part) <= room for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_paragraphs_are_kept_together_where_they_fit() -> None:
    paragraphs = [f"第{n}段：" + "字" * 200 for n in range(6)]
    for part in split("\n\n".join(paragraphs)):
        assert all(block in paragraphs for block in part.split("\n\n"))


def test_the_choices_stand_whole_on_the_last_page() -> None:
    options = tuple(Option(f"选项{n}", f"我选{n}") for n in range(8))
    pages = paged("字" * 1500, options)

    assert len(pages) > 1
    assert pages[-1].options == options
    assert "8. 选项7" in pages[-1].text
    assert not any(page.options for page in pages[:-1])
    assert "回复“更多”" in shown(pages)
    assert size(shown(pages)) <= LIMIT


def test_more_choices_than_a_message_holds_are_left_to_words() -> None:
    pages = paged("请选", tuple(Option("很长的选项" * 20, str(n)) for n in range(20)))
    assert all(size(page.text) <= LIMIT for page in pages)


def test_what_was_kept_comes_before_the_answer() -> None:
    both = with_earlier([(Page("早"),)], (Page("晚", (Option("A", "a"),)),))
    assert both == (Page(f"您刚才问的有结果了：{GAP}早{GAP}晚", (Option("A", "a"),)),)


def test_pages_that_do_not_fit_together_follow_each_other() -> None:
    assert joined([Page("字" * 400), Page("字" * 400)]) == (Page("字" * 400), Page("字" * 400))


NUMBERED = Page("…", tuple(Option(t, f"说{t}") for t in ("甲", "乙", "丙")))
LETTERED = Page("…", NUMBERED.options, lettered=True)


@pytest.mark.parametrize(
    "said",
    ["2", "２", "②", " 2 ", "2.", "2、", "2）", "第2个", "选2", "回复2", "二", "第二个", "选二"],
)
def test_a_number_picks_the_choice_shown(said: str) -> None:
    assert resolve(said, NUMBERED) == "说乙"


@pytest.mark.parametrize("said", ["B", "b", "Ｂ", "选B", "b.", "B、"])
def test_a_letter_picks_where_choices_are_lettered(said: str) -> None:
    assert resolve(said, LETTERED) == "说乙"


@pytest.mark.parametrize("said", ["4", "0", "28", "2人", "2个人", "2万", "B", "二十", "不知道", ""])
def test_what_is_no_choice_stays_what_it_is(said: str) -> None:
    assert resolve(said, NUMBERED) == said


@pytest.mark.parametrize("said", ["2", "28", "二", "D", "两个", "1、2"])
def test_digits_stay_numbers_where_a_number_is_asked_for(said: str) -> None:
    assert resolve(said, LETTERED) == said


def test_several_numbers_pick_several() -> None:
    assert resolve("1、3", NUMBERED) == "说甲、说丙"
    assert resolve("1 9", NUMBERED) == "1 9"


def test_before_anything_was_shown_a_number_is_a_number() -> None:
    assert resolve("2", None) == resolve("2", Page("您好")) == "2"


def test_the_list_says_how_to_answer() -> None:
    assert listed(NUMBERED.options, lettered=False).startswith(
        "回复数字选择，也可以直接说：\n1. 甲\n"
    )
    assert "A. 甲\nB. 乙" in listed(NUMBERED.options, lettered=True)
