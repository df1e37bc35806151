"""One verdict told: whole, or the part that was asked for."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from actions import describe
from actions.case import Option
from actions.desk import Desk, text_reply, verdict_reply
from actions.pertinent import pertinent
from actions.reasons import explained
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
    "other": "details",
}
"""The template that answers each ask; what is not here gets the whole verdict."""

LISTED = ("amount", "how_to_apply", "materials", "deadline", "legal_basis", "definition")
"""The parts that can be told of several measures in one list."""

SAY_WHY = ("amount", "how_to_apply")
"""The parts that say why not, where one may not have it: once is enough."""

DECIDED = ("eligible", "ineligible")


def tell(desk: Desk, judgement: Judgement, verdict: Verdict, part: str, said: str = "") -> Reply:
    """The verdict's `part` rendered; the card beside it is the face's to draw.

    `said` is the question, for the part that answers what no other part does.
    """
    data = verdict.to_json()
    text = desk.say(
        part,
        v=data,
        leaves=explained(desk, judgement, data),
        as_of=judgement.as_of,
        dated=judgement.as_of != desk.today,
        measure=verdict.measure,
        place=judgement.region.name if judgement.region else None,
        remarks=pertinent(desk, verdict, said) if part == "details" else [],
        soon=any(cue in said for cue in desk.wording.cues["how_soon"]),
        more=any(cue in said for cue in desk.wording.cues["tell_more"]),
        needs=_names(desk, (data["amount"] or {}).get("needs") or ()),
        doubt=verdict.provision.doubtful if verdict.provision and verdict.doubtful else None,
    )
    return verdict_reply(verdict.measure.id, text, part)


def _names(desk: Desk, facts: Iterable[str]) -> list[str]:
    return [desk.kb.facts[name].name for name in facts if name in desk.kb.facts]


def tell_parts(
    desk: Desk,
    judgement: Judgement,
    verdicts: Sequence[Verdict],
    wishes: Sequence[str],
    said: str = "",
) -> list[Reply]:
    """The parts wished for: of one measure as they are, of several each part in one list.

    Of several, a point is told of those whose documents speak of it, or of the first that they
    are silent.
    """
    if "details" in wishes and len(verdicts) > 1:
        verdicts = [v for v in verdicts if pertinent(desk, v, said)] or verdicts[:1]
    if len(verdicts) == 1:
        refused = verdicts[0].status == "ineligible"
        again = [w for w in wishes if w in SAY_WHY][1:] if refused else []
        kept = [part for part in wishes if part not in again]
        told = [tell(desk, judgement, verdicts[0], part, said) for part in kept]
        lines = dict.fromkeys(line for reply in told for line in reply["text"].splitlines())
        return [{**told[0], "text": "\n".join(lines)}]
    listed = [part for part in wishes if part in LISTED]
    single = [part for part in wishes if part not in LISTED]
    replies = [tell(desk, judgement, v, part, said) for part in single for v in verdicts]
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
