"""What a sense of a word says of its fact, affirmed or denied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.nlu.lexicon import Hit, Sense
from policy_kb.vocabulary import Fact

SPEAKING = ("says", "choice", "frame")
"""The kinds of senses that state a fact."""


def is_of_one(hit: Hit) -> bool:
    """Whether every sense of a word is of the same fact."""
    return len({s.target for s in hit.senses if s.kind in SPEAKING}) == 1


def ends_a_job(hit: Hit) -> bool:
    """Whether a word tells how a job ended: 没被裁 tells neither of work nor of another reason."""
    return any(sense.target == "separation_reason" for sense in hit.senses)


def is_corrected(fact: Fact, before: str) -> bool:
    """不是自己辞的: the job ended, but otherwise."""
    return fact.id == "separation_reason" and "是" in before[-3:]


def can_be_denied(fact: Fact, sense: Sense) -> bool:
    """A frame holds its own denial, but for those that name a group."""
    return sense.kind != "frame" or fact.type == "set"


def is_only(hit: Hit, fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether the hit can mean this kind of applicant's facts alone."""
    owners = {facts[s.target].about for s in hit.senses if s.kind in SPEAKING}
    return owners == {fact.about}


def value_of(fact: Fact, sense: Sense, denied: bool) -> tuple[Any, bool]:
    """The JSON value of a sense, the opposite when it is denied; None when that says nothing."""
    value = sense.value
    if sense.kind == "frame" and fact.type == "set" and denied:
        return {"excludes": value["includes"]}, False
    if sense.kind == "frame":
        return value, value not in (0, False)
    if fact.type == "set":
        return {"excludes" if denied else "includes": [value]}, not denied
    if fact.type == "boolean":
        value = value is not denied
        return value, bool(value)
    if not denied:
        return value, value != 0
    if fact.id == "audience":
        return None, False  # 我们家没一个上班的
    if fact.type == "choice" and isinstance(value, str):
        return [choice.id for choice in fact.choices if choice.id != value] or None, False
    return None, False
