"""Pane 2: the facts as a form, in the order they are asked, with the control each type wants."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from actions import describe
from actions.case import Case
from bot.console.desk import values
from policy_kb import Judgement, KnowledgeBase, Verdict
from policy_kb.model import Fact

AUDIENCE = "audience"
ASKED_NEXT = 6
_FEW = 4  # so many choices stand side by side


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a field offers."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of the form. ``control``: buttons, list, number, date, set or text."""

    fact: str
    name: str
    control: str
    value: str
    unit: str
    options: tuple[Option, ...]
    told: bool
    note: str
    why: str
    none_else: bool = False


def told_fields(kb: KnowledgeBase, case: Case) -> list[Field]:
    """What was told, in asking order; whose behalf has a place of its own."""
    names = [one for one in kb.facts if one in case.facts and one != AUDIENCE]
    return [field(kb, kb.facts[name], case.facts[name]) for name in names]


def open_fields(
    kb: KnowledgeBase, case: Case, verdicts: Iterable[Verdict], extra: str | None
) -> list[Field]:
    """What these verdicts still hang on, in asking order; first of all the fact asked for."""
    wanted: dict[str, None] = {}
    for verdict in verdicts:
        needs = verdict.amount.needs if verdict.amount else ()
        wanted.update(dict.fromkeys((*verdict.missing, *needs)))
    order = [name for name in kb.facts if name in wanted][:ASKED_NEXT]
    names = dict.fromkeys([*([extra] if extra else []), *order])
    blank = [n for n in names if n in kb.facts and n not in case.facts and n != AUDIENCE]
    return [field(kb, kb.facts[name], None) for name in blank if kb.facts[name].told]


def behalf(kb: KnowledgeBase, case: Case) -> Field:
    """Whose behalf the call is on."""
    return field(kb, kb.facts[AUDIENCE], case.facts.get(AUDIENCE))


def worked_out(kb: KnowledgeBase, judgement: Judgement) -> list[str]:
    """What follows from what was told, in words: 裁员率0%, 企业规模小型."""
    case = judgement.case
    derived = [fact for fact in kb.derived if fact.id in kb.facts and fact.id in case.values]
    return [
        describe.known_text(fact, case.values[fact.id])
        for fact in derived
        if fact.id not in case.facts and _says_something(fact, case.values[fact.id])
    ]


def field(kb: KnowledgeBase, fact: Fact, value: Any) -> Field:
    """One fact with its value, None where it is not told."""
    control = _control(fact)
    shown, note = _shown(kb, fact, value, control)
    return Field(
        fact.id,
        fact.name,
        control,
        shown,
        fact.unit or ("元" if fact.type == "money" else ""),
        tuple(_options(fact, value)),
        value is not None,
        note,
        fact.why or "",
        fact.type == "set" and bool(values.members(value)[1]),
    )


def _control(fact: Fact) -> str:
    if fact.type == "boolean" or (fact.type == "choice" and len(fact.choices) <= _FEW):
        return "buttons"
    if fact.type in values.NUMBERS:
        return "number"
    return {"choice": "list", "set": "set", "date": "date"}.get(fact.type, "text")


def _shown(kb: KnowledgeBase, fact: Fact, value: Any, control: str) -> tuple[str, str]:
    """What stands in the field, and what must be said beside it."""
    if value is None:
        return "", ""
    if control == "number":
        return values.shown(fact, value), ""
    if control == "date" and isinstance(value, dict):
        return "", describe.value_text(kb, fact.id, value)
    if isinstance(value, list) and fact.type == "choice":
        return "", describe.value_text(kb, fact.id, value)
    if control == "set":
        return "", describe.value_text(kb, fact.id, value).partition("：")[2]
    return (value if isinstance(value, str) else json.dumps(value)), ""


def _options(fact: Fact, value: Any) -> Iterable[Option]:
    if fact.type == "boolean":
        texts = (("true", fact.true_text or "是"), ("false", fact.false_text or "不是"))
        for key, text in texts:
            yield Option(key, _answer(fact, key) or text, json.dumps(value) == key)
        return
    ins, _ = (
        values.members(value)
        if fact.type == "set"
        else (frozenset({value} if isinstance(value, str) else ()), ())
    )
    for choice in fact.choices.values():
        yield Option(choice.id, choice.name, choice.id in ins)


def _answer(fact: Fact, key: str) -> str:
    """The short answer the question offers for true or false."""
    wanted = key == "true"
    return next((text for text, value in fact.quick_replies if value is wanted), "")


def _says_something(fact: Fact, value: Any) -> bool:
    """Whether the value is narrow enough to be worth a line."""
    from policy_kb.values import Interval

    if isinstance(value, Interval):
        return value.exact
    return isinstance(value, frozenset) and len(value) <= 2 and value != fact.domain
