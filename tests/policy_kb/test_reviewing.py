"""Warnings: what is sound but looks like a slip, at its line, with what to do about it."""

from pathlib import Path
from typing import Any

import pytest

from policy_kb import Problem, review
from tests.policy_kb.tiny import measure, provision, requiring, write, yes


def warned(home: Path, x: dict[str, Any]) -> list[Problem]:
    """The warnings about measure x."""
    errors, warnings = review(write(home, {"x": x}))
    assert errors == []
    return [one for one in warnings if one.file == "measures/x.yml"]


def line_of(home: Path, text: str) -> int:
    lines = (home / "measures" / "x.yml").read_text("utf-8").splitlines()
    return next(at for at, line in enumerate(lines, 1) if text in line)


def n(**limits: int) -> dict[str, Any]:
    return {"fact": "n", **limits}


def level(*names: str) -> dict[str, Any]:
    return {"fact": "level", "in": list(names)}


def test_a_gap_between_provisions_names_its_days(tmp_path: Path) -> None:
    x = measure(provision(document="d2"), provision(to="2022-03-31"))
    (found,) = warned(tmp_path, x)
    assert "大区从2022年4月1日到2022年5月31日没有规定" in found.expected
    assert found.line == line_of(tmp_path, "to: 2022-03-31")


def test_no_gap_where_one_follows_the_other_or_the_region_around_fills_it(tmp_path: Path) -> None:
    assert not warned(tmp_path, measure(provision(document="d2"), provision(to="2022-05-31")))
    local = [provision(document="e1", to="2022-07-31"), provision(document="f2", to="2022-06-20")]
    assert not warned(tmp_path, measure(*local, provision()))


@pytest.mark.parametrize(
    "conditions",
    [
        [n(at_most=30), n(more_than=30)],
        [level("one", "two"), level("three")],
        [yes("a"), {"not": yes("a")}],
        [{"any": [yes("a"), yes("b")]}, {"fact": "a", "is": False}, {"not": yes("b")}],
        [{"fact": "groups", "includes_any": ["p"]}, {"fact": "groups", "includes_none": ["p"]}],
    ],
)
def test_conditions_that_nobody_can_meet(tmp_path: Path, conditions: list[dict[str, Any]]) -> None:
    found = warned(tmp_path, requiring(*conditions))
    assert [one.line for one in found] == [line_of(tmp_path, "document: d1")]
    assert "互相矛盾" in found[0].expected


@pytest.mark.parametrize(
    "conditions",
    [
        [n(at_least=30), n(at_most=30)],
        [level("one", "two"), level("two", "three")],
        [{"any": [yes("a"), yes("b")]}, {"fact": "a", "is": False}],
        [yes("a"), {"not": {"all": [yes("b"), n(at_most=5)]}}, n(at_most=50)],
    ],
)
def test_conditions_that_somebody_meets_are_no_contradiction(
    tmp_path: Path, conditions: list[dict[str, Any]]
) -> None:
    assert not [w for w in warned(tmp_path, requiring(*conditions)) if "互相矛盾" in w.expected]


def test_a_limb_or_an_alternative_against_the_rest(tmp_path: Path) -> None:
    limbs = [
        {"id": "few", "name": "少", "require": [n(at_most=5)]},
        {"id": "many", "name": "多", "require": [n(at_least=50)]},
    ]
    (found,) = warned(tmp_path, requiring(n(at_most=30), limbs=limbs))
    assert found.line == line_of(tmp_path, "id: many")
    either = {"any": [{"all": [yes("a"), n(at_least=50)]}, yes("b")]}
    (found, *_) = warned(tmp_path, requiring(n(at_most=30), either))
    assert found.line == line_of(tmp_path, "- all:") and "永远用不上" in found.expected


def test_a_condition_inside_another_does_nothing(tmp_path: Path) -> None:
    (found,) = warned(tmp_path, requiring(n(at_most=30), n(at_most=50)))
    assert found.line == line_of(tmp_path, "at_most: 50") - 1
    (found,) = warned(tmp_path, requiring({"any": [n(at_most=30), n(at_most=50)]}))
    assert found.line == line_of(tmp_path, "at_most: 30") - 1


def test_a_branch_of_an_amount_that_nothing_leads_to(tmp_path: Path) -> None:
    def paying(*limits: int) -> dict[str, Any]:
        whens = [{"when": n(at_most=limit), "amount": {"fixed": limit}} for limit in limits]
        return {"choose": [*whens, {"amount": {"fixed": 77}}]}

    assert not warned(tmp_path, requiring(yes("a"), amount=paying(10, 20)))
    (found,) = warned(tmp_path, requiring(yes("a"), amount=paying(20, 10)))
    assert "choose" in found.expected and found.line == line_of(tmp_path, "at_most: 10") - 2
    (found,) = warned(tmp_path, requiring(n(at_most=15), amount=paying(10, 20)))
    assert found.line == line_of(tmp_path, "fixed: 77") - 1


def test_a_provision_that_is_replaced_from_its_first_day(tmp_path: Path) -> None:
    amending = provision(document="d2", amends={"document": "d1"}, **{"from": "2022-01-01"})
    (found,) = warned(tmp_path, measure(amending, provision()))
    assert "从来轮不到" in found.expected


def test_dead_links(tmp_path: Path) -> None:
    amending = provision(document="d2", amends={"document": "d1", "clause": "九"})
    (found,) = warned(tmp_path, measure(amending, provision(to="2022-05-31")))
    assert "amends 指的 d1 九" in found.expected
    (found,) = warned(tmp_path, measure(provision(), successor="x"))
    assert "successor" in found.expected
    _, warnings = review(write(tmp_path, {"x": measure(provision())}))
    cited = [one.expected for one in warnings if one.file == "documents.yml"]
    assert cited == ["还没有一条规定出自文件“d2”", "还没有一条规定出自文件“e1”"]


def test_errors_and_warnings_come_together(tmp_path: Path) -> None:
    bad, doubtful = requiring(yes("aa")), requiring(n(at_most=3), n(at_least=9))
    errors, warnings = review(write(tmp_path, {"bad": bad, "x": doubtful}))
    assert [one.file for one in errors] == ["measures/bad.yml"]
    assert "measures/x.yml" in {one.file for one in warnings}


def test_nothing_in_the_real_base_contradicts_itself() -> None:
    errors, warnings = review()
    assert errors == []
    assert [one for one in warnings if "没有规定，前后都有" not in one.expected] == []
