"""What reaches the engine is words, not orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TextError
from bot.guard import MAX_CHARS, check, is_command


@pytest.mark.parametrize("text", ["/restart", "  /restart", "\u200b/restart", "\ufeff \n/inform{}"])
def test_a_command_is_known_as_one_and_gives_no_orders(text: str) -> None:
    assert check(text).startswith("／")
    assert is_command(check(text))


@pytest.mark.parametrize("text", ["/失业金怎么领", "  /30", "\u200b/ 三级", "//restart"])
def test_a_leading_slash_gives_no_orders(text: str) -> None:
    assert check(text).startswith("／")
    assert not is_command(check(text))


def test_a_slash_elsewhere_is_left_alone() -> None:
    assert check("失业金/稳岗返还") == "失业金/稳岗返还"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u200b", "\x00"])
def test_an_empty_message_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(TextError, match="请输入"):
        check(text)


def test_the_longest_message_is_taken_and_one_more_character_is_not() -> None:
    assert len(check("问" * MAX_CHARS)) == MAX_CHARS
    with pytest.raises(TextError, match="1001个字，最多1000个字"):
        check("问" * (MAX_CHARS + 1))


def test_line_breaks_and_emoji_stay() -> None:
    assert check("你好\n👨\u200d👩\u200d👧 28人") == "你好\n👨\u200d👩\u200d👧 28人"


@given(st.text(st.characters(), min_size=1, max_size=50))
def test_whatever_comes_out_can_be_stored_and_orders_nothing(text: str) -> None:
    try:
        safe = check(text)
    except TextError:
        return
    assert safe.encode()
    assert not safe.strip().startswith("/")
    assert "\x00" not in safe
