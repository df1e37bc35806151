"""The next question: what settles most per cost, and never what cannot matter."""

from collections.abc import Callable
from datetime import date
from typing import Any

from policy_kb import KnowledgeBase, Question, judge, load, next_question
from tests.policy_kb.tiny import DAY, fact, measure, provision, requiring, yes

Base = Callable[..., KnowledgeBase]
ME: dict[str, Any] = {"audience": "individual"}


def ask(kb: KnowledgeBase, facts: dict[str, Any] | None = None, **more: Any) -> Question | None:
    """The next question for somebody in 西市."""
    where = more.pop("region", "西市")
    return next_question(kb, judge(kb, facts or {}, as_of=DAY, region=where), **more)


def asked(kb: KnowledgeBase, facts: dict[str, Any] | None = None, **more: Any) -> str | None:
    """The fact asked for."""
    question = ask(kb, facts, **more)
    return question.fact if question else None


# what to ask


def test_the_fact_that_bears_on_most_verdicts_is_asked_first(base: Base) -> None:
    kb = base(requiring(yes("a"), yes("b")), y=requiring(yes("b"), yes("c")), z=requiring(yes("b")))
    question = ask(kb, ME)
    assert question is not None
    assert (question.fact, question.measures) == ("b", ("x", "y", "z"))


def test_the_cheaper_fact_is_asked_first(base: Base) -> None:
    dear = [fact("dear", "boolean", cost=4), fact("cheap", "boolean", cost=2)]
    assert asked(base(requiring(yes("dear"), yes("cheap")), extra=dear), ME) == "cheap"


def test_the_order_of_the_file_breaks_ties(base: Base) -> None:
    rule = requiring(yes("c"), yes("b"), yes("a"))
    assert asked(base(rule, y=rule), ME) == "a"


def test_of_one_measure_what_its_clause_names_first_breaks_ties(base: Base) -> None:
    assert asked(base(requiring(yes("c"), yes("b"), yes("a"))), ME) == "c"


def test_a_fact_that_settles_beats_one_that_only_shrinks(base: Base) -> None:
    rule = {"any": [{"all": [yes("a"), yes("b")]}, yes("c")]}
    assert asked(base(requiring(rule)), ME) == "c"


def test_where_no_answer_settles_the_one_that_leaves_less_is_asked(base: Base) -> None:
    longer = {"all": [yes("c"), {"fact": "n", "at_least": 5}, {"fact": "level", "is": "one"}]}
    rule = requiring({"any": [{"all": [yes("a"), yes("b")]}, longer]})
    assert asked(base(rule, y=rule), ME) == "c"


def test_of_one_measure_the_shortest_way_to_the_end_is_taken(base: Base) -> None:
    longer = {"all": [yes("c"), {"fact": "n", "at_least": 5}, {"fact": "level", "is": "one"}]}
    kb = base(requiring({"any": [{"all": [yes("a"), yes("b")]}, longer]}))
    assert asked(kb, ME) == "a"


def test_an_answer_that_also_tells_what_is_presumed_is_worth_more(base: Base) -> None:
    rule = provision(require=[{"any": [yes("a"), yes("b")]}, yes("c")], presume=[yes("b")])
    assert asked(base(measure(rule)), {**ME, "c": True}) == "b"


def test_weights_in_the_facts_tell_what_is_likely(base: Base) -> None:
    likely = [
        fact("seldom", "boolean", weights={"true": 1, "false": 19}),
        fact("even", "boolean"),
    ]
    kb = base(requiring({"any": [yes("even"), yes("seldom")]}), extra=likely)
    assert asked(kb, ME) == "even"
    kb = base(requiring(yes("even"), yes("seldom")), extra=likely)
    assert asked(kb, ME) == "seldom"


def test_what_is_settled_is_not_asked_about(base: Base) -> None:
    kb = base(requiring(yes("a"), yes("b")), y=requiring(yes("c")))
    assert asked(kb, {**ME, "a": False}) == "c"
    assert asked(kb, {**ME, "a": False, "c": True}) is None


def test_presumed_and_office_facts_are_never_asked(base: Base) -> None:
    rule = provision(require=[{"fact": "reserve", "at_least": 1}], presume=[yes("a")])
    assert asked(base(measure(rule)), ME) is None


