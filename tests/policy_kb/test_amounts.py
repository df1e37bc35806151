"""The closed set of amounts: exact sums, ranges, words, and what would make them exact."""

from collections.abc import Callable
from typing import Any

import pytest

from policy_kb import KnowledgeBase
from policy_kb.phrases import money, percent
from tests.policy_kb.tiny import fact, measure, provision, verdict

Base = Callable[..., KnowledgeBase]


def paid(base: Base, form: dict[str, Any], facts: dict[str, Any] | None = None) -> dict[str, Any]:
    """The amount as JSON, without its citation."""
    found = verdict(base(measure(provision(amount=form))), facts).to_json()["amount"]
    assert found.pop("citation") == {"document": "d1", "number": "甲〔2022〕1号", "clause": "一"}
    return dict(found)


def test_a_fixed_sum(base: Base) -> None:
    assert paid(base, {"fixed": 1500}) == {"text": "1500元", "yuan": 1500, "needs": []}


def test_a_sum_per_head(base: Base) -> None:
    form = {"per_head": "n", "yuan": 1500}
    assert paid(base, form)["needs"] == ["n"]
    assert "每人1500元" in paid(base, form)["text"]
    assert paid(base, form, {"n": 3})["yuan"] == 4500
    some = paid(base, form, {"n": {"min": 2, "max": 4}})
    assert (some["min"], some["max"], some["needs"]) == (3000, 6000, ["n"])


def test_a_share_of_a_sum(base: Base) -> None:
    form = {"rate": 0.9, "of": "sum"}
    assert paid(base, form) == {"text": "sum的90%", "needs": ["sum"]}
    assert paid(base, form, {"sum": 5000})["yuan"] == 4500
    open_ended = paid(base, form, {"sum": {"min": 1000, "max": 2000}})
    assert (open_ended["min"], open_ended["max"]) == (900, 1800)


def test_a_share_less_what_was_drawn(base: Base) -> None:
    form = {"rate": 0.5, "of": "sum", "less_rate": "drawn"}
    assert paid(base, form, {"sum": 1000})["yuan"] == 500
    assert paid(base, form, {"sum": 1000, "drawn": 0.3})["yuan"] == 200
    assert paid(base, form, {"sum": 1000, "drawn": 0.6})["yuan"] == 0
    assert paid(base, form, {"sum": 1000, "drawn": {"max": 0.3}})["needs"] == ["drawn"]


def test_months_less_those_already_had(base: Base) -> None:
    form = {"months": 6, "less_months": "n"}
    assert paid(base, form) == {"text": "6个月", "months": 6, "needs": []}
    assert paid(base, form, {"n": 0})["months"] == 6
    assert paid(base, form, {"n": 2})["months"] == 4
    assert paid(base, form, {"n": 9})["months"] == 0
    rough = paid(base, form, {"n": {"min": 1, "max": 3}})
    assert ("months" in rough, rough["needs"]) == (False, ["n"])
    assert "还能领3至5个月" in rough["text"]


def test_a_table(base: Base) -> None:
    form = {"table": "level", "yuan": {"one": 1000, "two": 1500}}
    assert paid(base, form, {"level": "two"})["yuan"] == 1500
    wide = paid(base, form)
    assert (wide["min"], wide["max"], wide["needs"]) == (1000, 1500, ["level"])
    assert paid(base, form, {"level": "three"})["text"] == "不在规定的档次里，没有标准"


def test_a_floor_has_no_upper_end(base: Base) -> None:
    least = paid(base, {"floor": 5000})
    assert (least["text"], least["min"], "max" in least) == ("不低于5000元", 5000, False)


def test_a_ceiling_for_one_and_for_several(base: Base) -> None:
    form = {"ceiling": 200000, "times": "n", "uplift": 0.1}
    alone = paid(base, form)
    assert (alone["max"], "yuan" in alone, "min" in alone) == (200000, False, False)
    assert paid(base, form, {"n": 1})["max"] == 200000
    assert paid(base, form, {"n": 3})["max"] == 660000


