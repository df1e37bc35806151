"""One value for each fact, where a text gave several."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.nlu.text import Found


def merged(stated: list[Found], bound: list[Found], viewpoint: str | None) -> list[Found]:
    """The facts by place: a number over a vague phrase, what is so over what is not, later over
    earlier; members of a set add up, and who was dismissed is no longer employed."""
    exact = {found.fact for found in bound}
    best: dict[str, Found] = {}
    sets: list[Found] = []
    for one in sorted(stated, key=lambda found: (found.start, found.end)):
        if _is_set(one.value):
            if not any(one.fact == other.fact and one.value == other.value for other in sets):
                sets.append(one)
        elif one.fact not in exact and _is_better(one, best.get(one.fact)):
            best[one.fact] = _with_earlier_denial(one, best.get(one.fact))
    _leave_the_job(best)
    _one_kind_of_unit(best, viewpoint)
    return sorted([*best.values(), *sets, *bound], key=lambda found: found.start)


_OUTRANKS = {
    "flexible": 2,
    "on_unemployment_benefit": 2,
    "benefit_exhausted": 2,
    "self_employed": 2,
}
"""Ways of living that also count as having no employer: the more telling word stands."""


def _rank(found: Found) -> int:
    return _OUTRANKS.get(found.value, 1) if isinstance(found.value, str) else 1


def _width(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def _with_earlier_denial(new: Found, old: Found | None) -> Found:
    """既不是毕业生也不是失业青年 leaves what neither denial rules out."""
    if old is None or new.affirmed or old.affirmed:
        return new
    if not (isinstance(new.value, list) and isinstance(old.value, list)):
        return new
    left = [value for value in new.value if value in old.value]
    return replace(new, value=left[0] if len(left) == 1 else left) if left else new


def _is_set(value: Any) -> bool:
    return isinstance(value, dict) and ("includes" in value or "excludes" in value)


def _is_better(new: Found, old: Found | None) -> bool:
    if old is None:
        return True
    if isinstance(new.value, list) is not isinstance(old.value, list) and (
        new.affirmed is not old.affirmed
    ):
        return new.affirmed  # 是特种作业证，不是等级证
    if new.fact == "industry" and _width(new.value) != _width(old.value):
        return _width(new.value) < _width(old.value)  # 厂子是做服装的
    if new.fact == "employment_status" and _rank(new) != _rank(old):
        return _rank(new) > _rank(old)
    if new.start < old.end:
        return new.end - new.start > old.end - old.start
    return True


def _one_kind_of_unit(best: dict[str, Found], viewpoint: str | None) -> None:
    """国企 is where a person works, or what a unit is: not both."""
    place, unit = best.get("employer_type"), best.get("organisation_type")
    if place and unit and place.start < unit.end and unit.start < place.end:
        del best["organisation_type" if viewpoint == "individual" else "employer_type"]


def _leave_the_job(best: dict[str, Found]) -> None:
    """Who tells how a job ended after telling of it has none now."""
    status, reason = best.get("employment_status"), best.get("separation_reason")
    if status and reason and status.value == "employed" and status.start < reason.end:
        value = "unemployed"
        best["employment_status"] = Found(status.fact, value, reason.start, reason.end)