def test_a_declined_fact_is_passed_over(base: Base) -> None:
    kb = base(requiring(yes("a"), yes("b")))
    assert asked(kb, ME, declined=["a"]) == "b"
    assert asked(kb, ME, declined=["a", "b"]) is None


# derived facts


def test_what_it_follows_from_is_asked_instead(base: Base) -> None:
    kb = base(requiring({"fact": "ratio", "at_most": 0.2}))
    assert asked(kb, ME) == "n"
    assert asked(kb, {**ME, "n": 3}) == "m"
    assert asked(kb, {**ME, "n": 0}) is None


def test_the_derived_fact_itself_is_asked_when_its_inputs_are_declined(base: Base) -> None:
    kb = base(requiring({"fact": "ratio", "at_most": 0.2}))
    assert asked(kb, ME, declined=["n", "m"]) == "ratio"
    assert asked(kb, ME, declined=["n", "m", "ratio"]) is None


def test_of_firm_size_only_what_can_still_tell(base: Base) -> None:
    kb = base(requiring({"fact": "size", "is_not": "large"}))
    assert asked(kb, ME) == "industry"
    assert asked(kb, {**ME, "industry": "catering"}) == "headcount"
    assert asked(kb, {**ME, "industry": "catering", "headcount": 400}) == "annual_revenue"
    assert asked(kb, {**ME, "industry": "catering", "headcount": 40}) is None
    assert asked(kb, {**ME, "industry": "farming"}) == "annual_revenue"


# ranges


def test_a_range_is_refined_only_where_a_threshold_lies_inside(base: Base) -> None:
    kb = base(requiring({"fact": "n", "at_most": 30}, amount={"per_head": "n", "yuan": 10}))
    question = ask(kb, {**ME, "n": {"min": 25, "max": 39}})
    assert question is not None
    assert (question.fact, question.refine) == ("n", True)
    assert asked(kb, {**ME, "n": {"min": 20, "max": 29}}) is None


def test_a_choice_among_a_few_is_refined_with_only_these(base: Base) -> None:
    question = ask(
        base(requiring({"fact": "level", "is": "one"})), {**ME, "level": ["one", "three"]}
    )
    assert question is not None
    assert question.refine is True
    assert [value for value, _ in question.choices] == ["one", "three"]


def test_of_a_set_the_members_that_matter_are_offered(base: Base) -> None:
    kb = base(requiring({"fact": "groups", "includes_any": ["p", "q"]}))
    question = ask(kb, {**ME, "groups": {"includes": ["r"], "excludes": ["p"]}})
    assert question is not None
    assert question.choices == (("q", "q"),)
    assert question.quick_replies[-1] == ("都不是", {"excludes": ["q"]})


# amounts


def test_once_eligible_what_makes_the_amount_exact_is_asked(base: Base) -> None:
    kb = base(requiring(yes("a"), amount={"rate": 0.9, "of": "sum"}))
    assert asked(kb, ME) == "a"
    assert asked(kb, {**ME, "a": True}) == "sum"
    assert asked(kb, {**ME, "a": True}, declined=["sum"]) is None
    assert asked(kb, {**ME, "a": True, "sum": 100}) is None


def test_a_rough_figure_is_enough_for_an_amount_unless_a_threshold_lies_inside(base: Base) -> None:
    rough = {**ME, "n": {"min": 25, "max": 39}}
    assert asked(base(measure(provision(amount={"per_head": "n", "yuan": 10}))), rough) is None
    low = {"when": {"fact": "n", "at_most": 30}, "amount": {"fixed": 1}}
    steps = {"choose": [low, {"amount": {"fixed": 2}}]}
    assert asked(base(measure(provision(amount=steps))), rough) == "n"


def test_an_open_verdict_comes_before_an_amount(base: Base) -> None:
    kb = base(
        measure(provision(amount={"rate": 0.9, "of": "sum"})), y=requiring(yes("a"), yes("b"))
    )
    assert asked(kb, ME) == "a"


# who and where


def test_whose_behalf_and_place_come_first(base: Base) -> None:
    firm = measure(provision(require=[yes("a")]), audience=["enterprise"])
    person = measure(provision(require=[yes("b")]), audience=["individual"])
    kb = base(firm, y=person)
    assert asked(kb, region=None) == "audience"
    assert asked(kb, ME, region=None) == "region"
    assert asked(kb, ME) == "b"
    assert asked(kb, region=None, declined=["audience", "region"]) == "a"


