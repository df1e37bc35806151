"""The day to judge by must be said as such; a bare date is told of something, as 2021年6月的.

A date that answers or corrects one told, or that the measures in question turn on, is that date;
那现在呢 comes back to today.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from actions import ranking
from actions.binding import bind
from actions.case import Case
from actions.desk import Desk
from actions.fitting import asks
from actions.understanding import Reading, plain

_DATED = ("date", "year")


def as_meant(desk: Desk, case: Case, reading: Reading) -> Reading:
    """The message with its date where it belongs."""
    if reading.as_of is None:
        now = re.search(desk.wording.cues["back_to_today"], plain(reading.text))
        return replace(reading, as_of=desk.today) if now and case.as_of else reading
    if reading.is_pick or reading.facts or not case.facts or _is_to_judge_by(desk, reading):
        return reading
    asked = desk.kb.facts.get(case.asked or "")
    if asked and asked.type in _DATED:  # its answer, see `binding`
        return reading
    for name in _dates(desk, case):
        bound = bind(desk.kb.facts[name], reading)
        if bound and bound.facts:
            told = {name: case.facts[name]} if _lies_in(case.facts.get(name), reading) else {}
            return replace(reading, facts=told or bound.facts, as_of=None, when=None)
    return reading if case.asked is None else replace(reading, as_of=None, when=None)


def is_stray(before: Reading, after: Reading) -> bool:
    """Whether a date was said of which it is not clear what it is the date of."""
    return before.as_of is not None and after.as_of is None and not after.facts


def _is_to_judge_by(desk: Desk, reading: Reading) -> bool:
    """Whether something is asked of that day, or its rules are spoken of."""
    said = re.search(desk.wording.cues["to_judge_by"], reading.text)
    return bool(said) or asks(desk, reading.text) or bool(reading.measures)


def _dates(desk: Desk, case: Case) -> Iterator[str]:
    """The dates a bare one may be, likeliest first: those told last, those told, then the
    only one that the measures in question turn on."""
    recent = [
        n for n in dict.fromkeys([*case.last.told, *reversed([*case.facts])]) if n in case.facts
    ]
    yield from (n for n in recent if desk.kb.facts[n].type in _DATED)
    focus = case.focus if len(case.focus) <= ranking.NAMED else ()
    verdicts = desk.judge(case, measures=focus).verdicts if focus else ()
    about = frozenset[str]().union(*(verdict.about for verdict in verdicts)) - set(case.facts)
    dates = [n for n in about if n in desk.kb.facts and desk.kb.facts[n].type in _DATED]
    if len(dates) == 1:
        yield dates[0]


def _lies_in(told: object, reading: Reading) -> bool:
    """Whether an exact day told before lies in the stretch of days now named."""
    span = reading.when
    if not isinstance(told, str) or not isinstance(span, dict) or not {"min", "max"} <= set(span):
        return False
    return str(span["min"]) <= told <= str(span["max"])
