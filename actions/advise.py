"""The advising loop: take in what was said, judge, answer, ask what matters next.

One pure function, so the whole conversation can be tested without Rasa.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from actions import (
    away,
    control,
    days,
    hypothesis,
    people,
    retracting,
    scripted,
    staff,
    summary,
    topic,
)
from actions.answers import answer
from actions.case import FIRST, Case
from actions.desk import Desk, text_reply
from actions.options import listed, picked, published
from actions.understanding import Reading
from actions.updating import Update, update
from actions.wording import Wording
from actions.words import Reply
from policy_kb import KnowledgeBase

PATIENCE, WITH_TALK = 1, 2
"""A question put again so often without an answer is not put once more; so often, where it was only
talked of something else, or not understood."""


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
    if reading.parts:
        return _settled(case, _of_each(desk, case, reading.parts))
    return _settled(case, _answered(desk, case, reading))


class Answer(NamedTuple):
    """The case after a message, not yet settled, the replies, and what the message told."""

    case: Case
    replies: list[Reply]
    told: tuple[str, ...]
    open_one: str | None = None
    """A question that stays pending though it was not put again."""


def _answered(desk: Desk, before: Case, reading: Reading) -> Answer:
    """The answer to what a message says of one person."""
    if people.only_mentions(reading):
        if before.facts and reading.person and not (reading.ask or reading.region):
            aside = desk.say("of_relative", who=reading.person)
            return Answer(before, [text_reply(aside), *control.pending(desk, before)], ())
        reading = replace(reading, person=None, facts={})
    case = people.turned(desk, before, reading)
    desk = replace(desk, you=people.you(desk, case), relative=people.is_relative(case))
    turned = case.who != before.who
    if turned:
        reading = people.continued(reading)
    reading = topic.meant_to_ask(desk, case, reading)
    reading, of_staff = staff.told_of_firm(desk, case, reading)
    said, reading = reading, days.as_meant(desk, case, reading)
    stray = days.is_stray(said, reading)
    reading = retracting.taken_back(desk, case, reading)
    case = away.noted(desk, case, reading)
    reading = hypothesis.with_number(desk, case, reading)
    if hypothesis.supposes(desk, case, reading):
        return Answer(*hypothesis.answer(desk, case, reading), ())
    change = _unpressed(case, reading, update(desk, case, reading))
    after, replies = _respond(desk, case, reading, change)
    if (of_staff or stray) and not change.anything:
        aside = desk.say("set_aside", staff=desk.fact_texts(of_staff), day=said.as_of)
        replies = [text_reply(aside), *replies]
    if turned and (before.facts or before.focus):
        firm = people.is_firm(case.who)
        back = case.who == FIRST or (firm and case.who in before.others)
        turning = desk.say("turned_to", back=back, firm=firm)
        replies = [text_reply(turning), *replies]
    stays = scripted.keeps_open(desk, reading, change)
    return Answer(after, replies, change.told, case.asked if stays else None)


def _of_each(desk: Desk, before: Case, parts: Sequence[Reading]) -> Answer:
    """The answers for each person spoken of, and the one question of the first it is open for."""
    parts = [part for part in parts if not people.only_mentions(part)] or parts
    case, replies, told = before, list[Reply](), list[str]()
    for part in (*parts[1:], parts[0]):  # all are known before the first is called by a name
        case = people.turned(desk, case, part)
    asking: dict[str, Reply] = {}
    for part in parts:
        case, said, news, _ = _answered(desk, people.turned(desk, case, part), part)
        for reply in said:
            if reply["kind"] == "question":
                asking[case.who] = reply
            else:
                replies.append(reply)
        told += news
    if not asking:
        return Answer(case, replies, tuple(told))
    who, question = next(iter(asking.items()))
    if who != case.who:
        case = people.turned_to(desk, case, who)
    return Answer(case, [*replies, question], tuple(told))


def _unpressed(before: Case, reading: Reading, change: Update) -> Update:
    """The question set aside when it was put often enough and again not answered."""
    tried = change.answered or change.problems
    patience = PATIENCE if reading.understood and reading.scope == "in" else WITH_TALK
    if tried or before.asked is None or before.last.unanswered < patience:
        return change
    return replace(change, case=change.case.declining(before.asked))


def _respond(
    desk: Desk, before: Case, reading: Reading, change: Update
) -> tuple[Case, list[Reply]]:
    """Who answers: a command, a scripted reply, the clarifier, or the judge."""
    anew = replace(change.case, last=replace(change.case.last, ask=None))
    if summary.wanted(desk, reading, change):
        return summary.told(desk, anew, reading)
    if away.concerns(desk, anew, reading):
        return away.answer(desk, anew, reading, change)
    if command := control.command(desk, reading, change):
        return command(desk, anew, reading)
    if scripted.applies(desk, reading, change):
        return scripted.respond(desk, anew, reading)
    if scripted.is_guess(reading, change) or not (reading.understood or change.anything):
        return control.not_understood(desk, change.case)
    return answer(desk, before, reading, change)


def _settled(before: Case, answer: Answer) -> Turn:
    """The case as the next turn finds it: the question now pending, the choices on offer."""
    case, replies, told, open_one = answer
    replies = list({(r["kind"], r["text"]): r for r in replies}.values())
    asked = next((r["fact"] for r in reversed(replies) if r["kind"] == "question"), open_one)
    shown, options = published(replies)
    again = asked is not None and asked == before.asked
    last = replace(
        case.last,
        told=told or case.last.told,
        options=options,
        listed=listed(options) or case.last.listed,
        unanswered=before.last.unanswered + 1 if again else 0,
    )
    misses = case.misses if case.misses > before.misses else 0
    return Turn(replace(case, asked=asked, last=last, misses=misses), shown)
