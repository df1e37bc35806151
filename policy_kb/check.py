"""What no single entry shows: provisions of one measure that compete without a rule."""

import datetime
from itertools import combinations

from policy_kb.lexicon import Scope
from policy_kb.model import Measure, Provision


def check_overlaps(scope: Scope, measure: Measure) -> None:
    """Two provisions in force in one region on one day must say which of them amends the other."""
    for (_, a), (at, b) in combinations(enumerate(measure.provisions), 2):
        if a.region == b.region and _meet(a, b) and not _settled(measure, a, b):
            scope.at("provisions", at).report(
                f"{a.citation} 与 {b.citation} 在{a.region}同时有效，分不出适用哪一条",
                "在后发的那条写上 amends，或给先前的那条写上 to",
            )


def check_periods(scope: Scope, measure: Measure) -> None:
    """A provision must not end before it starts."""
    for at, provision in enumerate(measure.provisions):
        if provision.to is not None and provision.to < provision.start:
            scope.at("provisions", at, "to").report("结束日期早于开始日期", "对照文件改 from 或 to")


def _meet(a: Provision, b: Provision) -> bool:
    last = datetime.date.max
    return a.start <= (b.to or last) and b.start <= (a.to or last)


def _settled(measure: Measure, a: Provision, b: Provision) -> bool:
    return b in replaced(measure, a) or a in replaced(measure, b)


def replaced(measure: Measure, by: Provision) -> set[Provision]:
    """Every provision that ``by`` amends, directly or through those it amends."""
    found: set[Provision] = set()
    todo = [by]
    while todo:
        step = todo.pop()
        for other in measure.provisions:
            if other not in found and other is not by and step.replaces(other):
                found.add(other)
                todo.append(other)
    return found
