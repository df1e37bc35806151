"""What can still matter, in the cases random rules seldom hit."""

from collections.abc import Callable
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb import KnowledgeBase, leaf
from policy_kb.cells import cells
from policy_kb.gates import All, Any_, Gate
from policy_kb.leaf import Among, HasAny, OneOf, Within
from policy_kb.values import Members, Value, between, interval
from tests.policy_kb.tiny import requiring, verdict, yes

Base = Callable[..., KnowledgeBase]
FEW, MANY = {"fact": "n", "at_most": 9}, {"fact": "n", "at_least": 10}


def test_a_fact_matters_that_only_changes_how_others_combine(base: Base) -> None:
    both, either = [yes("a"), yes("b")], {"any": [yes("a"), yes("b")]}
    kb = base(requiring({"any": [{"all": [MANY, *both]}, {"all": [FEW, either]}]}))
    assert set(verdict(kb).missing) == {"n", "a", "b"}
    assert set(verdict(kb, {"a": True}).missing) == {"n", "b"}
    assert verdict(kb, {"a": True, "b": True}).status == "eligible"
    assert verdict(kb, {"a": False, "b": False}).status == "ineligible"


def test_a_fact_does_not_matter_that_another_makes_idle(base: Base) -> None:
    kb = base(requiring(yes("a"), {"any": [yes("a"), yes("b")]}))
    assert verdict(kb).missing == ("a",)


def test_a_fact_does_not_matter_whose_branches_come_to_the_same(base: Base) -> None:
    kb = base(requiring({"any": [{"all": [FEW, yes("a")]}, {"all": [MANY, yes("a")]}]}))
    assert verdict(kb).missing == ("a",)


def test_the_office_s_part_of_a_choice_is_not_waited_for(base: Base) -> None:
    kb = base(requiring({"any": [{"fact": "reserve", "at_least": 1}, yes("a")]}))
    assert (verdict(kb).status, verdict(kb).missing) == ("eligible", ())
    assert verdict(kb, {"reserve": 0}).missing == ("a",)


# gates


LITERALS = [1 << at for at in range(5)]


def gates() -> st.SearchStrategy[Gate]:
    """Gates in which every literal stands once."""

    def split(bits: list[int], choose: list[int]) -> Gate:
        kind = All if choose[0] else Any_
        if len(bits) <= 2:
            return kind(sum(bits))
        cut = 1 + choose[1] % (len(bits) - 1)
        rest = choose[2:] or [0, 1]
        flipped = [1 - rest[0], *rest[1:]]
        return kind(0, (split(bits[:cut], [*flipped, 0, 1]), split(bits[cut:], [*rest, 1, 0])))

    bits = st.permutations(LITERALS).flatmap(
        lambda order: st.integers(1, 5).map(lambda n: order[:n])
    )
    return st.builds(split, bits, st.lists(st.integers(0, 1), min_size=6, max_size=6))


def table(gate: Gate, held: int, failed: int) -> tuple[bool, ...]:
    """The truth table of what is left of a gate."""
    rows = []
    for truth in product([False, True], repeat=len(LITERALS)):
        on = sum(bit for bit, value in zip(LITERALS, truth, strict=True) if value)
        full = (on | held) & ~failed
        rows.append(gate.look(full, ~full) == 0)
    return tuple(rows)


masks = st.tuples(st.integers(0, 31), st.integers(0, 31)).map(lambda m: (m[0] & ~m[1], m[1]))


@pytest.mark.properties
@given(gates(), masks, masks)
def test_two_states_look_alike_exactly_if_they_leave_the_same_function(
    gate: Gate, one: tuple[int, int], two: tuple[int, int]
) -> None:
    alike = gate.look(*one) == gate.look(*two)
    assert alike is (table(gate, *one) == table(gate, *two))


@pytest.mark.properties
@given(gates(), masks)
def test_a_look_names_exactly_the_literals_that_can_decide(
    gate: Gate, known: tuple[int, int]
) -> None:
    held, failed = known
    found = gate.look(held, failed)
    decisive = 0
    for bit in LITERALS:
        if not bit & (held | failed):
            on, off = table(gate, held | bit, failed), table(gate, held, failed | bit)
            decisive |= bit if on != off else 0
    assert max(0, found) == decisive
    assert set(table(gate, held, failed)) == ({found == 0} if found <= 0 else {True, False})


# cells


def number_tests(whole: bool) -> st.SearchStrategy[leaf.Test]:
    """Tests as the loader makes them: of whole numbers, with whole ends."""

    def span(ends: list[int], above: int, below: int) -> leaf.Test:
        found = interval((ends[0], above), (ends[1], -below), whole=whole)
        return Within(found.lo, found.hi)

    ends = st.tuples(st.integers(-1, 7), st.integers(-1, 7)).map(sorted)
    spans = st.builds(span, ends, st.integers(0, 1), st.integers(0, 1))
    few = st.builds(Among, st.frozensets(st.integers(0, 6), min_size=1, max_size=3))
    halves = st.builds(lambda n: Within((n, 0)), st.integers(0, 6))
    return st.one_of(spans, few, halves)


@pytest.mark.properties
@pytest.mark.parametrize("whole", [True, False])
@given(data=st.data())
def test_cells_of_numbers_are_all_the_ways_the_tests_can_come_out(
    whole: bool, data: st.DataObject
) -> None:
    domain = between(0, 6, whole=whole)
    tests = data.draw(st.lists(number_tests(whole), min_size=1, max_size=3))

    def vector(value: Value) -> tuple[int, ...]:
        return tuple(test(value, 1) for test in tests)

    found = [vector(value) for value, _ in cells(domain, tests, vector, 1, {})]
    points = [between(n / 4, n / 4) for n in range(0, 25, 4 if whole else 1)]
    assert set(found) == {vector(point) for point in points}
    assert len(found) == len(set(found))


@pytest.mark.properties
@given(st.lists(st.frozensets(st.sampled_from("pqr"), min_size=1), min_size=1, max_size=3))
def test_cells_of_memberships_are_all_the_ways_they_can_come_out(
    named: list[frozenset[str]],
) -> None:
    tests: list[leaf.Test] = [HasAny(members) for members in named]

    def vector(value: Value) -> tuple[int, ...]:
        return tuple(test(value, 1) for test in tests)

    found = {vector(value) for value, _ in cells(Members(), tests, vector, 1, {})}
    everyone = frozenset("pqr")
    every = [frozenset(ins) for size in range(4) for ins in combinations("pqr", size)]
    assert found == {vector(Members(ins, everyone - ins)) for ins in every}


def test_cells_weigh_the_same_unless_the_choices_have_weights() -> None:
    tests: list[leaf.Test] = [OneOf(frozenset({"one"}))]
    domain: Value = frozenset({"one", "two", "three"})

    def vector(value: Value) -> int:
        return tests[0](value, 1)

    def weights(given: dict[str, float]) -> list[float]:
        return sorted(weight for _, weight in cells(domain, tests, vector, 1, given))

    assert weights({}) == [1.0, 1.0]
    assert weights({"two": 3.0}) == [1.0, 4.0]
