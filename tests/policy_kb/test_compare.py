"""Comparing two versions: rules, word files, verdicts."""

from pathlib import Path
from typing import Any

import pytest

from policy_kb.compare import Changes, compare
from policy_kb.shifts import Applicant
from tests.policy_kb.tiny import DAY, FACTS, fact, measure, provision, requiring, write, yes


def changes(tmp_path: Path, old: Any, new: Any, *who: Applicant, **more: Any) -> Changes:
    """What changed between bases that differ in measure x (None: it is not there)."""
    homes = [
        write(tmp_path / name, {"y": requiring(yes("a")), **({"x": x} if x else {})}, **words)
        for name, x, words in (("old", old, {}), ("new", new, more))
    ]
    return compare(*homes, who)


def few(most: int, **more: Any) -> dict[str, Any]:
    condition = {"fact": "n", "at_most": most, "text": "人不多"}
    return requiring(condition, **more)


def test_a_changed_threshold_shows_though_the_words_stay(tmp_path: Path) -> None:
    (found,) = changes(tmp_path, few(30), few(50)).measures
    (rule,) = found["provisions"]
    assert rule["conditions"] == {
        "removed": ["n不超过30人 〔人不多〕"], "added": ["n不超过50人 〔人不多〕"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ({}, {"to": "2022-12-31"}, "period"),
        ({"from": "2022-02-01"}, {"from": "2022-03-01"}, "period"),
        ({}, {"region": "东市"}, "region"),
        ({"amount": {"fixed": 1}}, {"amount": {"fixed": 2}}, "amount"),
        ({"notes": ["甲"]}, {"notes": ["乙"]}, "other"),
        ({}, {"amends": {"document": "d2"}}, "amends"),
        (
            {"limbs": [{"id": "l", "name": "乙", "amount": {"months": 3}}]},
            {"limbs": [{"id": "l", "name": "乙", "amount": {"months": 4}}]},
            "amount",
        ),
    ],
)
def test_each_part_of_a_provision_is_compared(
    tmp_path: Path, old: dict[str, Any], new: dict[str, Any], part: str
) -> None:
    found = changes(tmp_path, requiring(yes("a"), **old), requiring(yes("a"), **new))
    (rule,) = found.measures[0]["provisions"]
    assert set(rule) == {"provision", "change", part}


def test_every_form_of_amount_and_condition_can_be_told(tmp_path: Path) -> None:
    sums = [
        {"per_head": "n", "yuan": 5}, {"rate": 0.5, "of": "sum", "less_rate": "drawn"},
        {"table": "level", "yuan": {"one": 1}}, {"ceiling": 9, "times": "n", "uplift": 0.1},
        {"floor": 7}, {"deferred_until": "2022-12-31"}, {"deferred_months": 12},
        {"reduced_rate": {"total": 0.01}}, {"words": "另定"},
        {"choose": [{"when": yes("a"), "amount": {"fixed": 8}}, {"amount": {"months": 2}}]},
    ]  # fmt: skip
    nested = {"any": [{"not": yes("b")}, {"fact": "y1", "same_as": "y2"}]}
    x = measure(provision(require=[nested], presume=[yes("c")], amount={"one_of": sums}))
    (found,) = changes(tmp_path, None, x).measures
    (rule,) = found["provisions"]
    assert found["change"] == rule["change"] == "added"
    shown = "\n".join(rule["amount"]["added"] + rule["conditions"]["added"])
    for words in ("每人5元", "50%，扣除drawn", "one1元", "最高9元，多人另加10%", "不低于7元",
                  "缓缴到2022年12月31日", "最长缓缴12个月", "费率1%", "另定", "8元", "2个月",
                  "满足其一", "不能", "y1与y2相同", "（只提醒）"):  # fmt: skip
        assert words in shown, words


def test_verdicts_that_change_are_named(tmp_path: Path) -> None:
    forty, ten = (Applicant(f"{n}人", {"n": n}, "西市", DAY, "x") for n in (40, 10))
    everything = Applicant("样例", {"n": 40, "a": True}, None, DAY)
    found = changes(tmp_path, few(30), few(50), forty, ten, everything)
    told = [(v["applicant"], v["case"], v["old"]["status"], v["new"]["status"])
            for v in found.verdicts]  # fmt: skip
    assert told == [
        ("40人", True, "ineligible", "eligible"), ("样例", False, "ineligible", "eligible"),
    ]  # fmt: skip
    assert found.judged == 3


def test_a_measure_that_comes_or_goes_and_words_that_change(tmp_path: Path) -> None:
    who = Applicant("某人", {"n": 1, "new_fact": True}, None, DAY, "x")
    extra = [fact("new_fact", "boolean")]
    found = changes(tmp_path, None, few(30), who, extra=extra)
    assert [(w["file"], w["id"], w["change"]) for w in found.words] == [
        ("facts.yml", "new_fact", "added")
    ]
    (verdict,) = found.verdicts
    assert verdict["old"]["status"] == "error" and verdict["new"]["status"] == "eligible"
    assert changes(tmp_path / "b", few(3), None).measures[0]["change"] == "removed"
    assert changes(tmp_path / "c", few(3), few(3), facts=FACTS).to_json()["measures"] == []


def test_a_measure_not_in_force_is_no_news(tmp_path: Path) -> None:
    early = Applicant("早", {"n": 1}, None, DAY.replace(year=2021), "x")
    assert not changes(tmp_path, None, few(30), early).verdicts
