"""The next question as the desk shows it: words to read aloud, and a key for each answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from actions import asking
from actions.case import Case, Option
from actions.desk import Desk
from bot.console.desk.values import NUMBERS
from policy_kb import Judgement, Question

KEYS = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its key (empty beyond the ninth), its words, the JSON value it stands for."""

    key: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A question. ``typed``: the answer is typed (a number or a date), the keys are short cuts."""

    fact: str
    text: str
    why: str
    typed: bool
    date: bool
    unit: str
    answers: tuple[Answer, ...]
    measures: tuple[str, ...]
    options: tuple[Option, ...]


def card(desk: Desk, case: Case, judgement: Judgement) -> Card | None:
    """The next question for the measures in focus, else for those the facts speak to."""
    focus = asking.focus_of(desk, case, judgement)
    question = asking.question_for(desk, case, judgement, focus)
    return _card(desk, case, question) if question else None


def _card(desk: Desk, case: Case, question: Question) -> Card:
    reply = asking.asked(desk, case, question)
    offered: Sequence[Option] = [o for o in reply["options"] if o["value"] is not None]
    typed = question.type in (*NUMBERS, "date", "text")
    answers = tuple(
        Answer(str(at) if at <= KEYS else "", one["text"], json.dumps(one["value"]))
        for at, one in enumerate(offered, 1)
    )
    names = tuple(desk.kb.measures[one].name for one in question.measures)
    unit = question.unit or ""
    return Card(
        question.fact, reply["text"], question.why or "", typed, question.type == "date", unit,
        answers, names, tuple(reply["options"]),
    )  # fmt: skip
