"""Replies that need no judging: greetings, thanks, what is not ours, personal records, a person."""

from actions.case import Case
from actions.control import Result, pending
from actions.desk import Desk, text_reply
from actions.understanding import Reading
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
    return not (change.anything or reading.measures)


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
