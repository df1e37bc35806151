"""The semantics that must hold, rule by rule, on tiny bases."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from policy_kb import FactError, KnowledgeBase, MeasureError, RegionError, judge
from tests.policy_kb.tiny import DAY, fact, measure, provision, requiring, verdict, yes

Base = Callable[..., KnowledgeBase]


# unknown is not no


def test_a_missing_fact_makes_nobody_eligible_or_ineligible(base: Base) -> None:
    kb = base(requiring({"fact": "a", "is": True}))
    assert verdict(kb).status == "undetermined"
    assert verdict(kb, {"a": True}).status == "eligible"
    assert verdict(kb, {"a": False}).status == "ineligible"


def test_a_failed_condition_settles_whatever_else_is_unknown(base: Base) -> None:
    kb = base(requiring({"fact": "a", "is": True}, {"fact": "b", "is": True}))
    assert verdict(kb, {"b": False}).status == "ineligible"


def test_any_is_settled_by_one_that_holds(base: Base) -> None:
    kb = base(requiring({"any": [{"fact": "a", "is": True}, {"fact": "n", "at_least": 5}]}))
    assert verdict(kb, {"a": True}).status == "eligible"
    assert verdict(kb, {"a": False}).status == "undetermined"
    assert verdict(kb, {"a": False, "n": 4}).status == "ineligible"


def test_what_holds_either_way_is_settled_without_asking(base: Base) -> None:
    either = {"any": [{"fact": "a", "is": True}, {"fact": "a", "is": False}]}
    assert verdict(base(requiring(either))).status == "eligible"
    both = {"all": [{"fact": "n", "at_least": 50}, {"fact": "n", "at_most": 49}]}
    assert verdict(base(requiring(both))).status == "ineligible"


def test_not_turns_a_condition_round(base: Base) -> None:
    kb = base(
        requiring({"not": {"any": [{"fact": "a", "is": True}, {"fact": "n", "at_least": 5}]}})
    )
    assert verdict(kb, {"a": False, "n": 4}).status == "eligible"
    assert verdict(kb, {"a": False}).status == "undetermined"
    assert verdict(kb, {"n": 5}).status == "ineligible"


# numbers may be ranges


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"min": 25, "max": 39}, "undetermined"),
        ({"max": 30, "exclusive_max": True}, "eligible"),
        ({"max": 30}, "eligible"),
        ({"min": 30, "exclusive_min": True}, "ineligible"),
        ({"min": 31}, "ineligible"),
        (30, "eligible"),
        (31, "ineligible"),
    ],
)
def test_a_range_decides_only_where_all_of_it_agrees(base: Base, told: Any, status: str) -> None:
    assert verdict(base(requiring({"fact": "n", "at_most": 30})), {"n": told}).status == status


def test_a_choice_may_be_one_of_several(base: Base) -> None:
    kb = base(requiring({"fact": "level", "in": ["one", "two"]}))
    assert verdict(kb, {"level": ["one", "two"]}).status == "eligible"
    assert verdict(kb, {"level": ["two", "three"]}).status == "undetermined"


def test_a_set_is_open(base: Base) -> None:
    kb = base(requiring({"fact": "groups", "includes_any": ["p", "q"]}))
    assert verdict(kb, {"groups": ["r"]}).status == "undetermined"
    assert verdict(kb, {"groups": ["r", "q"]}).status == "eligible"
    assert verdict(kb, {"groups": {"excludes": ["p", "q"]}}).status == "ineligible"


def test_both_ends_of_a_span_in_one_condition(base: Base) -> None:
    kb = base(requiring({"fact": "n", "at_least": 16, "at_most": 24}))
    for age, status in ((15, "ineligible"), (16, "eligible"), (24, "eligible"), (25, "ineligible")):
        assert verdict(kb, {"n": age}).status == status


def test_a_date_counts_back_from_the_day_judged_by(base: Base) -> None:
    kb = base(requiring({"fact": "day", "within_years": 2}))
    assert verdict(kb, {"day": "2020-08-01"}).status == "eligible"
    assert verdict(kb, {"day": "2020-07-31"}).status == "ineligible"
    assert verdict(kb, {"day": "2022-08-02"}).status == "ineligible"
    assert verdict(kb, {"day": {"min": "2020-01-01", "max": "2021-01-01"}}).status == "undetermined"


def test_two_years_are_compared(base: Base) -> None:
    kb = base(requiring({"fact": "y1", "same_as": "y2"}))
    assert verdict(kb, {"y1": 2022, "y2": 2022}).status == "eligible"
    assert verdict(kb, {"y1": 2021, "y2": 2022}).status == "ineligible"
    assert verdict(kb, {"y1": 2022}).missing == ("y2",)
    assert verdict(kb, {"y1": 2022, "y2": {"max": 2021}}).status == "ineligible"


# who knows


def test_what_the_clause_hangs_on_goes_before_what_is_presumed(base: Base) -> None:
    limb = {"id": "one", "require": [{"fact": "reserve", "at_least": 12}], "name": "一"}
    kb = base(measure(provision(presume=[{"fact": "b", "is": True}], limbs=[limb])))
    assert [p.facts for p in verdict(kb).subject_to] == [("reserve",), ("b",)]


def test_the_office_s_and_presumed_conditions_make_it_subject_to_them(base: Base) -> None:
    kb = base(requiring({"fact": "reserve", "at_least": 12}, presume=[{"fact": "b", "is": False}]))
    found = verdict(kb)
    assert found.status == "eligible"
    assert [p.facts for p in found.subject_to] == [("reserve",), ("b",)]
    assert [c.state for c in found.conditions] == ["office", "unknown"]
    assert found.missing == ()


def test_a_told_fact_decides_a_presumed_condition(base: Base) -> None:
    kb = base(requiring({"fact": "reserve", "at_least": 12}, presume=[{"fact": "b", "is": False}]))
    assert verdict(kb, {"b": True}).status == "ineligible"
    assert verdict(kb, {"reserve": 6}).status == "ineligible"
    told = verdict(kb, {"b": False, "reserve": 24})
    assert (told.status, told.subject_to) == ("eligible", ())


def test_a_presumed_denial_is_presumed_to_hold(base: Base) -> None:
    kb = base(measure(provision(presume=[{"not": {"fact": "a", "is": True}}])))
    found = verdict(kb)
    assert found.status == "eligible"
    assert [p.text for p in found.subject_to] == ["没有甲"]
    assert verdict(kb, {"a": True}).status == "ineligible"


def test_of_several_ways_the_one_with_the_fewest_provisos_is_named(base: Base) -> None:
    ways = {
        "any": [
            {"all": [{"fact": "b", "is": True}, {"fact": "c", "is": True}]},
            {"fact": "a", "is": True},
        ]
    }
    kb = base(measure(provision(presume=[ways])))
    assert [p.facts for p in verdict(kb).subject_to] == [("a",)]
    assert [p.facts for p in verdict(kb, {"a": False}).subject_to] == [("b",), ("c",)]
    assert verdict(kb, {"a": False, "b": True, "c": True}).subject_to == ()


def test_the_author_s_words_stand_for_a_tree_of_which_nothing_is_known(base: Base) -> None:
    ways = {"text": "甲或乙", "any": [{"fact": "a", "is": True}, {"fact": "b", "is": True}]}
    kb = base(measure(provision(presume=[ways])))
    assert [p.text for p in verdict(kb).subject_to] == ["甲或乙"]
    assert [p.text for p in verdict(kb, {"b": False}).subject_to] == ["有甲"]


def test_the_office_s_entries_count_in_their_place_and_period(base: Base) -> None:
    from tests.policy_kb.tiny import REGIONS

    entry = {
        "region": "东市",
        "fact": "reserve",
        "value": {"max": 6},
        "from": "2022-01-01",
        "to": "2022-12-31",
    }
    kb = base(
        requiring({"fact": "reserve", "at_least": 12}), regions={**REGIONS, "office": [entry]}
    )
    assert verdict(kb, region="东县").status == "ineligible"
    assert verdict(kb, region="西市").status == "eligible"
    assert verdict(kb, region="东市", as_of=datetime.date(2023, 1, 1)).status == "eligible"
    assert verdict(kb, {"reserve": 12}, region="东市").status == "eligible"


# audience


def test_an_unknown_kind_of_applicant_does_not_stand_against(base: Base) -> None:
    kb = base(measure(provision(), audience=["enterprise"]))
    assert verdict(kb).status == "eligible"
    assert verdict(kb, {"audience": ["enterprise", "individual"]}).status == "eligible"


def test_another_kind_of_applicant_is_told_who_it_is_for(base: Base) -> None:
    kb = base(measure(provision(), audience=["enterprise"]))
    found = verdict(kb, {"audience": "individual"})
    assert found.status == "ineligible"
    assert found.conditions[0].facts == ("audience",)
    assert found.conditions[0].would_hold_if == "申请人是enterprise"


def test_what_is_for_the_administration_is_nobody_s(base: Base) -> None:
    kb = base(measure(provision(), audience=[], administration_only=True))
    found = verdict(kb)
    assert found.status == "ineligible"
    assert "行政部门" in found.conditions[0].text


# derived facts


def test_a_derived_fact_follows_and_its_inputs_are_missing(base: Base) -> None:
    kb = base(requiring({"fact": "ratio", "at_most": 0.2}))
    assert verdict(kb).missing == ("n", "m")
    assert verdict(kb, {"n": 0}).status == "eligible"
    assert verdict(kb, {"n": 5}).missing == ("m",)
    assert verdict(kb, {"n": 5, "m": 25}).status == "eligible"
    assert verdict(kb, {"n": 6, "m": 25}).status == "ineligible"
    assert verdict(kb, {"n": {"max": 5}, "m": {"min": 100}}).status == "eligible"


def test_a_told_derived_fact_wins(base: Base) -> None:
    kb = base(requiring({"fact": "ratio", "at_most": 0.2}))
    assert verdict(kb, {"n": 50, "m": 100, "ratio": 0.1}).status == "eligible"


def test_firm_size_is_as_small_as_any_measure_of_it(base: Base) -> None:
    kb = base(requiring({"fact": "size", "in": ["medium", "small", "micro"]}))
    assert verdict(kb, {"industry": "catering", "headcount": 28}).status == "eligible"
    assert verdict(kb, {"industry": "catering", "headcount": 300}).missing == ("annual_revenue",)
    big = {"industry": "catering", "headcount": 300, "annual_revenue": 100000000}
    assert verdict(kb, big).status == "ineligible"
    assert verdict(kb, {**big, "headcount": 299}).status == "eligible"


def test_only_inputs_that_still_matter_are_missing(base: Base) -> None:
    kb = base(requiring({"fact": "size", "is": "micro"}))
    small = {"industry": "catering", "headcount": {"min": 10, "max": 200}}
    assert verdict(kb, small).missing == ("annual_revenue",)
    assert verdict(kb, {"industry": "farming"}).missing == ("annual_revenue",)
    assert verdict(kb, {"industry": "schooling"}).missing == ("size",)


def test_small_or_medium_is_enough_where_that_is_all_that_matters(base: Base) -> None:
    sizes = [{"id": name, "name": name} for name in ("large", "medium", "small", "micro")] + [
        {"id": "sme", "name": "中小微", "means": ["medium", "small", "micro"]}
    ]
    facts = [fact("s", "choice", choices=sizes)]
    kb = base(requiring({"fact": "s", "is": "sme"}), extra=facts)
    assert verdict(kb, {"s": "sme"}).status == "eligible"
    assert verdict(kb, {"s": "small"}).status == "eligible"
    assert verdict(kb, {"s": "large"}).status == "ineligible"
    assert judge(kb, {"s": "sme"}, as_of=DAY).facts == {"s": "sme"}


# exclusions and once-only rules


def test_a_measure_that_excludes_another_says_so_and_ends_with_it(base: Base) -> None:
    excluding = measure(provision(exclusive_with=[{"measure": "y"}], once={"text": "只能领一次"}))
    kb = base(excluding, y=measure(provision(), name="另一补贴"))
    found = verdict(kb)
    assert [p.text for p in found.subject_to] == ["received不包括另一补贴", "只能领一次"]
    assert found.to_json()["exclusive_with"] == ["y"]
    assert verdict(kb, {"received": ["y"]}).status == "ineligible"
    assert verdict(kb, {"received": ["x"]}).status == "ineligible"
    assert verdict(kb, {"received": {"excludes": ["x", "y"]}}).subject_to == ()


# limbs


LIMBS = [
    {"id": "one", "name": "甲类", "require": [{"fact": "a", "is": True}], "amount": {"fixed": 1}},
    {
        "id": "two", "name": "乙类", "require": [{"fact": "b", "is": True}],
        "amount": {"fixed": 2}, "notes": ["乙类的注"], "apply": {"automatic": True},
    },
]  # fmt: skip


def test_the_verdict_is_the_best_limb_s_and_shows_the_others(base: Base) -> None:
    kb = base(measure(provision(limbs=LIMBS, notes=["共同的注"])))
    found = verdict(kb, {"a": False, "b": True})
    assert (found.status, found.limb and found.limb.id) == ("eligible", "two")
    assert found.to_json()["amount"]["yuan"] == 2
    assert found.notes == ("乙类的注", "共同的注")
    assert found.to_json()["automatic"] is True
    assert {each.limb.id: each.status for each in found.limbs} == {
        "one": "ineligible",
        "two": "eligible",
    }


def test_of_two_granted_limbs_the_one_that_rests_on_less_is_best(base: Base) -> None:
    limbs = [
        {"id": "one", "name": "甲类", "presume": [yes("a")]},
        {"id": "two", "name": "乙类", "require": [yes("b")]},
    ]
    found = verdict(base(measure(provision(limbs=limbs))), {"b": True})
    assert (found.limb and found.limb.id, found.subject_to) == ("two", ())


def test_of_denied_limbs_the_one_that_lacks_least_is_shown(base: Base) -> None:
    far = [yes("a"), {"any": [{"all": [yes("b"), yes("c")]}, yes("d")]}]
    limbs = [
        {"id": "far", "name": "甲类", "require": far},
        {"id": "near", "name": "乙类", "require": [{"any": [yes("a"), yes("b")]}]},
    ]
    kb = base(measure(provision(limbs=limbs)), extra=[fact("d", "boolean")])
    found = verdict(kb, {"a": False, "b": False, "c": False, "d": False})
    assert (found.status, found.limb and found.limb.id) == ("ineligible", "near")
    # of the far one only a is lacking now, so the file's order decides
    found = verdict(kb, {"a": False, "b": False, "c": False, "d": True})
    assert found.limb and found.limb.id == "far"


def test_limbs_that_cover_every_case_together_decide_without_one_of_them(base: Base) -> None:
    limbs = [
        {"id": "yes", "name": "有", "require": [{"fact": "a", "is": True}]},
        {"id": "no", "name": "无", "require": [{"fact": "a", "is": False}]},
    ]
    assert verdict(base(measure(provision(limbs=limbs)))).status == "eligible"


def test_a_limb_has_an_end_of_its_own(base: Base) -> None:
    limbs = [{**LIMBS[0], "to": "2022-06-30"}, LIMBS[1]]
    kb = base(measure(provision(limbs=limbs)))
    assert verdict(kb, {"a": True, "b": False}).status == "ineligible"
    assert verdict(kb, {"a": True}).limbs[0].status == "not_in_force"
    assert verdict(kb, {"a": True}, as_of=datetime.date(2022, 6, 30)).status == "eligible"


def test_a_provision_ends_with_the_last_of_its_limbs(base: Base) -> None:
    limbs = [{**LIMBS[0], "to": "2022-06-30"}, {**LIMBS[1], "to": "2022-07-31"}]
    found = verdict(base(measure(provision(limbs=limbs))), {"a": True})
    assert found.status == "not_in_force"
    assert found.to_json()["ended"]["on"] == "2022-07-31"


# traces


def test_every_condition_says_what_it_is_and_where_it_stands(base: Base) -> None:
    kb = base(
        requiring({"fact": "n", "at_most": 30, "citation": {"document": "d2", "clause": "三"}})
    )
    (shown,) = verdict(kb, {"n": 35}).conditions
    assert shown.text == "n不超过30人"
    assert shown.state == "failed"
    assert shown.would_hold_if == "n不超过30人（目前是35人）"
    assert shown.citation.to_json() == {"document": "d2", "number": "甲〔2022〕2号", "clause": "三"}


def test_a_tree_fails_with_what_would_have_satisfied_it(base: Base) -> None:
    kb = base(requiring({"any": [{"fact": "a", "is": True}, {"fact": "n", "at_least": 5}]}))
    (shown,) = verdict(kb, {"a": False, "n": 4}).conditions
    assert (shown.kind, shown.state) == ("any", "failed")
    assert shown.would_hold_if == "有甲，或者n不少于5人（目前是4人）"
    assert [child.state for child in shown.children] == ["failed", "failed"]


def test_the_author_s_way_out_is_shown_first(base: Base) -> None:
    kb = base(requiring({"fact": "a", "is": True, "would_hold_if": "先办甲"}))
    assert verdict(kb, {"a": False}).conditions[0].would_hold_if == "先办甲"


def test_a_tree_open_only_for_the_office_is_the_office_s(base: Base) -> None:
    tree = {"all": [{"fact": "reserve", "at_least": 1}, {"fact": "a", "is": True}]}
    kb = base(requiring(tree))
    assert verdict(kb, {"a": True}).conditions[0].state == "office"
    assert verdict(kb).conditions[0].state == "unknown"


def test_a_condition_can_be_handed_to_the_office(base: Base) -> None:
    kb = base(requiring({"known_by": "office", "all": [{"fact": "a", "is": True}]}))
    assert verdict(kb).status == "eligible"
    assert verdict(kb).conditions[0].children[0].state == "office"


# the whole


def test_touched_tells_what_the_applicant_spoke_of(base: Base) -> None:
    kb = base(requiring({"fact": "ratio", "at_most": 0.2}), y=requiring({"fact": "a", "is": True}))
    assert verdict(kb, {"n": 5, "audience": "individual"}).touched is True
    assert verdict(kb, {"n": 5, "audience": "individual"}, "y").touched is False


def test_what_an_ended_provision_leaves_open_is_still_told(base: Base) -> None:
    notes = ["只管执行期间", {"text": "之后不恢复老办法", "after_end": True}]
    kb = base(measure(provision(to="2022-07-31", notes=notes)))
    assert len(verdict(kb, as_of=datetime.date(2022, 7, 31)).notes) == 2
    assert verdict(kb, as_of=datetime.date(2022, 8, 1)).notes == ("之后不恢复老办法",)
    assert verdict(kb, as_of=datetime.date(2021, 8, 1)).notes == ()


def test_notes_tell_of_doubt_after_the_date_to_which_it_surely_applies(base: Base) -> None:
    doubtful = {"date": "2022-06-30", "text": "之后不确定", "citation": {"document": "d2"}}
    kb = base(measure(provision(doubtful_after=doubtful)))
    assert "之后不确定" in verdict(kb).notes
    assert [p.text for p in verdict(kb).subject_to] == ["之后不确定"]
    assert verdict(kb, as_of=datetime.date(2022, 6, 30)).subject_to == ()


def test_only_the_measures_asked_for_are_judged_in_editorial_order(base: Base) -> None:
    kb = base(
        measure(provision(), order=3),
        y=measure(provision(), order=1),
        z=measure(provision(), order=2),
    )
    names = [v.measure.id for v in judge(kb, {}, as_of=DAY, measures=["x", "y"]).verdicts]
    assert names == ["y", "x"]


def test_what_cannot_be_is_refused_in_chinese(base: Base) -> None:
    kb = base(measure(provision()))
    with pytest.raises(FactError, match="没有“nn”这个事实"):
        judge(kb, {"nn": 1}, as_of=DAY)
    with pytest.raises(RegionError, match="没有找到“南市”"):
        judge(kb, {}, region="南市", as_of=DAY)
    with pytest.raises(RegionError, match="不在大区"):
        judge(kb, {}, region="北京", as_of=DAY)
    with pytest.raises(MeasureError, match="没有“xx”"):
        judge(kb, {}, as_of=DAY, measures=["xx"])
