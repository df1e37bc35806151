"""The advising loop: take in what was said, judge, answer, ask what matters next.

One pure function, so the whole conversation can be tested without Rasa.
"""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from actions import control, scripted
from actions.answers import answer
from actions.case import Case
from actions.desk import Desk
from actions.options import picked, published
from actions.understanding import Reading
from actions.updating import Update, update
from actions.wording import Wording
from actions.words import Reply
from policy_kb import KnowledgeBase

PATIENCE = 2
"""A question put again so often without an answer is not put once more."""


class Turn(NamedTuple):
    """The case after a message, and the replies to it."""

    case: Case
    replies: list[Reply]


def advise(
    kb: KnowledgeBase,
    case: Case,
    reading: Reading,
    today: date,
    wording: Wording | None = None,
) -> Turn:
    """One turn of the conversation; `today` is the day it takes place."""
    desk = Desk(kb, today, wording or Wording())
    chosen = picked(case, reading)
    if chosen:
        case, reading = replace(case, asked=None), chosen.read(reading)
    change = _unpressed(case, update(desk, case, reading))
    after, replies = _respond(desk, case, reading, change)
    return _settled(case, after, replies, change)


def _unpressed(before: Case, change: Update) -> Update:
    """The question set aside when it was put often enough and again not answered."""
    tried = change.answered or change.problems
    if tried or before.asked is None or before.last.unanswered < PATIENCE:
        return change
    return replace(change, case=change.case.declining(before.asked))


def _respond(
    desk: Desk, before: Case, reading: Reading, change: Update
) -> tuple[Case, list[Reply]]:
    """Who answers: a command, a scripted reply, the clarifier, or the judge."""
    if command := control.command(reading, change):
        return command(desk, change.case, reading)
    if scripted.applies(desk, reading, change):
        return scripted.respond(desk, change.case, reading)
    if not (reading.understood or change.anything):
        return control.not_understood(desk, change.case)
    return answer(desk, before, reading, change)


def _settled(before: Case, case: Case, replies: list[Reply], change: Update) -> Turn:
    """The case as the next turn finds it: the question now pending, the choices on offer."""
    asked = next((r["fact"] for r in reversed(replies) if r["kind"] == "question"), None)
    shown, options = published(replies)
    again = asked is not None and asked == before.asked
    last = replace(
        case.last,
        told=change.told or case.last.told,
        options=options,
        unanswered=before.last.unanswered + 1 if again else 0,
    )
    misses = case.misses if case.misses > before.misses else 0
    return Turn(replace(case, asked=asked, last=last, misses=misses), shown)
