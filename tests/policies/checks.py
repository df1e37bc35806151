"""What a case of tests/policies/<measure>.yml can expect of a verdict, and how it is checked.

Shared by the tests and by the mutation check; every check raises AssertionError with what it saw.
"""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from policy_kb import Verdict
from policy_kb.source import UNFILLED

HOME = Path(__file__).parent
KEYS = {"case", "region", "as_of", "facts", "expect"}


def read_cases(home: Path = HOME) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case with the id of its measure, in order of files."""
    for path in sorted(home.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            yield path.stem, case


def check_form(case: dict[str, Any]) -> None:
    """A misspelt key, or one left unfilled, is never taken for a kept expectation."""
    assert UNFILLED not in str(case), "案例里还有没填的地方（【待填】）"
    assert set(case) <= KEYS, f"unknown keys: {set(case) - KEYS}"
    assert set(case["expect"]) <= set(CHECKS), f"unknown keys: {set(case['expect']) - set(CHECKS)}"


def check_verdict(verdict: Verdict, expected: dict[str, Any]) -> None:
    """Everything the case expects of the verdict."""
    for key, wanted in expected.items():
        CHECKS[key](verdict, wanted)


def leaves(verdict: Verdict) -> list[dict[str, Any]]:
    """Every condition on a single fact, those of all limbs included."""
    form = verdict.to_json()
    todo = [*form["conditions"], *(c for limb in form["limbs"] for c in limb["conditions"])]
    found = []
    while todo:
        step = todo.pop()
        todo += step["children"]
        found += [] if step["children"] else [step]
    return found


def has_state(state: str) -> Callable[[Verdict, list[str]], None]:
    def check(verdict: Verdict, wanted: list[str]) -> None:
        there = {
            name for leaf in leaves(verdict) if leaf["state"] == state for name in leaf["facts"]
        }
        assert set(wanted) <= there, f"{state}: {sorted(there)}"

    return check


def has_status(verdict: Verdict, wanted: str) -> None:
    shown = [(c.state, c.text) for c in verdict.conditions]
    assert verdict.status == wanted, (verdict.missing, shown)


def has_amount(verdict: Verdict, wanted: dict[str, Any]) -> None:
    form = (verdict.amount.to_json() if verdict.amount else None) or {}
    for key, value in wanted.items():
        assert key in ("yuan", "min", "max", "months", "until", "text"), f"unknown key: {key}"
        if key == "text":
            assert value in form["text"]
        else:
            given = value.isoformat() if isinstance(value, datetime.date) else value
            assert form.get(key) == given, form


def is_missing(verdict: Verdict, wanted: list[str]) -> None:
    assert set(verdict.missing) == set(wanted)


def is_subject_to(verdict: Verdict, wanted: list[str]) -> None:
    has_each("；".join(proviso.text for proviso in verdict.subject_to), wanted)


def is_not_subject_to(verdict: Verdict, unwanted: list[str]) -> None:
    text = "；".join(proviso.text for proviso in verdict.subject_to)
    assert not [words for words in unwanted if words in text], text


def rests_first_on(verdict: Verdict, wanted: str) -> None:
    assert wanted in verdict.subject_to[0].text, verdict.subject_to


def would_hold(verdict: Verdict, wanted: list[str]) -> None:
    """What is said of a failed condition's being met."""
    has_each("；".join(each.would_hold_if or "" for each in verdict.conditions), wanted)


def notes(verdict: Verdict, wanted: list[str]) -> None:
    has_each("；".join(verdict.notes), wanted)


def applies_so(verdict: Verdict, wanted: list[str]) -> None:
    has_each(str(verdict.apply), wanted)


def has_each(text: str, wanted: list[str]) -> None:
    for words in wanted:
        assert words in text, text


def because(verdict: Verdict, wanted: str) -> None:
    assert wanted in verdict.selected_because


def citations(verdict: Verdict) -> set[str]:
    """Every document cited, alone and with each clause."""
    form = verdict.to_json()
    cited = [leaf["citation"] for leaf in leaves(verdict)]
    cited += [item["citation"] for item in form["subject_to"]]
    cited += [form["amount"]["citation"]] if form["amount"] else []
    cited += [form["provision"], *form["provision"]["forwarded_by"]] if form["provision"] else []
    found = {cite["document"] for cite in cited}
    return found | {f"{cite['document']} {cite['clause']}" for cite in cited if cite.get("clause")}


def cites(verdict: Verdict, wanted: list[str]) -> None:
    assert set(wanted) <= citations(verdict)


def cites_none_of(verdict: Verdict, wanted: list[str]) -> None:
    assert not set(wanted) & citations(verdict)


def cites_for(verdict: Verdict, wanted: dict[str, str]) -> None:
    """The clause that a condition on each fact stands in; ``amount`` stands for the amount."""
    amount = verdict.amount.to_json()["citation"] if verdict.amount else None
    for name, clause in wanted.items():
        cited = [leaf["citation"] for leaf in leaves(verdict) if name in leaf["facts"]]
        cited += [amount] if name == "amount" and amount else []
        assert clause in {f"{cite['document']} {cite['clause']}" for cite in cited}, name


def ended_on(verdict: Verdict, wanted: datetime.date) -> None:
    assert verdict.to_json()["ended"]["on"] == wanted.isoformat()


def ended_by(verdict: Verdict, wanted: str) -> None:
    ended = verdict.to_json()["ended"]
    assert wanted in (ended["document"], f"{ended['document']} {ended['clause']}")


def has_period(verdict: Verdict, wanted: dict[str, datetime.date | None]) -> None:
    """First (``from``) and last (``to``) day of the provision that applies."""
    form = verdict.to_json()["provision"]
    for key, day in wanted.items():
        assert form[key] == (day.isoformat() if day else None), form


def is_automatic(verdict: Verdict, wanted: bool) -> None:
    assert verdict.to_json()["automatic"] is wanted


def has_best_limb(verdict: Verdict, wanted: str) -> None:
    """The limb whose conditions are shown."""
    assert verdict.limb is not None
    assert verdict.limb.id == wanted


def is_failing(verdict: Verdict, wanted: list[str]) -> None:
    """Exactly these conditions are shown as failed."""
    assert [c.text for c in verdict.conditions if c.state == "failed"] == wanted


def has_limbs(verdict: Verdict, wanted: dict[str, str]) -> None:
    there = {limb.limb.id: limb.status for limb in verdict.limbs}
    assert {name: there.get(name) for name in wanted} == wanted


CHECKS: dict[str, Callable[[Verdict, Any], None]] = {
    "status": has_status,
    "amount": has_amount,
    **{state: has_state(state) for state in ("met", "failed", "unknown", "office")},
    "missing": is_missing,
    "subject_to": is_subject_to,
    "not_subject_to": is_not_subject_to,
    "first_subject_to": rests_first_on,
    "would_hold": would_hold,
    "cites": cites,
    "not_cites": cites_none_of,
    "cited": cites_for,
    "because": because,
    "notes": notes,
    "apply": applies_so,
    "ended_on": ended_on,
    "ended_by": ended_by,
    "period": has_period,
    "automatic": is_automatic,
    "limbs": has_limbs,
    "limb": has_best_limb,
    "failing": is_failing,
}
