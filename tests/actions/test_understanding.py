"""What a parse result comes to: facts, dates, scope."""

from datetime import date
from typing import Any

import pytest

from actions.entities import merged
from actions.intents import Meaning
from actions.understanding import read

TODAY = date(2026, 3, 2)
MEANINGS = {
    "greet": Meaning("chat"),
    "ask_eligibility": Meaning("in", "eligibility"),
    "tell_facts": Meaning("in"),
    "out_general": Meaning("out"),
    "nonsense": Meaning("out"),
}


def parse(intent: str, *entities: tuple[str, Any], confidence: float = 0.9) -> dict[str, Any]:
    found = [{"entity": kind, "value": value, "start": 0, "end": 1} for kind, value in entities]
    return {
        "text": "…",
        "intent": {"name": intent, "confidence": confidence},
        "entities": found,
    }


def fact(name: str, value: Any) -> tuple[str, Any]:
    return "fact", {"fact": name, "value": value, "polarity": "yes"}


def test_last_year_relates_to_the_date_judged_by() -> None:
    raw = parse("tell_facts", fact("graduation_year", {"relative": "year", "offset": -1}))
    assert read(raw, today=TODAY, meanings=MEANINGS).facts == {"graduation_year": 2025}
    earlier = read(raw, today=TODAY, as_of=date(2022, 8, 1), meanings=MEANINGS)
    assert earlier.facts == {"graduation_year": 2021}


def test_a_date_named_in_the_message_comes_first() -> None:
    raw = parse(
        "tell_facts",
        ("as_of", {"date": {"min": "2022-08-01", "max": "2022-08-31"}}),
        fact("hire_year", {"relative": "year", "offset": 0}),
    )
    reading = read(raw, today=TODAY, meanings=MEANINGS)
    assert reading.as_of == date(2022, 8, 31)
    assert reading.facts == {"hire_year": 2022}


@pytest.mark.parametrize(
    ("intent", "confidence"), [("nonsense", 0.99), ("greet", 0.99), ("out_general", 0.3)]
)
def test_measures_found_outweigh_a_classifier_that_is_unsure(
    intent: str, confidence: float
) -> None:
    named = ("measure", {"measure": "job_retention_refund", "score": 1.0})
    reading = read(parse(intent, named, confidence=confidence), today=TODAY, meanings=MEANINGS)
    assert (reading.scope, reading.ask) == ("in", "eligibility")


def test_a_sure_refusal_stands() -> None:
    reading = read(parse("out_general", fact("headcount", 3)), today=TODAY, meanings=MEANINGS)
    assert reading.scope == "out"


def test_a_doubtful_measure_is_only_a_guess() -> None:
    raw = parse("ask_eligibility", ("measure", {"measure": "job_retention_refund", "score": 0.6}))
    reading = read(raw, today=TODAY, meanings=MEANINGS)
    assert reading.measures == () and reading.guesses == ("job_retention_refund",)


def test_another_province_is_not_ours() -> None:
    raw = parse("ask_eligibility", ("region", {"elsewhere": "北京"}))
    assert read(raw, today=TODAY, meanings=MEANINGS).scope == "out"


def test_json_has_what_the_interface_promises() -> None:
    keys = {"intent", "confidence", "scope", "ask", "facts", "measures", "region"}
    assert set(read(parse("greet"), today=TODAY, meanings=MEANINGS).to_json()) == keys


def test_sets_add_up_and_a_denial_wins_over_an_older_claim() -> None:
    older = {"includes": ["veteran", "disabled"]}
    joined = merged(older, {"excludes": ["disabled"]})
    assert joined == {"includes": ["veteran"], "excludes": ["disabled"]}
    assert merged(["veteran"], ["disabled"]) == ["veteran", "disabled"]


def test_a_year_that_holds_the_day_judged_by_does_not_move_it() -> None:
    raw = parse("tell_facts", ("as_of", {"date": {"min": "2019-01-01", "max": "2019-12-31"}}))
    reading = read(raw, today=TODAY, as_of=date(2019, 6, 1), meanings=MEANINGS)
    assert reading.as_of == date(2019, 6, 1)
    later = read(raw, today=TODAY, as_of=date(2022, 6, 1), meanings=MEANINGS)
    assert later.as_of == date(2019, 12, 31)
