"""The conditions of a verdict as reasons: each with what the person told, none that are beside."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions import describe
from actions.desk import Desk
from policy_kb import Judgement
from policy_kb.model import Fact
from policy_kb.values import Interval, Members, Value

Json = Mapping[str, Any]

_NOW = re.compile(r"（目前是[^）]*）")


def explained(desk: Desk, judgement: Judgement, data: Json) -> list[Json]:
    """The conditions of a verdict, each failed one with what the person told against it."""
    conditions = [c for c in data["conditions"] if not _goes_without_saying(c)]
    conditions = [c for c in conditions if not _of_others(desk, judgement, c)]
    return [_with_own_facts(desk, judgement, condition) for condition in conditions]


def _goes_without_saying(condition: Json) -> bool:
    """On whose behalf somebody asks is no condition to be told, unless it rules the measure out."""
    return (
        bool(condition["facts"])
        and set(condition["facts"]) == {"audience"}
        and (condition["state"] != "failed")
    )


def _of_others(desk: Desk, judgement: Judgement, condition: Json) -> bool:
    """Whether a condition is met only because it binds others: 个体工商户要…, to a law firm."""
    facts = [desk.kb.facts[name] for name in condition["facts"] if name in desk.kb.facts]
    chosen = [(fact, choice) for fact in facts for choice in fact.choices.values()]
    about = [(f, c) for f, c in chosen if condition["text"].startswith(c.name)]
    known = judgement.case.values
    return condition["state"] == "met" and any(
        isinstance(told := known.get(fact.id), frozenset) and choice.id not in told
        for fact, choice in about
    )


def _with_own_facts(desk: Desk, judgement: Judgement, condition: Json) -> Json:
    known = judgement.case.values
    named = [desk.kb.facts[n] for n in condition["facts"] if n in known and n in desk.kb.facts]
    if condition["state"] == "met":
        worked_out = [f for f in named if f.type == "ratio"]
        have = [describe.known_text(f, known[f.id]) for f in worked_out if _exact(known[f.id])]
        text = _own_members(named, known) or _own_choice(named, known, condition["text"])
        return {**condition, "text": text, "have": "、".join(have), "would": None}
    have = [describe.had_text(fact, known[fact.id]) for fact in named]
    if condition["state"] == "failed" and set(condition["facts"]) == {"audience"}:
        text = desk.say("for_others", required=condition["text"], have="、".join(have))
        return {**condition, "text": text, "have": "", "would": None}
    if condition["state"] != "failed":
        return {**condition, "have": "", "would": None}
    would = _NOW.sub("", condition["would_hold_if"] or "")
    return {
        **condition,
        "have": "、".join(have),
        "would": would if would != condition["text"] else None,
    }


def _exact(value: Value) -> bool:
    return isinstance(value, Interval) and value.exact


def _own_members(named: Sequence[Fact], known: Mapping[str, Value]) -> str:
    """Of a long list of groups one of which is enough: the ones the person is in."""
    if len(named) != 1 or named[0].type != "set":
        return ""
    value = known[named[0].id]
    ins = value.ins if isinstance(value, Members) else frozenset()
    names = [choice.name for choice in named[0].choices.values() if choice.id in ins]
    template = named[0].true_text or ""
    return template.replace("{}", "、".join(names)) if names and "{}" in template else ""


def _own_choice(named: Sequence[Fact], known: Mapping[str, Value], text: str) -> str:
    """Of a list of kinds (单位类型为A、B或C) the one it is: 单位类型为律师事务所."""
    if len(named) != 1 or not text.startswith(f"{named[0].name}为") or "、" not in text:
        return text
    value = known[named[0].id]
    exact = isinstance(value, frozenset) and len(value) == 1
    return f"{named[0].name}为{describe.had_text(named[0], value)}" if exact else text
