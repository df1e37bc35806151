"""What is told differently from before, and what only makes an estimate clearer."""

from collections.abc import Mapping
from typing import Any

from actions.desk import Desk


def changed_facts(
    desk: Desk, before: Mapping[str, Any], told: Mapping[str, Any], *, outright: bool
) -> dict[str, Any]:
    """Old values of facts now told otherwise; an exact figure inside a range only refines it,
    unless the person says outright that it was wrong."""
    return {
        name: before[name]
        for name, value in told.items()
        if name in before
        and desk.kb.facts[name].type != "set"
        and value != before[name]
        and (outright or not _refines(before[name], value))
    }


def _refines(old: Any, new: Any) -> bool:
    if isinstance(old, list):
        return set(new if isinstance(new, list) else [new]) <= set(old)
    if not isinstance(old, Mapping):
        return False
    span = new if isinstance(new, Mapping) else {"min": new, "max": new}
    return within(old, span)


def within(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> bool:
    """Whether a range lies in another; an end left out is open."""
    low, high = outer.get("min"), outer.get("max")
    lower_holds = low is None or (inner.get("min") is not None and inner["min"] >= low)
    upper_holds = high is None or (inner.get("max") is not None and inner["max"] <= high)
    return lower_holds and upper_holds
