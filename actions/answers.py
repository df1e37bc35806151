"""An answer: what was noted, what is known already, and the one next question."""

from dataclasses import replace

from actions.case import Case
from actions.control import pending
from actions.desk import Desk, text_reply
from actions.moment import Moment
from actions.telling import Telling
from actions.topic import focused, is_aside, is_for_others, same_again
from actions.understanding import Reading
from actions.updating import Update
from actions.wishes import wished
from actions.words import Reply


def answer(desk: Desk, before: Case, reading: Reading, change: Update) -> tuple[Case, list[Reply]]:
    """Judge the case as it now is and answer what the message asked."""
    if reading.guesses and not change.told:
        return change.case, [confirmation(desk, reading)]
    reading = same_again(desk, before, reading)
    case = focused(desk, change.case, reading)
    if is_aside(desk, before, reading, change):
        return aside(desk, before, case, reading, change)
    telling = Telling(Moment(desk, before, case, desk.judge(case), reading, change))
    replies = [*notes(desk, change), *telling.replies()]
    return telling.remembered(), replies


def aside(
    desk: Desk, before: Case, case: Case, reading: Reading, change: Update
) -> tuple[Case, list[Reply]]:
    """The part asked for, and back to the question that stood open."""
    telling = Telling(Moment(desk, before, case, desk.judge(case), reading, change))
    if is_for_others(desk, case, reading):
        body = telling.verdicts(None)
    else:
        body = telling.term() or telling.point() or telling.part(wished(desk, reading))
    back = telling.remembered().focusing(before.focus)
    last = replace(back.last, shown=before.last.shown, ask=before.last.ask)
    return replace(back, last=last), [*notes(desk, change), *body, *pending(desk, change.case)]


def confirmation(desk: Desk, reading: Reading) -> Reply:
    """Ask whether a measure that was only guessed at is meant."""
    options = desk.measure_options(reading.guesses[:3], reading.ask)
    if len(options) == 1:
        options = [{**options[0], "on_yes": True}]
    return text_reply(desk.say("did_you_mean", names=[o["text"] for o in options]), options)


def notes(desk: Desk, change: Update) -> list[Reply]:
    """What was taken down, corrected, or could not be taken, in one short reply."""
    case = change.case
    fresh = {name: case.facts[name] for name in change.told if name not in change.changed}
    lines = [
        desk.say(
            "noted",
            facts=desk.fact_texts(fresh),
            changed=desk.fact_texts({name: case.facts[name] for name in change.changed}),
            before=desk.fact_texts(change.changed),
            place=case.region if change.place_moved else None,
            day=(case.as_of or desk.today) if change.day_moved else None,
        ),
        *change.said,
        *change.problems,
    ]
    text = "\n".join(line for line in lines if line)
    return [text_reply(text, change.choices)] if text else []
