"""The one box: what was typed is found, or a sentence of the caller's read into facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from actions import understanding
from actions.case import Case
from actions.desk import Desk
from actions.ranking import NAMED
from actions.topic import focused
from actions.understanding import Reading
from actions.updating import update
from bot import guard, masking
from bot.console.desk.asking import Card
from bot.console.desk.days import two_days
from bot.console.search import SURE, Finder, Hit
from bot.engine_client import EngineClient

_COMPARES = re.compile(r"不同|区别|对比|比较|差别|不一样|哪个|划算|同时|一起|都能")
_ALIKE = 0.012  # hits so near the best are meant with it (缓缴: three measures)


@dataclass(frozen=True, slots=True)
class Found:
    """What was typed is a thing itself: these hits, or two measures or two days to compare."""

    hits: tuple[Hit, ...] = ()
    pair: tuple[str, str] | None = None
    days: tuple[date, date] | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sentence changed. ``noted`` and ``problems`` are in words for the agent."""

    case: Case
    text: str
    noted: tuple[str, ...]
    problems: tuple[str, ...]
    guesses: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing in it was understood."""
        return not (self.noted or self.problems or self.guesses)


def found(finder: Finder, text: str, today: date) -> Found | None:
    """What the text is the name, sound, number or date of; None for a sentence."""
    if days := two_days(text, today):
        measures = [hit for hit in finder.find(text) if hit.kind == "measure"]
        return Found(days=days, measure=measures[0].id if measures else None)
    hits = finder.find(text)
    if pair := _two_measures(text, hits):
        return Found(pair=pair)
    if not hits or hits[0].score < SURE:
        return None
    best = hits[0]
    same = tuple(h for h in hits if h.kind == best.kind and best.score - h.score <= _ALIKE)
    return Found(hits=same if best.kind == "measure" else (best,))


def _two_measures(text: str, hits: Sequence[Hit]) -> tuple[str, str] | None:
    """The two measures that the text asks to compare, as they stand in it."""
    if not _COMPARES.search(text):
        return None
    named = {hit.id: text.find(hit.matched) for hit in hits if hit.kind == "measure"}
    inside = sorted((at, measure) for measure, at in named.items() if at >= 0)
    return (inside[0][1], inside[1][1]) if len(inside) == 2 else None


async def read(
    engine: EngineClient, text: str, case: Case, question: Card | None, today: date
) -> tuple[Reading, Case]:
    """The sentence understood, and the case with the question it may answer.

    Raises ``TextError`` for an empty or over-long text, ``EngineError`` without the engine.
    """
    safe = guard.check(masking.mask(text).text)
    parsed = await engine.parse(safe)
    reading = understanding.read(parsed, today=today, as_of=case.as_of)
    if question is None:
        return reading, replace(case, asked=None)
    last = replace(case.last, options=question.options)
    return reading, replace(case, asked=question.fact, last=last)


def heard(desk: Desk, before: Case, reading: Reading) -> Heard:
    """The case after the sentence, and what of it was noted; one call is about one person."""
    several = bool(reading.parts)
    reading = reading.parts[0] if several else reading
    change = update(desk, before, reading, asks_back=False)
    after = change.case
    if reading.measures or reading.ask is not None:
        after = focused(desk, after, reading)
    noted = [*([after.region or ""] if change.place_moved else [])]
    noted += desk.fact_texts(
        {name: after.facts[name] for name in change.told if name in after.facts}
    )
    if change.day_moved:
        day = after.as_of or desk.today
        noted.append(f"按{day.year}年{day.month}月{day.day}日")
    if after.focus != before.focus:
        noted += _named(desk, after.focus)
    if change.answered and not noted:
        noted.append("这一项不清楚")
    problems = list(change.problems)
    if several:
        problems.append("话里说到不止一个人，这里只记了先说的那个；另一个人请另开一通。")
    if reading.elsewhere and not reading.region:
        problems.append(f"{reading.elsewhere}不归我们管，请对方打当地12333。")
    guesses = () if change.told else reading.guesses
    return Heard(_settled(after), reading.text, tuple(noted), tuple(problems), guesses)


def _named(desk: Desk, measures: Sequence[str]) -> list[str]:
    if len(measures) > NAMED:
        return [f"有关的政策{len(measures)}项"]
    return [desk.kb.measures[one].name for one in measures if one in desk.kb.measures]


def told(desk: Desk, case: Case, name: str, value: object) -> Case:
    """The case with a fact set by hand; None takes it back. Raises ``FactError``."""
    kept = {one: known for one, known in case.facts.items() if one != name}
    facts = desk.kb.check_facts({name: value})
    reading = Reading("", intent="tell_facts", confidence=1.0, facts=facts, is_correction=True)
    return _settled(update(desk, replace(case, facts=kept, asked=None), reading).case)


def focusing(case: Case, measures: Sequence[str]) -> Case:
    """The case with these measures in focus; none: all of them."""
    return replace(case, focus=tuple(measures))


def _settled(case: Case) -> Case:
    """Without what only the next sentence needed; the question is chosen afresh."""
    return replace(case, asked=None, last=replace(case.last, options=()))
