"""What a change to a call leaves in the audit log: which facts were set, which verdicts looked up.

The names of the facts only: what was said stays with the call.
"""

from __future__ import annotations

from bot.console.desk.calls import Call

Trace = tuple[str, dict[str, list[str]]]


def traces(before: Call, after: Call) -> list[Trace]:
    """The audit actions of a change, each with its detail."""
    found: list[Trace] = []
    if facts := _changed_facts(before, after):
        found.append(("call.facts", {"facts": facts}))
    if after.case.focus and after.case.focus != before.case.focus:
        found.append(("call.looked_up", {"measures": list(after.case.focus)}))
    return found


def _changed_facts(before: Call, after: Call) -> list[str]:
    old, new = before.case.facts, after.case.facts
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    settings = [one for one in ("region", "as_of") if _of(before, one) != _of(after, one)]
    return settings + changed


def _of(call: Call, name: str) -> object:
    return getattr(call.case, name)
