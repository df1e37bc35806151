"""What of a message can be an answer to one question, and what speaks of something else.

能补多少，20家都算吗 asks and answers nothing; 去年交了三千六 tells a sum, not a number of people;
还没开 denies something else than 您是第一次创业吗.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.binding import Bound
from actions.case import Case
from actions.desk import Desk
from actions.entities import Quantity
from actions.labels import labels_of
from actions.understanding import Reading, plain
from actions.units import in_unit
from policy_kb.model import Fact


def fitting(desk: Desk, fact: Fact, reading: Reading) -> Reading:
    """The message with only those numbers, and only such a 没有, as can be meant for `fact`.

    留工补助，一人500那个 names a measure; its number belongs to that.
    """
    bare = () if reading.measures else reading.quantities
    numbers = tuple(q for q in bare if _may_be(desk, fact, q))
    denied = reading.answer == "no" and not _denies(desk, fact, reading.text)
    return replace(reading, quantities=numbers, answer=None if denied else reading.answer)


def asks(desk: Desk, text: str) -> bool:
    """Whether a text has the form of a question."""
    return re.search(desk.wording.cues["asking"], text) is not None


def not_known(desk: Desk, reading: Reading) -> bool:
    """没数过, 这个要问老板, 跟去年一样: the one asked cannot say."""
    if reading.facts or reading.quantities or asks(desk, reading.text):
        return False
    return re.search(desk.wording.cues["not_known"], plain(reading.text)) is not None


def in_place(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """What is told in place of the answer: 还没开, asked if it is the first business."""
    for rule in desk.wording.cues["in_place"]:
        said = re.search(rule["words"], plain(reading.text))
        if case.asked in rule["asked"] and said and not asks(desk, reading.text):
            return Bound(facts=rule["then"])
    return None


def named_by_words(desk: Desk, reading: Reading) -> list[str]:
    """The facts that the words beside the numbers name: 交了, 留下, 平均."""
    rules = (rule for q in reading.quantities for rule in _rules(desk, q))
    return [name for rule in rules for name in rule["facts"]]


def as_asked(desk: Desk, case: Case, told: Mapping[str, Any]) -> dict[str, Any]:
    """没困难 is said of what was asked, or else of what is the applicant's: of the household by
    a person, of the business by a firm."""
    facts = dict(told)
    for group in desk.wording.cues["alike"]:
        said = [name for name in group if name in facts]
        meant = _meant(desk, case, group)
        if len(said) == 1 and meant and meant not in facts:
            facts[meant] = facts.pop(said[0])
    return facts


def _meant(desk: Desk, case: Case, group: list[str]) -> str | None:
    if case.asked in group:
        return case.asked
    who = case.facts.get("audience")
    return next((name for name in group if desk.kb.facts[name].about == who), None)


def _may_be(desk: Desk, fact: Fact, quantity: Quantity) -> bool:
    if asks(desk, quantity.clause.rstrip("呢")):
        return False
    if quantity.unit and in_unit(fact, quantity) is not None:
        return True
    counter = quantity.after[:1]
    if counter and counter in desk.wording.cues["things"] and counter != fact.unit:
        return False
    rules = _rules(desk, quantity)
    return not rules or any(
        fact.id in rule["facts"] or fact.type in rule.get("types", ()) for rule in rules
    )


def _rules(desk: Desk, quantity: Quantity) -> list[Mapping[str, Any]]:
    """The rules on what the words around a number say of it."""
    rules = desk.wording.cues["belongs"]
    return [rule for rule in rules if re.search(rule["words"], quantity.clause)]


def _denies(desk: Desk, fact: Fact, text: str) -> bool:
    """Whether what a 没… or 不… denies is what was asked: nothing is named, or the same word."""
    left = re.sub(desk.wording.cues["mere_no"], "", plain(text))
    words = [fact.name, fact.question or "", *(label.text for label in labels_of(fact))]
    return not left or any(sign in word for sign in left for word in words)
