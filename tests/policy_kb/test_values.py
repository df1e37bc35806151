"""Sets of possible values: sound against sampling, and as tight as the inputs allow."""

import datetime
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb import values
from policy_kb.leaf import Among, HasAny, OneOf, Recent, Within, months_before
from policy_kb.values import HIGHEST, Bound, Interval, Members, between, exactly, interval

pytestmark = pytest.mark.properties


def contains(found: Interval, number: float) -> bool:
    inside = found.lo <= (number, 0) <= found.hi
    return inside and (not found.whole or number == math.floor(number))


@st.composite
def intervals(draw: st.DrawFn, least: int = 0, most: int = 20) -> Interval:
    """Intervals with a point in them, open or closed, whole or not, perhaps endless above."""
    low, high = sorted((draw(st.integers(least, most)), draw(st.integers(least, most))))
    whole = draw(st.booleans())
    lo: Bound = (low, draw(st.integers(0, 1)))
    hi: Bound = HIGHEST if draw(st.integers(0, 4)) == 0 else (high, -draw(st.integers(0, 1)))
    found = interval(lo, hi, whole=whole)
    return exactly(low, whole=whole) if found.empty else found


def points(found: Interval) -> list[float]:
    """Some numbers of an interval, near its ends and between."""
    low, high = found.lo[0], min(found.hi[0], found.lo[0] + 50)
    some = [low + (high - low) * part / 8 for part in range(9)]
    return [
        n for n in {*some, *map(math.floor, some), low + 1e-9, high - 1e-9} if contains(found, n)
    ]


OPERATIONS: list[tuple[Callable[..., Interval], Callable[[float, float], float]]] = [
    (values.divide, lambda x, y: x / y if y else math.nan),
    (values.subtract, lambda x, y: x - y),
    (values.share, lambda x, y: x / (x + y) if x + y else 0.0),
]


@pytest.mark.parametrize(("operate", "exact"), OPERATIONS)
@given(a=intervals(), b=intervals())
def test_arithmetic_holds_every_result_of_members(
    operate: Callable[..., Interval],
    exact: Callable[[float, float], float],
    a: Interval,
    b: Interval,
) -> None:
    if operate is values.divide and b.hi[0] <= 0:
        return
    found = operate(a, b)
    for x in points(a):
        for y in points(b):
            result = exact(x, y)
            if not math.isnan(result):
                assert contains(found, result), (x, y, result, found)


def test_the_ends_of_a_quotient_are_open_where_an_input_s_are() -> None:
    assert values.divide(interval((1, 1), (3, 0)), between(2, 4)) == interval((0.25, 1), (1.5, 0))
    assert values.divide(between(1, 3), between(2, math.inf)).lo == (0.0, 1)
    assert values.divide(between(1, 3), between(0, 4)).hi == HIGHEST


@given(intervals(), intervals())
def test_an_intersection_is_what_both_hold(a: Interval, b: Interval) -> None:
    found = values.intersect(a, b)
    for number in {*points(a), *points(b)}:
        assert contains(found, number) is (contains(a, number) and contains(b, number))


@given(intervals(), st.integers(0, 20), st.integers(0, 20), st.integers(0, 1), st.integers(0, 1))
def test_a_span_answers_for_all_numbers_it_may_be(
    value: Interval, low: int, high: int, above: int, below: int
) -> None:
    span = interval((min(low, high), above), (max(low, high), -below), whole=value.whole)
    answer = Within(span.lo, span.hi)(value, 1)
    inside = {contains(Interval(span.lo, span.hi), n) for n in points(value)}
    if answer != 1:
        assert inside == {answer == 2}


@given(intervals(0, 6).filter(lambda i: i.whole and i.hi[0] < 99), st.frozensets(st.integers(0, 6)))
def test_a_list_of_numbers_answers_for_all_whole_numbers(
    value: Interval, numbers: frozenset[float]
) -> None:
    members = {n for n in range(7) if contains(value, n)}
    answer = Among(numbers)(value, 1)
    assert answer == (2 if members <= numbers else 1 if members & numbers else 0)


def test_whole_intervals_have_closed_ends() -> None:
    assert interval((2, 1), (5, -1), whole=True) == between(3, 4, whole=True)
    assert interval((2.5, 0), (4.5, 0), whole=True) == between(3, 4, whole=True)


def test_nothing_divided_by_the_unknown_is_nothing() -> None:
    assert values.divide(exactly(0), between(0, math.inf)) == exactly(0)


def test_halves_round_upwards() -> None:
    assert values.round_half_up(between(54.5, 55.4)) == between(55, 55, whole=True)
    assert values.round_half_up(interval((1.4, 0), (54.5, -1))) == between(1, 54, whole=True)


def test_options_and_members_answer_for_all_they_may_be() -> None:
    test = OneOf(frozenset({"one", "two"}))
    assert [test(frozenset(v), 1) for v in (["one"], ["one", "three"], ["three"])] == [2, 1, 0]
    member = HasAny(frozenset("pq"))
    answers = [
        member(Members(frozenset(ins), frozenset(outs)), 1)
        for ins, outs in (("p", ""), ("r", "p"), ("", "pq"))
    ]
    assert answers == [2, 1, 0]


def test_months_count_back_to_the_month_s_last_day() -> None:
    def back(day: str, months: int) -> str:
        ordinal = datetime.date.fromisoformat(day).toordinal()
        return datetime.date.fromordinal(months_before(ordinal, months)).isoformat()

    assert back("2022-08-01", 24) == "2020-08-01"
    assert back("2022-03-31", 1) == "2022-02-28"
    assert back("2024-02-29", 12) == "2023-02-28"
    assert back("2022-01-15", 1) == "2021-12-15"
    today = datetime.date(2022, 8, 1).toordinal()
    assert Recent(12)(exactly(today, whole=True), today) == 2
