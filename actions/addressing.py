"""Which question a message answers: the pending one, an earlier one it corrects, or another."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import inf, log1p
from typing import Any

from actions.binding import Bound, bind, declines
from actions.case import Case
from actions.desk import Desk
from actions.elsewhere import NUMERIC, bound_to, elsewhere, estimated
from actions.fitting import in_place, not_known
from actions.labels import by_label, by_wording, labels_of, position
from actions.options import offered
from actions.understanding import Reading, plain

PLACE = "region"
"""Asked like a fact, though it is not one."""


def addressed(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """The message as an answer: to an earlier one when it corrects, else to the pending one."""
    corrects = reading.is_correction and reading.quantities and not reading.facts
    if corrects and (bound := said_before(desk, case, reading)):
        return bound
    if case.asked and (declines(reading) or not_known(desk, reading)):
        return Bound(declined=True)
    if case.asked == PLACE:
        return elsewhere(desk, case, reading)
    bound = in_place(desk, case, reading) or _of_whom(desk, case, reading)
    if bound is None and case.asked and case.asked in desk.kb.facts:
        bound = bound_to(desk, case.asked, reading, offered(case))
    if bound is None or bound.problem in ("wrong_unit", "need_year", "need_number"):
        return elsewhere(desk, case, reading) or bound
    return bound


def said_before(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """A bare number as another value of what was told before, the nearest first."""
    bounds = (bind(desk.kb.facts[name], reading) for name in _correctable(desk, case, reading))
    return next((bound for bound in bounds if bound and bound.facts), None)


def _of_whom(desk: Desk, case: Case, reading: Reading) -> Bound | None:
    """企业, 煤矿, asked on whose behalf: whatever tells of one kind of applicant only."""
    if case.asked != "audience" or "audience" in reading.facts:
        return None
    kinds = {desk.kb.facts[name].about for name in reading.facts} - {"any"}
    named = by_wording(reading.text, labels_of(desk.kb.facts["audience"]))
    if reading.facts and not kinds and named and named.value:
        kinds = {str(named.value)}
    return Bound(facts={"audience": kinds.pop()}) if len(kinds) == 1 else None


def placed(case: Case, reading: Reading) -> Reading:
    """A place picked from those offered, by name or number."""
    labels = offered(case)
    index = position(plain(reading.text))
    in_list = index is not None and index < len(labels)
    chosen = labels[index] if in_list and index is not None else by_label(reading.text, labels)
    if chosen and chosen.value:
        return replace(reading, region=chosen.value)
    return replace(reading, answer="unknown") if chosen else reading


def _correctable(desk: Desk, case: Case, reading: Reading) -> list[str]:
    """Facts a bare number may correct, likeliest first: a slip is mostly a near one."""
    recent = dict.fromkeys([*case.last.told, *case.facts])
    numeric = [n for n in recent if n in case.facts and desk.kb.facts[n].type in NUMERIC]
    return sorted(numeric, key=lambda name: _distance(case.facts[name], reading))


def _distance(told: Any, reading: Reading) -> float:
    """How far the number said is from what was told, as a ratio; 0 within a range told."""
    if estimated(told, reading):
        return 0.0
    ends = told.values() if isinstance(told, Mapping) else [told]
    said = [end for q in reading.quantities for end in (q.low, q.high) if end is not None]
    pairs = product((end for end in ends if isinstance(end, int | float)), said)
    return min((abs(log1p(abs(a)) - log1p(abs(b))) for a, b in pairs), default=inf)
