"""The mutation check itself: what it changes, and that it sees what cases miss."""

import datetime

from tests.mutate.__main__ import percent, render
from tests.mutate.mutants import Mutant, mutants
from tests.mutate.running import Bench, Score
from tests.policy_kb.tiny import measure, provision

START = datetime.date(2022, 6, 1)


def changed(**more: object) -> set[tuple[str, object]]:
    """The key changed and what was put there, for the mutants of one provision."""
    data = measure(provision(**more))
    return {(str(m.loc[-1]), str(m.new)) for m in mutants(data, [START])} - {
        ("from", "2022-05-31"), ("from", "2022-06-02"),
    }  # fmt: skip


def test_every_kind_of_figure_is_changed() -> None:
    assert changed(require=[{"fact": "n", "at_most": 30}]) == {
        ("at_most", "less_than"), ("at_most", "29"), ("at_most", "31"),
    }  # fmt: skip
    assert changed(to=datetime.date(2022, 12, 31)) == {("to", "2022-12-30"), ("to", "2023-01-01")}
    assert changed(amount={"rate": 0.9, "of": "sum"}) == {("rate", "0.895"), ("rate", "0.905")}
    assert changed(amount={"table": "level", "yuan": {"one": 5}}) == {("one", "4"), ("one", "6")}
    assert ("in", "['two']") in changed(presume=[{"fact": "level", "in": ["one", "two"]}])
    branches = [{"when": {"fact": "a", "is": True}, "amount": {"fixed": 1}}]
    assert ("is", "is_not") in changed(amount={"choose": branches})
    nested = {"any": [{"not": {"fact": "a", "is": True}}, {"fact": "b", "is": True}]}
    assert {("any", "all"), ("is", "is_not")} <= changed(limbs=[{"require": [nested]}])
    assert ("from", "2022-06-02") in {
        (str(m.loc[-1]), str(m.new)) for m in mutants(measure(provision()), [START])
    }


def test_a_mutant_changes_one_place_only() -> None:
    data = measure(provision(require=[{"fact": "n", "at_most": 30}]))
    mutant = Mutant(("provisions", 0, "require", 0, "at_most"), "operator", "at_most", "less_than")
    assert mutant.apply(data)["provisions"][0]["require"] == [{"fact": "n", "less_than": 30}]
    assert data["provisions"][0]["require"] == [{"fact": "n", "at_most": 30}]


def test_without_cases_every_sound_mutant_survives() -> None:
    bench = Bench()
    sound = bench.base.measures["internship_subsidy"]
    with_cases = bench.score("internship_subsidy")
    bench.cases["internship_subsidy"] = []
    without = bench.score("internship_subsidy")

    assert with_cases.caught > without.caught
    assert without.total == with_cases.total and without.survivors
    assert without.survivors[0].startswith("measures/internship_subsidy.yml:")
    assert bench.base.measures["internship_subsidy"] is sound


def test_the_score_is_rounded_down() -> None:
    assert (percent(999, 1000), percent(9999, 10000), percent(3, 3)) == ("99.9%", "99.9%", "100%")
    assert "| `x` | 2 | 4 | 1 | 75% |" in render([Score("x", 2, 3, ("…",))], 1.0)