def test_what_the_facts_speak_of_tells_the_kind_of_applicant(base: Base) -> None:
    firm = measure(provision(require=[yes("a"), yes("staff")]), audience=["enterprise"])
    person = measure(provision(require=[yes("b")]), audience=["individual"])
    kb = base(firm, y=person, extra=[fact("staff", "boolean", about="enterprise")])
    assert asked(kb) == "audience"
    assert asked(kb, {"staff": True}) == "a"


def test_with_a_measure_named_only_its_facts_are_asked(base: Base) -> None:
    firm = measure(provision(require=[yes("a")]), audience=["enterprise"])
    person = measure(provision(require=[yes("b")]), audience=["individual"])
    kb = base(firm, y=person)
    assert asked(kb, focus=["y"], region=None) == "b"
    assert asked(kb, {"b": True}, focus=["y"], region=None) is None


def test_a_named_measure_that_differs_by_place_asks_for_it(base: Base) -> None:
    kb = base(measure(provision(document="e1", require=[yes("a")]), provision(require=[yes("b")])))
    assert asked(kb, focus=["x"], region=None) == "region"
    assert asked(kb, focus=["x"], region="大区") == "region"
    assert asked(kb, focus=["x"], region="东县") == "a"
    assert asked(kb, focus=["x"], region=None, declined=["region"]) == "b"


def test_a_named_measure_whose_local_text_says_the_same_asks_for_its_facts(base: Base) -> None:
    kb = base(measure(provision(document="e1", require=[yes("a")]), provision(require=[yes("a")])))
    assert asked(kb, focus=["x"], region=None) == "a"
    assert asked(kb, {"a": True}, focus=["x"], region=None) is None


def test_what_holds_only_somewhere_asks_for_the_place(base: Base) -> None:
    kb = base(measure(provision(document="e1")))
    question = ask(kb, focus=["x"], region=None)
    assert question is not None
    assert question.fact == "region"
    assert [text for _, text in question.choices] == ["东市", "西市"]


def test_what_has_ended_is_not_asked_about(base: Base) -> None:
    assert asked(base(requiring(yes("a"), to="2022-07-31")), ME) is None


# words


def test_a_question_carries_all_that_a_channel_shows(base: Base) -> None:
    told = fact(
        "told", "integer", unit="人", why="有用", min=0,
        quick_replies=[{"text": "30人及以下", "value": {"max": 30}}],
    )  # fmt: skip
    question = ask(base(requiring({"fact": "told", "at_most": 30}), extra=[told]), ME)
    assert question is not None
    assert question.to_json() == {
        "fact": "told", "text": "told？", "why": "有用", "type": "integer", "unit": "人",
        "choices": [], "quick_replies": [{"text": "30人及以下", "value": {"max": 30}}],
        "refine": False, "for": ["x"],
    }  # fmt: skip


def test_a_yes_or_no_question_offers_both_in_words(base: Base) -> None:
    question = ask(base(requiring(yes("a"))), ME)
    assert question is not None
    assert question.choices == ((True, "有甲"), (False, "没有甲"))
    assert question.quick_replies == (("是", True), ("不是", False))


# the real base, nothing named: what settles much comes first, the delicate and unlikely later


def order(facts: dict[str, Any], answers: dict[str, Any]) -> list[str]:
    kb, told, found = load(), dict(facts), list[str]()
    while len(found) < 6:
        judged = judge(kb, told, region="通辽市", as_of=date(2022, 8, 1))
        question = next_question(kb, judged, declined=[f for f in found if f not in told])
        if question is None:
            break
        found.append(question.fact)
        if question.fact in answers:
            told[question.fact] = answers[question.fact]
    return found


def test_the_laid_off_are_asked_about_the_insurance_before_their_hardship() -> None:
    answers = {"unemployment_insured_months": 36, "separation_reason": "layoff"}
    found = order({"audience": "individual", "employment_status": "unemployed"}, answers)
    assert found[:2] == ["unemployment_insured_months", "separation_reason"]
    assert found.index("family_hardship") > 2


def test_a_firm_is_asked_for_trade_staff_and_layoffs_before_graduates() -> None:
    answers = {"industry": "catering", "headcount": 12, "layoffs_last_year": 0}
    found = order({"audience": "enterprise"}, answers)
    assert found[:4] == ["industry", "headcount", "layoffs_last_year", "graduates_hired"]
