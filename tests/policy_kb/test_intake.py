"""Told facts: what is taken, in what form it is kept, and what is refused with which words."""

from collections.abc import Callable
from typing import Any

import pytest

from policy_kb import FactError, KnowledgeBase
from tests.policy_kb.tiny import measure, provision

Base = Callable[..., KnowledgeBase]


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("a", True, True),
        ("n", 30, 30),
        ("n", 30.0, 30),
        ("n", {"min": 25, "max": 39}, {"min": 25, "max": 39}),
        ("n", {"min": 30, "max": 30}, 30),
        ("n", {"max": 30, "exclusive_max": True}, {"max": 29}),
        ("n", {"min": 30, "exclusive_min": True}, {"min": 31}),
        ("n", {"max": 30, "min": None}, {"max": 30}),
        ("n", {"min": 0, "max": 30}, {"max": 30}),
        ("sum", 12.5, 12.5),
        ("sum", {"max": 10, "exclusive_max": True}, {"max": 10, "exclusive_max": True}),
        ("level", "one", "one"),
        ("level", ["three", "one"], ["one", "three"]),
        ("level", ["one"], "one"),
        ("groups", ["q", "p"], ["p", "q"]),
        ("groups", {"includes": ["p"]}, ["p"]),
        ("groups", {"excludes": ["q"]}, {"includes": [], "excludes": ["q"]}),
        ("received", ["x"], ["x"]),
        ("day", "2022-08-01", "2022-08-01"),
        ("day", {"min": "2022-08-01"}, {"min": "2022-08-01"}),
        ("y1", 2022, 2022),
        ("word", " 电工 ", "电工"),
        ("industry", "catering", "catering"),
    ],
)
def test_a_fact_is_kept_in_its_one_form(base: Base, name: str, given: Any, kept: Any) -> None:
    assert base(measure(provision())).check_facts({name: given}) == {name: kept}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("a", None),
        ("n", {}),
        ("n", {"min": 0, "max": 100}),
        ("level", ["one", "two", "three"]),
        ("groups", []),
        ("word", " "),
    ],
)
def test_what_says_nothing_is_left_out(base: Base, name: str, given: Any) -> None:
    assert base(measure(provision())).check_facts({name: given}) == {}


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("nn", 1, "没有“nn”这个事实，是不是想写 n。"),
        ("a", "yes", "a（a）要填 true 或 false。"),
        ("a", 1, "a（a）要填 true 或 false。"),
        ("n", "30", "n（n）要填数字，不能是 '30'。"),
        ("n", True, "n（n）要填数字，不能是 True。"),
        ("n", 30.5, "n（n）要填整数，不能是 30.5。"),
        ("n", 101, "n（n）超出了可能的范围，应当是0人至100人。"),
        ("n", -1, "n（n）超出了可能的范围，应当是0人至100人。"),
        ("n", float("nan"), "n（n）要填数字，不能是 nan。"),
        ("n", float("inf"), "n（n）要填数字，不能是 inf。"),
        ("n", 10**400, "n（n）要填数字，不能是"),
        ("n", {"min": 39, "max": 25}, "最小值不能大于最大值"),
        ("n", {"min": 5, "max": 6, "exclusive_min": True, "exclusive_max": True}, "没有可能的值"),
        ("n", {"least": 5}, "的范围要写成"),
        ("n", [1, 2], "n（n）要填数字"),
        ("level", "four", "level（level）没有“four”这个选项，可用的有：one、two、three。"),
        ("level", [], "不知道就不要填"),
        ("level", 1, "没有“1”这个选项"),
        ("groups", ["z"], "没有“z”这个选项"),
        ("groups", "p", "的选项要写成列表"),
        ("groups", {"includes": ["p"], "excludes": ["p"]}, "不能既成立又不成立"),
        ("groups", {"with": ["p"]}, "要填成立的选项列表"),
        ("day", "2022年8月", "要填日期，如 2022-08-01"),
        ("day", 2022, "要填日期"),
        ("day", "1900-01-01", "应当是1980年1月1日至2100年12月31日"),
        ("word", "长" * 201, "不超过200个字"),
        ("word", 5, "要填文字"),
    ],
)
def test_what_cannot_be_is_refused_with_the_mend(
    base: Base, name: str, given: Any, message: str
) -> None:
    with pytest.raises(FactError) as caught:
        base(measure(provision())).check_facts({name: given})
    assert message in caught.value.message
    assert caught.value.fact == name


def test_what_only_follows_is_not_taken_outright(base: Base) -> None:
    from tests.policy_kb.tiny import fact

    hidden = fact("z", "ratio", derived={"by": "divide", "from": ["n", "m"]})
    with pytest.raises(FactError, match="由n、m推算，请改填这些"):
        base(measure(provision()), extra=[hidden]).check_facts({"z": 0.5})
