"""Replies that need no judging: greetings, thanks, what is not ours, personal records, a person."""

from actions.case import Case
from actions.control import Result, pending
from actions.desk import Desk, text_reply
from actions.understanding import UNSURE, Reading
from actions.updating import Update

BRIEF = 12
"""A text of no more characters that names a place says little else."""


def applies(desk: Desk, reading: Reading, change: Update) -> bool:
    """Whether the message is one of these and tells nothing that wants judging."""
    if reading.intent not in desk.wording.scripted:
        return False
    if reading.scope == "out":
        placed = change.place_moved and len(reading.text) <= BRIEF
        return not (change.told or change.answered or placed)
    if is_guess(reading, change) and (change.case.facts or change.case.asked):
        return False
    return not (change.anything or reading.measures)


def keeps_open(desk: Desk, reading: Reading, change: Update) -> bool:
    """Whether the pending question stays without being put again (after 谢谢)."""
    brief = not desk.wording.scripted.get(reading.intent, {}).get("repeat_question", True)
    return brief and applies(desk, reading, change)


def is_guess(reading: Reading, change: Update) -> bool:
    """Whether talk beside the matter is the classifier's guess only (合同一年整: a greeting?)."""
    beside = reading.scope == "chat" and not (change.anything or reading.measures)
    return beside and reading.confidence < UNSURE


def respond(desk: Desk, case: Case, reading: Reading) -> Result:
    """The scripted text with its choices, then the pending question once more."""
    entry = desk.wording.scripted[reading.intent]
    if entry.get("only_unasked") and (open_one := pending(desk, case)):
        return case, [text_reply(desk.say("no_answer")), *open_one]
    text = desk.say(
        f"scripted/{reading.intent}",
        elsewhere=reading.elsewhere,
        facts=desk.fact_texts(case.facts),
        place=case.region,
        said=reading.text,
    )
    options = [desk.option(name) for name in entry.get("options", ())]
    again = pending(desk, case) if entry.get("repeat_question", True) else []
    reply = text_reply(text, [] if again else options)
    if entry.get("handover"):  # channels that can, offer to connect a person
        reply = {**reply, "handover": True}
    return case, [reply, *again]
