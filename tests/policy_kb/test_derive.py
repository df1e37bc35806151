"""Facts that follow from others, held against plain arithmetic on exact inputs."""

import datetime
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb import KnowledgeBase, judge
from policy_kb.derive import CLASSES, FirmSize, months_between
from policy_kb.intake import to_json
from policy_kb.values import Value, between, exactly
from tests.policy_kb.tiny import DAY, fact, measure, provision

Base = Callable[..., KnowledgeBase]


def follows(kb: KnowledgeBase, name: str, facts: dict[str, Any]) -> Any:
    """The JSON of a fact that follows from others; None while it may be anything."""
    value = judge(kb, facts, as_of=DAY).case.values.get(name)
    return None if value is None else to_json(kb.facts[name], value)


def with_fact(base: Base, kind: str, way: str, *inputs: str, **more: Any) -> KnowledgeBase:
    """A base with a fact z that follows in this way."""
    derived = {"by": way, "from": list(inputs), **more}
    average = fact("average", "number", min=0)
    return base(measure(provision()), extra=[average, fact("z", kind, derived=derived, told=True)])


def test_a_part_is_no_more_than_the_whole(base: Base) -> None:
    kb = with_fact(base, "integer", "no_more_than", "n")
    assert follows(kb, "z", {"n": 0}) == 0
    assert follows(kb, "z", {"n": 5}) == {"min": 0, "max": 5}
    assert follows(kb, "z", {"n": 5, "z": {"min": 4}}) == {"min": 4, "max": 5}
    assert follows(kb, "z", {"n": 5, "z": 7}) == 7


def test_one_that_holds_is_enough(base: Base) -> None:
    kb = with_fact(base, "boolean", "any_true", "a", "b")
    assert follows(kb, "z", {"a": True}) is True
    assert follows(kb, "z", {"a": False, "b": True}) is True
    assert follows(kb, "z", {"a": False, "b": False}) is None
    assert follows(kb, "z", {"a": True, "z": False}) is False


def test_what_follows_is_asked_for_itself_where_that_is_easier(base: Base) -> None:
    dear, easy = fact("dear", "boolean", cost=2), {"by": "any_true", "from": ["dear"]}
    rule = measure(provision(require=[{"fact": "z", "is": True}]))
    asked = base(rule, extra=[dear, fact("z", "boolean", derived=easy, told=True)])
    assert judge(asked, {}, as_of=DAY).verdicts[0].missing == ("z",)
    alike = base(rule, extra=[{**dear, "cost": 1}, fact("z", "boolean", derived=easy, told=True)])
    assert judge(alike, {}, as_of=DAY).verdicts[0].missing == ("dear",)


def test_a_quotient(base: Base) -> None:
    kb = with_fact(base, "ratio", "divide", "n", "m")
    assert follows(kb, "z", {"n": 11, "m": 200}) == 0.055
    assert follows(kb, "z", {"n": 0}) == 0
    assert follows(kb, "z", {"n": 5}) == {"min": 0.005}
    assert follows(kb, "z", {"m": 50}) == {"max": 2}
    assert follows(kb, "z", {"n": 5, "m": 0}) is None


def test_a_quotient_by_a_rounded_average(base: Base) -> None:
    kb = with_fact(base, "ratio", "divide", "n", "average", round_divisor=True)
    assert follows(kb, "z", {"n": 11, "average": 199.5}) == 0.055
    assert follows(kb, "z", {"n": 11, "average": 199.4}) == pytest.approx(11 / 199)


def test_a_share_of_a_sum(base: Base) -> None:
    kb = with_fact(base, "ratio", "share", "n", "m")
    assert follows(kb, "z", {"n": 1, "m": 3}) == 0.25
    assert follows(kb, "z", {"n": 0}) == 0


def test_a_difference(base: Base) -> None:
    kb = with_fact(base, "integer", "subtract", "n", "m")
    assert follows(kb, "z", {"n": 7, "m": 3}) == 4
    assert follows(kb, "z", {"n": {"min": 5, "max": 7}, "m": 3}) == {"min": 2, "max": 4}


def test_a_map_leaves_open_what_it_does_not_list(base: Base) -> None:
    kb = with_fact(base, "boolean", "map", "level", map={"one": True, "two": False})
    assert follows(kb, "z", {"level": "one"}) is True
    assert follows(kb, "z", {"level": "two"}) is False
    assert follows(kb, "z", {"level": "three"}) is None
    assert follows(kb, "z", {"level": ["one", "two"]}) is None


def test_years_and_months_since_a_date(base: Base) -> None:
    kb = with_fact(base, "integer", "years_since", "day")
    assert follows(kb, "z", {"day": "2020-08-01"}) == 2
    assert follows(kb, "z", {"day": "2020-08-02"}) == 1
    assert follows(kb, "z", {"day": {"min": "2019-01-01", "max": "2020-12-31"}}) == {
        "min": 1,
        "max": 3,
    }
    kb = with_fact(base, "integer", "months_since", "day")
    assert follows(kb, "z", {"day": "2022-06-30"}) == 1


