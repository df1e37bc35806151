"""One verdict told: whole, or the part that was asked for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from actions import describe
from actions.case import Option
from actions.desk import Desk, text_reply, verdict_reply
from actions.words import Reply
from policy_kb import Judgement, Verdict
from policy_kb.model import Fact
from policy_kb.values import Interval, Members, Value

Json = Mapping[str, Any]

_NOW = re.compile(r"（目前是[^）]*）")

PART_OF_ASK = {
    "amount": "amount",
    "how_to_apply": "how_to_apply",
    "materials": "materials",
    "deadline": "deadline",
    "legal_basis": "legal_basis",
    "definition": "definition",
    "status": "status",
    "other": "details",
}
"""The template that answers each ask; what is not here gets the whole verdict."""

LISTED = ("amount", "how_to_apply", "materials", "deadline", "legal_basis", "definition")
"""The parts that can be told of several measures in one list."""

DECIDED = ("eligible", "ineligible")


def tell(desk: Desk, judgement: Judgement, verdict: Verdict, part: str) -> Reply:
    """The verdict's `part` rendered; the card beside it is the face's to draw."""
    data = verdict.to_json()
    text = desk.say(
        part,
        v=data,
        leaves=explained(desk, judgement, data),
        as_of=judgement.as_of,
        dated=judgement.as_of != desk.today,
        measure=verdict.measure,
        place=judgement.region.name if judgement.region else None,
        needs=_names(desk, (data["amount"] or {}).get("needs") or ()),
        doubt=verdict.provision.doubtful if verdict.provision and verdict.doubtful else None,
    )
    return verdict_reply(verdict.measure.id, text, part)


def _names(desk: Desk, facts: Iterable[str]) -> list[str]:
    return [desk.kb.facts[name].name for name in facts if name in desk.kb.facts]


def explained(desk: Desk, judgement: Judgement, data: Json) -> list[Json]:
    """The conditions of a verdict, each failed one with what the person told against it."""
    return [_with_own_facts(desk, judgement, condition) for condition in data["conditions"]]


def _with_own_facts(desk: Desk, judgement: Judgement, condition: Json) -> Json:
    known = judgement.case.values
    named = [desk.kb.facts[n] for n in condition["facts"] if n in known and n in desk.kb.facts]
    if condition["state"] == "met":
        worked_out = [f for f in named if f.type == "ratio"]
        have = [describe.known_text(f, known[f.id]) for f in worked_out if _exact(known[f.id])]
        text = _own_members(named, known) or _own_choice(named, known, condition["text"])
        return {**condition, "text": text, "have": "、".join(have), "would": None}
    have = [describe.had_text(fact, known[fact.id]) for fact in named]
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
    """Of a list of choices one of which is enough: what the person is; else the text as it is."""
    if len(named) != 1 or named[0].type != "choice" or not text.startswith(f"{named[0].name}为"):
        return text
    return f"{named[0].name}为{describe.had_text(named[0], known[named[0].id])}"


def tell_parts(
    desk: Desk, judgement: Judgement, verdicts: Sequence[Verdict], wishes: Sequence[str]
) -> list[Reply]:
    """The parts wished for: of one measure as they are, of several each part in one list."""
    if len(verdicts) == 1:
        told = [tell(desk, judgement, verdicts[0], part) for part in wishes]
        lines = dict.fromkeys(line for reply in told for line in reply["text"].splitlines())
        return [{**told[0], "text": "\n".join(lines)}]
    listed = [part for part in wishes if part in LISTED]
    single = [part for part in wishes if part not in LISTED]
    replies = [tell(desk, judgement, v, part) for part in single for v in verdicts]
    if not listed:
        return replies
    texts = [_list(desk, verdicts, part) for part in listed]
    asked = next(ask for ask, part in PART_OF_ASK.items() if part == listed[0])
    options = desk.measure_options((v.measure.id for v in verdicts), asked)
    return [*replies, text_reply("\n".join(texts), options)]


def _list(desk: Desk, verdicts: Sequence[Verdict], part: str) -> str:
    """One part of several measures, one line each."""
    data = [verdict.to_json() for verdict in verdicts]
    return desk.say("listed_part", verdicts=data, part=part)


def joined(replies: Sequence[Reply], verdicts: Sequence[Verdict]) -> list[Reply]:
    """Replies that differ in nothing but the measure's name told as one."""
    names = [verdict.measure.name for verdict in verdicts]
    told: dict[str, tuple[Reply, list[str]]] = {}
    for at, reply in enumerate(replies):
        text = reply["text"]
        name = next((n for n in names if text.startswith((n, f"【{n}】"))), None)
        key = text.replace(name, "", 1) if name else f"{at}"
        told.setdefault(key, (reply, []))[1].append(name or "")
    return [
        {**reply, "text": reply["text"].replace(named[0], "、".join(named), 1)}
        if len(named) > 1
        else reply
        for reply, named in told.values()
    ]


def outcome(verdict: Verdict) -> str:
    """Status and amount in one string: when it differs, there is something new to tell."""
    return f"{verdict.status}|{verdict.amount.text if verdict.amount else ''}"


def follow_ups(desk: Desk, verdict: Verdict, just_told: str | None) -> list[Option]:
    """What one may ask next about a verdict, as choices; not what was just told."""
    names = ["materials", "how_to_apply", "legal_basis"]
    if verdict.status == "ineligible":
        names = ["why_not", "legal_basis"]
    elif not (verdict.apply and verdict.apply.get("bring")):
        names.remove("materials")
    return [desk.option(name, verdict.measure.id) for name in names if name != just_told]


def past_options(
    desk: Desk, judgement: Judgement, verdicts: Iterable[Verdict], *, back: bool = True
) -> list[Option]:
    """Choices to judge by an earlier day, for what has ended or may have; or, with `back`, by
    today again."""
    verdicts = list(verdicts)
    days = dict.fromkeys(day for v in verdicts if (day := last_certain_day(v)))
    options = [desk.option("as_of", day=day, said=describe.day(day)) for day in days]
    if back and verdicts and judgement.as_of != desk.today:
        options.append(desk.option("today", day=desk.today.isoformat()))
    return options


def last_certain_day(verdict: Verdict) -> str | None:
    """The last day on which the provision surely held, when the day judged by is later."""
    if verdict.status == "not_in_force":
        return (verdict.to_json()["ended"] or {}).get("on")
    doubt = verdict.provision.doubtful if verdict.provision and verdict.doubtful else None
    return doubt.date.isoformat() if doubt else None


def together(desk: Desk, verdicts: Sequence[Verdict]) -> Reply | None:
    """How the measures told stand to each other: they exclude each other, or it is left open."""
    open_to = [v for v in verdicts if v.status in ("eligible", "undetermined")]
    for first, second in combinations(open_to, 2):
        if second.measure.id in first.measure.exclusive_with:
            return text_reply(_exclusive(desk, first, second))
        named = [note for note in first.notes if second.measure.name in note]
        if named:
            return text_reply(desk.say("left_open", notes=named[:1]))
    return None


def _exclusive(desk: Desk, first: Verdict, second: Verdict) -> str:
    own = [_required(first), _required(second)]
    differ = [
        {"name": v.measure.name, "texts": [text for text in own[i] if text not in own[1 - i]]}
        for i, v in enumerate((first, second))
    ]
    return desk.say("exclusive", differ=differ)


def _required(verdict: Verdict) -> list[str]:
    return [condition.text for condition in verdict.conditions if condition.role == "require"]
