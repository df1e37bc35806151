"""What the talk is about after a message: what is asked of which measure."""

import re
from collections.abc import Mapping
from dataclasses import replace

from actions import ranking
from actions.case import Case
from actions.desk import Desk
from actions.understanding import UNSURE, Reading
from actions.updating import Update

SHORT = 10
"""A text of no more characters that names a kind says nothing else."""

ASIDE = ("materials", "how_to_apply", "deadline", "legal_basis", "definition", "status")
"""What may be asked of another measure without leaving the one in hand."""


def meant_to_ask(desk: Desk, before: Case, reading: Reading) -> Reading:
    """The message without the measures it only mentions while telling something, and as a question
    for the verdict where it asks if there is hope: 还没办失业登记, 那稳岗返还没戏了？"""
    if (sibling := _sibling(desk, before, reading)) is not None:
        ask = before.last.ask or "eligibility"
        reading = replace(reading, intent="ask_eligibility", scope="in", ask=ask)
        return replace(reading, measures=(sibling,), guesses=())
    reading = _in_hand(before, _of_ours(desk, before, _how_long(desk, reading)))
    if known := [m for m in reading.guesses if m in before.focus or m in before.last.outcomes]:
        return replace(reading, measures=tuple(known[:1]), guesses=())
    if reading.ask == "status" and _is_guess(desk, reading) and not reading.measures:
        return replace(reading, intent="nonsense", ask=None)
    if reading.ask == "status" and _asks_for_verdict(desk, reading):
        return replace(reading, ask="eligibility", intent="ask_eligibility")
    mentioned = _mentioned(desk, reading)
    left = tuple(measure for measure in reading.measures if measure not in mentioned)
    only_told = reading.ask is None and bool(before.last.outcomes)
    return replace(reading, measures=left) if left or only_told else reading


def _how_long(desk: Desk, reading: Reading) -> Reading:
    """领多久 asks for the months one gets, which the amount tells, not for a last day."""
    long = any(cue in reading.text for cue in desk.wording.cues["how_long"])
    return replace(reading, ask="amount") if long and reading.ask == "deadline" else reading


def _in_hand(before: Case, reading: Reading) -> Reading:
    """缓了以后会怎样 can mean every deferral: where one is in hand, a part is asked of that one."""
    of_a_part = reading.ask not in (None, "eligibility")
    if of_a_part and before.focus and set(before.focus) < set(reading.measures):
        return replace(reading, measures=before.focus)
    return reading


def _of_ours(desk: Desk, before: Case, reading: Reading) -> Reading:
    """医保怎么办, from one out of work: the premium that is paid for them, nobody else's matter."""
    for rule in desk.wording.cues["means_here"]:
        meant = re.search(rule["words"], reading.text) and not re.search(
            rule["unless"], reading.text
        )
        known = before.facts.get(rule["fact"]) in rule["values"]
        if meant and known and not (reading.measures or reading.facts):
            ask = reading.ask or "eligibility"
            found = replace(reading, intent=f"ask_{ask}", scope="in", ask=ask, guesses=())
            return replace(found, measures=(rule["measure"],))
    return reading


def _asks_for_verdict(desk: Desk, reading: Reading) -> bool:
    """Whether what sounds like 办到哪一步了 asks if one may have the measure named."""
    cues = desk.wording.cues
    if any(cue in reading.text for cue in cues["hopeless"]):
        return True
    return bool(reading.measures) and _is_guess(desk, reading)


def _is_guess(desk: Desk, reading: Reading) -> bool:
    """Whether a question for progress is the classifier's guess only, no word of it there."""
    said = any(cue in reading.text for cue in desk.wording.cues["progress"])
    return reading.confidence < UNSURE and not said


def _sibling(desk: Desk, before: Case, reading: Reading) -> str | None:
    """工伤呢, after 降低失业保险费率: the measure called the same but for the kind."""
    kinds = desk.wording.cues["kinds"]
    named = [kind for kind in kinds if kind in reading.text]
    short = len(reading.text) <= SHORT and reading.text.rstrip("？?。 ").endswith("呢")
    if len(named) != 1 or reading.measures or not short:
        return None
    names = {measure.name: measure.id for measure in desk.kb.measures.values()}
    for measure in (*before.focus, *before.last.shown):
        name = desk.kb.measures[measure].name
        alike = (name.replace(kind, named[0]) for kind in kinds if kind in name)
        if found := next((names[n] for n in alike if n in names), None):
            return found
    return None


def _mentioned(desk: Desk, reading: Reading) -> set[str]:
    """The measures that stand in what is told of oneself: 正在领失业金, 还没办失业登记."""
    found: set[str] = set()
    for rule in desk.wording.cues["said_of"]:
        values = rule.get("values", (True, False))
        if rule["fact"] in reading.facts and reading.facts[rule["fact"]] in values:
            found |= set(rule["measures"])
    received = reading.facts.get("received")
    if isinstance(received, Mapping):
        found |= {*received.get("includes", ()), *received.get("excludes", ())}
    return found


def same_again(desk: Desk, before: Case, reading: Reading) -> Reading:
    """那扩岗补助呢, 按去年的规定呢: what was asked last is asked of that measure or day, but of a
    measure not told of yet first of all the verdict."""
    again = reading.text.rstrip("？?。 ").endswith(desk.wording.cues["again"])
    if reading.measures and again:
        told = all(measure in before.last.outcomes for measure in reading.measures)
        return replace(reading, ask=(before.last.ask if told else None) or "eligibility")
    basis = any(word in reading.text for word in desk.wording.cues["wishes"]["legal_basis"])
    if reading.as_of and reading.ask == "legal_basis" and not basis:
        return replace(reading, ask=(before.last.ask if again else None) or "eligibility")
    return reading


def focused(desk: Desk, case: Case, reading: Reading) -> Case:
    """The case with the measures meant in focus, or all when the message asks for all."""
    both = reading.ask == "other" and any(c in reading.text for c in desk.wording.cues["both"])
    if reading.measures or both:
        return case.focusing(ranking.meant(desk, case, reading)[: ranking.NAMED])
    if ranking.asks_widely(desk, reading):
        return case.focusing(ranking.meant(desk, case, reading))
    if 0 < len(case.focus) <= ranking.NAMED:
        return case.focusing(ranking.for_kind(desk, case.facts.get("audience"), case.focus))
    return case


def is_aside(desk: Desk, before: Case, reading: Reading, change: Update) -> bool:
    """留工补助要什么材料, in the middle of another measure whose question stands open; or
    那失业金呢, in a firm's talk."""
    elsewhere = bool(reading.measures) and not set(reading.measures) & set(before.focus)
    if not (elsewhere and before.asked and before.focus) or change.told or change.answered:
        return False
    return reading.ask in ASIDE or is_for_others(desk, change.case, reading)


def is_for_others(desk: Desk, case: Case, reading: Reading) -> bool:
    """Whether the measures named are for another kind of applicant than the one who asks."""
    kind = case.facts.get("audience")
    meant = ranking.meant(desk, case, reading) if reading.measures else ()
    named = [desk.kb.measures[m] for m in meant]
    return bool(kind and named) and not any(kind in measure.audience for measure in named)