def test_months_deferrals_rates_and_words(base: Base) -> None:
    assert paid(base, {"months": 3})["months"] == 3
    assert paid(base, {"deferred_until": "2022-12-31"})["until"] == "2022-12-31"
    assert paid(base, {"deferred_months": 12})["months"] == 12
    rates = {"reduced_rate": {"total": 0.01, "unit": 0.005, "person": 0.005}}
    assert paid(base, rates)["text"] == "费率1%，单位0.5%，个人0.5%"
    assert paid(base, {"words": "由经办机构核定"})["text"] == "由经办机构核定"


def test_the_author_s_words_are_added(base: Base) -> None:
    assert paid(base, {"months": 3, "text": "一次申领"})["text"] == "3个月（一次申领）"


CHOICE = {
    "choose": [
        {"when": {"fact": "level", "is": "one"}, "amount": {"fixed": 10}},
        {"when": {"fact": "n", "at_least": 5}, "amount": {"rate": 0.5, "of": "sum"}},
        {"amount": {"fixed": 30}},
    ]
}


@pytest.mark.parametrize(
    ("facts", "sums", "needs"),
    [
        ({"level": "one"}, (10, 10), []),
        ({"level": "two", "n": 5, "sum": 100}, (50, 50), []),
        ({"level": "two", "n": 4}, (30, 30), []),
        ({"n": 4}, (10, 30), ["level"]),
        ({"level": "two", "sum": 100}, (30, 50), ["n"]),
        ({"level": "two"}, (None, None), ["n", "sum"]),
    ],
)
def test_the_first_branch_that_holds(
    base: Base, facts: dict[str, Any], sums: tuple[Any, Any], needs: list[str]
) -> None:
    found = paid(base, CHOICE, facts)
    given = (found.get("min", found.get("yuan")), found.get("max", found.get("yuan")))
    assert given == sums
    assert found["needs"] == needs


def test_a_branch_that_cannot_matter_is_not_asked_about(base: Base) -> None:
    either = {"any": [{"fact": "a", "is": True}, {"fact": "a", "is": False}]}
    form = {"choose": [{"when": either, "amount": {"fixed": 1}}, {"amount": {"fixed": 2}}]}
    assert paid(base, form) == {"text": "1元", "yuan": 1, "needs": []}


def test_one_of_several_that_the_place_chooses(base: Base) -> None:
    form = {"one_of": [{"fixed": 100}, {"rate": 0.5, "of": "sum"}], "text": "由统筹地区选定"}
    found = paid(base, form, {"sum": 1000})
    assert (found["min"], found["max"]) == (100, 500)
    assert "由统筹地区选定" in found["text"]
    assert paid(base, form)["needs"] == ["sum"]


def test_needs_are_facts_that_can_be_asked(base: Base) -> None:
    form = {
        "choose": [
            {"when": {"fact": "ratio", "at_most": 0.5}, "amount": {"fixed": 1}},
            {"amount": {"fixed": 2}},
        ]
    }
    assert paid(base, form, {"n": 5})["needs"] == ["m"]


def test_those_who_get_nothing_are_shown_no_amount(base: Base) -> None:
    kb = base(measure(provision(require=[{"fact": "a", "is": True}], amount={"fixed": 1})))
    assert verdict(kb, {"a": False}).amount is None
    assert verdict(kb).amount is not None


def test_sums_are_to_the_fen(base: Base) -> None:
    assert paid(base, {"rate": 0.9, "of": "sum"}, {"sum": 1234.56})["yuan"] == 1111.1


def test_money_and_percentages_read_as_people_write_them() -> None:
    assert [money(n) for n in (4500, 200000, 3000000, 12345, 300000000, 0.5)] == [
        "4500元", "20万元", "300万元", "12345元", "3亿元", "0.5元",
    ]  # fmt: skip
    assert percent(0.055) == "5.5%"
    assert fact("x", "text")["question"] == "x？"
