"""Properties that hold for any rules and any applicant, tried on random small ones."""

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_kb import KnowledgeBase, judge, next_question
from tests.policy_kb import oracle
from tests.policy_kb.tiny import DAY, fact, made, measure, provision

pytestmark = pytest.mark.properties

EXTRA = [
    fact("few", "integer", min=0, max=5),
    fact("quota", "integer", min=0, max=2, known_by="office"),
]


def leaf() -> st.SearchStrategy[dict[str, Any]]:
    truth = st.builds(
        lambda name, op, value: {"fact": name, op: value},
        st.sampled_from("abc"), st.sampled_from(["is", "is_not"]), st.booleans(),
    )  # fmt: skip
    few = st.builds(
        lambda op, value: {"fact": "few", op: value},
        st.sampled_from(["at_least", "at_most", "is", "is_not"]), st.integers(1, 4),
    )  # fmt: skip
    some = st.lists(st.sampled_from(["one", "two", "three"]), min_size=1, max_size=2, unique=True)
    level = st.builds(
        lambda op, value: {"fact": "level", op: value}, st.sampled_from(["in", "not_in"]), some
    )
    members = st.lists(st.sampled_from("pqr"), min_size=1, max_size=3, unique=True)
    groups = st.builds(
        lambda op, value: {"fact": "groups", op: value},
        st.sampled_from(["includes_any", "includes_none"]), members,
    )  # fmt: skip
    quota = st.builds(
        lambda op: {"fact": "quota", op: 1}, st.sampled_from(["at_least", "at_most", "is"])
    )
    return st.one_of(truth, few, level, groups, quota)


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    return st.recursive(
        leaf(),
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=5,
    )


def rules() -> st.SearchStrategy[oracle.Rule]:
    return st.fixed_dictionaries(
        {
            "require": st.lists(conditions(), min_size=1, max_size=3),
            "presume": st.lists(conditions(), max_size=1),
        }
    )


def spans(least: int, most: int) -> st.SearchStrategy[Any]:
    ends = st.tuples(st.integers(least, most), st.integers(least, most)).map(sorted)
    return ends.map(lambda e: e[0] if e[0] == e[1] else {"min": e[0], "max": e[1]})


@st.composite
def memberships(draw: st.DrawFn) -> dict[str, list[str]]:
    known = draw(st.dictionaries(st.sampled_from("pqr"), st.booleans(), max_size=3))
    ins = [name for name, there in known.items() if there]
    return {"includes": ins, "excludes": [name for name in known if name not in ins]}


def applicants() -> st.SearchStrategy[dict[str, Any]]:
    level = st.one_of(
        st.sampled_from(["one", "two", "three"]),
        st.lists(st.sampled_from(["one", "two", "three"]), min_size=2, max_size=2, unique=True),
    )
    return st.fixed_dictionaries(
        {},
        optional={
            **{name: st.booleans() for name in "abc"},
            "few": spans(0, 5),
            "level": level,
            "groups": memberships(),
            "quota": spans(0, 2),
        },
    )


def base_of(rule: oracle.Rule) -> KnowledgeBase:
    """The knowledge base of one measure x with this rule."""
    with tempfile.TemporaryDirectory() as home:
        return made(Path(home), {"x": measure(provision(**rule))}, extra=EXTRA)


slowly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@slowly
@given(rules(), st.lists(applicants(), min_size=3, max_size=6))
def test_the_engine_agrees_with_trying_everything(
    rule: oracle.Rule, people: list[dict[str, Any]]
) -> None:
    kb = base_of(rule)
    for told in [{}, *people]:
        found = judge(kb, told, as_of=DAY, region="西市")
        verdict = found.verdict("x")
        assert verdict.status == oracle.status(rule, told)
        matter = oracle.mattering(rule, told)
        assert set(verdict.missing) == matter
        question = next_question(kb, found, focus=["x"])
        assert question is None if not matter else question and question.fact in matter


@slowly
@given(rules(), applicants(), applicants())
def test_another_fact_never_flips_what_is_decided_unless_it_was_taken_for_granted(
    rule: oracle.Rule, told: dict[str, Any], more: dict[str, Any]
) -> None:
    kb = base_of(rule)
    before = judge(kb, told, as_of=DAY).verdict("x")
    if before.status == "undetermined":
        return
    for name, value in more.items():
        if name in told:
            continue
        after = judge(kb, {**told, name: value}, as_of=DAY).verdict("x")
        granted = {each for proviso in before.subject_to for each in proviso.facts}
        if after.status != before.status:
            assert before.status == "eligible"
            assert name in granted


@slowly
@given(rules(), applicants(), st.randoms(use_true_random=False))
def test_the_order_of_facts_is_of_no_account(
    rule: oracle.Rule, told: dict[str, Any], chance: random.Random
) -> None:
    kb = base_of(rule)
    names = list(told)
    chance.shuffle(names)
    other = {name: told[name] for name in names}
    one, two = (judge(kb, facts, as_of=DAY) for facts in (told, other))
    assert one.verdict("x").to_json() == two.verdict("x").to_json()
    assert next_question(kb, one) == next_question(kb, two)


@slowly
@given(rules(), applicants())
def test_answering_what_is_asked_always_comes_to_an_end(
    rule: oracle.Rule, told: dict[str, Any]
) -> None:
    """Answered as the first possible value each time, no fact is asked for twice."""
    kb = base_of(rule)
    asked: list[str] = []
    while question := next_question(kb, judge(kb, told, as_of=DAY), focus=["x"]):
        assert question.fact not in asked
        asked.append(question.fact)
        value = oracle.possible(question.fact, told)[0]
        if question.fact == "groups":
            value = {"includes": sorted(value), "excludes": sorted(set("pqr") - value)}
        told = {**told, question.fact: value}
    assert judge(kb, told, as_of=DAY).verdict("x").status != "undetermined"


@slowly
@given(rules(), applicants())
def test_normal_facts_stay_as_they_are(rule: oracle.Rule, told: dict[str, Any]) -> None:
    kb = base_of(rule)
    normal = kb.check_facts(told)
    assert kb.check_facts(normal) == normal
    one, two = (judge(kb, facts, as_of=DAY).verdict("x") for facts in (told, normal))
    assert one.to_json() == two.to_json()
