"""Conditional answers: what follows if a thing the person does not know is so, and if not."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions import describe
from actions.case import Case
from actions.desk import Desk, verdict_reply
from actions.labels import labels_of
from actions.words import Reply
from policy_kb import Verdict, phrases

MOST = 12
"""More answers than these are not tried: nobody reads as many cases."""

Json = Mapping[str, Any]


def conditional(desk: Desk, case: Case, verdict: Verdict) -> Reply:
    """The undetermined verdict told as 如果…，如果不…, one paragraph for each open fact."""
    data = verdict.to_json()
    branches = [_branches(desk, case, verdict, name) for name in verdict.missing]
    text = desk.say(
        "conditional",
        v=data,
        branches=[branch for branch in branches if len(branch) > 1],
        leaves=data["conditions"],
    )
    return verdict_reply(verdict.measure.id, text, "conditional")


def _branches(desk: Desk, case: Case, verdict: Verdict, name: str) -> list[Json]:
    """What each possible answer would lead to, answers with the same end joined."""
    ends: dict[tuple[str, str], list[str]] = {}
    for words, value in _possible(desk, name):
        judged = desk.judge(case.with_facts({name: value}), measures=[verdict.measure.id])
        supposed = judged.verdict(verdict.measure.id)
        amount = describe.first_words((supposed.to_json().get("amount") or {}).get("text", ""))
        key = (supposed.status, amount if supposed.status == "eligible" else "")
        ends.setdefault(key, []).append(words)
    return [
        {"status": status, "amount": amount, "ifs": _if(desk, name, texts)}
        for (status, amount), texts in ends.items()
    ]


def _if(desk: Desk, name: str, texts: Sequence[str]) -> str:
    """职工人数30人及以下或31至100人: the fact named once for all the answers."""
    fact = desk.kb.facts[name]
    joined = phrases.join(texts)
    if fact.type == "choice":
        return f"{fact.name}是{joined}"
    if fact.type == "set" and not joined.startswith("不"):
        return f"属于{joined}"
    if _figures(texts) and not joined[:1].isdigit() and fact.type not in ("boolean", "set"):
        return f"{joined}（{fact.name}）"
    return f"{fact.name}{joined}" if _figures(texts) and fact.type != "boolean" else joined


def _figures(texts: Sequence[str]) -> bool:
    """Whether the words mean nothing without what they are about: 满1年, 在职."""
    return any(any(sign.isdigit() for sign in text) for text in texts)


def _possible(desk: Desk, name: str) -> list[tuple[str, Any]]:
    """The answers worth trying, in words: those offered, or yes and no."""
    fact = desk.kb.facts[name]
    if fact.type == "boolean":
        return [(describe.value_text(desk.kb, name, value), value) for value in (True, False)]
    found = [(label.text, label.value) for label in labels_of(fact) if label.value is not None]
    if fact.type == "set":
        found = [(text, [value] if isinstance(value, str) else value) for text, value in found]
    return found[:MOST]