def test_a_day_past_two_years_is_more_than_two(base: Base) -> None:
    kb = with_fact(base, "number", "years_since", "day")
    assert follows(kb, "z", {"day": "2020-08-01"}) == 2
    assert 2 < follows(kb, "z", {"day": "2020-07-31"}) < 2.1
    assert 2.9 < follows(kb, "z", {"day": "2019-09-01"}) < 3


def test_a_year_may_be_any_day_of_it(base: Base) -> None:
    kb = with_fact(base, "integer", "years_since", "y1")
    assert follows(kb, "z", {"y1": 2020}) == {"min": 1, "max": 2}


def test_a_told_range_and_what_follows_are_taken_together(base: Base) -> None:
    kb = with_fact(base, "ratio", "divide", "n", "m")
    told = {"n": 10, "m": {"min": 20, "max": 100}, "z": {"min": 0.3}}
    assert follows(kb, "z", told) == {"min": 0.3, "max": 0.5}
    assert follows(kb, "z", {**told, "z": {"min": 0.9}}) == {"min": 0.9}


def test_what_follows_from_what_follows(base: Base) -> None:
    first = fact("left", "integer", derived={"by": "subtract", "from": ["m", "n"]}, min=0)
    kb = base(
        measure(provision()),
        extra=[
            fact("z", "ratio", derived={"by": "divide", "from": ["left", "m"]}, told=True),
            first | {"told": True},
        ],
    )
    assert follows(kb, "z", {"m": 10, "n": 4}) == 0.6


@given(
    st.dates(datetime.date(1990, 1, 1)),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)),
)
def test_months_between_two_days_are_full_ones(start: datetime.date, end: datetime.date) -> None:
    months = months_between(start, end.toordinal())
    assert (months >= 0) is (end >= start)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    assert (year, month + 1) <= (end.year, end.month)


# firm size


ROW = {1: (300.0, 100.0, 10.0), 2: (9.0, 5.0, 2.0)}
SIZE = FirmSize(
    ("industry", "headcount", "revenue", "assets"),
    [ROW, {2: (8.0, 4.0, 1.0)}, {}],
    {"x": 0, "y": 1, "z": 2},
)
HEADS = [0, 9, 10, 50, 99, 100, 299, 300, 900]


def plainly(headcount: float, revenue: float) -> str:
    """The class of a firm of industry x: the highest all of whose bounds are met."""
    for name, heads, money in (("large", 300, 9), ("medium", 100, 5), ("small", 10, 2)):
        if headcount >= heads and revenue >= money:
            return name
    return "micro"


spans = st.tuples(st.sampled_from(HEADS), st.sampled_from(HEADS)).map(sorted)
sums = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted)


def given_x(heads: list[int], money: list[int]) -> list[Value]:
    return [frozenset({"x"}), between(*heads, whole=True), between(*money, whole=True), between()]


@given(spans, sums)
def test_the_sizes_a_firm_may_be_are_those_its_figures_may_give(
    heads: list[int], money: list[int]
) -> None:
    figures = product(
        [h for h in HEADS if heads[0] <= h <= heads[1]], range(money[0], money[1] + 1)
    )
    assert SIZE.compute(given_x(heads, money), 1) == {plainly(*each) for each in figures}


@given(spans, sums, st.frozensets(st.sampled_from(CLASSES), min_size=1, max_size=3))
def test_a_figure_is_pending_exactly_if_it_can_tell(
    heads: list[int], money: list[int], wanted: frozenset[str]
) -> None:
    def bearing(size: Value) -> bool:
        assert isinstance(size, frozenset)
        return size <= wanted

    pending = SIZE.pending(given_x(heads, money), bearing)
    counts = [h for h in HEADS if heads[0] <= h <= heads[1]]
    revenues = range(money[0], money[1] + 1)
    rows = [{plainly(h, m) in wanted for h in counts} for m in revenues]
    columns = [{plainly(h, m) in wanted for m in revenues} for h in counts]
    assert (1 in pending) is any(len(row) == 2 for row in rows)
    assert (2 in pending) is any(len(column) == 2 for column in columns)


def test_an_unknown_industry_may_be_any_of_them() -> None:
    anything = [frozenset("xy"), exactly(5, whole=True), exactly(8), between()]
    assert SIZE.compute(anything, 1) == {"micro", "large"} | {"small", "medium"}
    assert SIZE.compute([frozenset("z"), *anything[1:]], 1) == set(CLASSES)
    assert SIZE.pending([frozenset("z"), *anything[1:]], lambda value: value) == ()
    assert SIZE.pending([frozenset("yz"), *anything[1:]], lambda value: value) == (0,)
