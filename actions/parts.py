"""One verdict told: whole, or the part that was asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from actions.case import Option
from actions.desk import Desk, text_reply, verdict_reply
from actions.words import Reply
from policy_kb import Judgement, Verdict

Json = Mapping[str, Any]

PART_OF_ASK = {
    "amount": "amount",
    "how_to_apply": "how_to_apply",
    "materials": "materials",
    "deadline": "deadline",
    "legal_basis": "legal_basis",
    "definition": "definition",
    "status": "status",
}
"""The template that answers each ask; what is not here gets the whole verdict."""

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
        region=judgement.region,
        told=judgement.facts,
        measure=desk.kb.measures[verdict.measure],
        measures=desk.kb.measures,
    )
    return verdict_reply(verdict.measure, text, part)


def explained(desk: Desk, judgement: Judgement, data: Json) -> list[Json]:
    """The conditions of a verdict, each failed one with what the person told against it."""
    return [_with_own_facts(desk, judgement, leaf) for leaf in leaves(data["conditions"])]


def _with_own_facts(desk: Desk, judgement: Judgement, leaf: Json) -> Json:
    told = {name: judgement.facts[name] for name in leaf["facts"] if name in judgement.facts}
    have = "、".join(desk.fact_texts(told)) if leaf["state"] == "failed" else ""
    return {**leaf, "have": have}


def outcome(verdict: Verdict) -> str:
    """Status and amount in one string: when it differs, there is something new to tell."""
    amount = verdict.to_json().get("amount") or {}
    return f"{verdict.status}|{amount.get('text', '')}"


def leaves(conditions: Iterable[Json]) -> list[Json]:
    """The single conditions of a tree that say why it is met or failed, outermost first.

    Of an `any` that is met only the branch that met it counts; of an open one all do.
    """
    found: list[Json] = []
    for node in conditions:
        children = node.get("children") or []
        if node.get("kind", "leaf") in ("leaf", "not") or not children:
            found.append(node)
        elif node["kind"] == "any" and node["state"] == "met":
            found += leaves([next(c for c in children if c["state"] == "met")])
        else:
            found += leaves(children)
    return found


def follow_ups(desk: Desk, verdict: Verdict) -> list[Option]:
    """What one may ask next about a verdict, as choices."""
    apply = verdict.to_json().get("apply") or {}
    names = ["basis"]
    if verdict.status != "ineligible":
        names = [*(["materials"] if apply.get("bring") else []), "how", *names]
    else:
        names = ["why_not", *names]
    return [desk.option(name, measure=verdict.measure) for name in names]


def past_options(desk: Desk, judgement: Judgement, verdicts: Iterable[Verdict]) -> list[Option]:
    """Choices to judge by an earlier day, for what has ended or may have; or by today again."""
    days: dict[str, None] = {}
    for verdict in verdicts:
        day = last_certain_day(desk, judgement, verdict)
        if day:
            days[day] = None
    options = [desk.option("as_of", day=day) for day in days]
    if judgement.as_of != desk.today:
        options.append(desk.option("today", day=desk.today.isoformat()))
    return options


def last_certain_day(desk: Desk, judgement: Judgement, verdict: Verdict) -> str | None:
    """The last day on which the provision surely held, when the day judged by is later."""
    data = verdict.to_json()
    if verdict.status == "not_in_force":
        return (data.get("ended") or {}).get("on")
    doubt = data.get("doubtful_after")
    return doubt["date"] if doubt and doubt["date"] < judgement.as_of.isoformat() else None


def exclusivity(desk: Desk, judgement: Judgement, chosen: Iterable[str]) -> Reply | None:
    """That two of the measures told exclude each other, and in which conditions they differ."""
    verdicts = {m: judgement.verdict(m) for m in chosen}
    for _first, verdict in verdicts.items():
        for second in verdict.to_json().get("exclusive_with") or ():
            other = verdicts.get(second)
            if other and {verdict.status, other.status} <= {"eligible", "undetermined"}:
                pair = [verdict.to_json(), other.to_json()]
                own = [_texts(data) for data in pair]
                differ = [
                    {"name": data["name"], "texts": [t for t in own[i] if t not in own[1 - i]]}
                    for i, data in enumerate(pair)
                ]
                return text_reply(desk.say("exclusive", pair=pair, differ=differ))
    return None


def _texts(data: Json) -> list[str]:
    required = (leaf for leaf in leaves(data["conditions"]) if leaf.get("role") == "require")
    return [leaf["text"] for leaf in required]
