"""Composes the answer every channel shares out of the engine's replies and the case after them."""

from __future__ import annotations

from datetime import date

from actions import describe
from bot.path.turn import House, Json, Turn
from bot.wording import say
from policy_kb import Judgement, KnowledgeBase, judge


def compose(turn: Turn, house: House) -> Json:
    """Replies with their verdict cards, the facts so far, the verdicts talked about, what is asked.

    Cards are judged again here rather than carried through the engine: judging is pure and fast.
    """
    case, kb = turn.case, house.kb
    as_of = date.fromisoformat(case["as_of"]) if case.get("as_of") else house.clock()
    judged = judge(kb, case.get("facts") or {}, region=case.get("region"), as_of=as_of)
    said, question = _question(turn.replies)
    replies = [*_notices(turn), *(_with_card(kb, reply, judged) for reply in said)]
    if turn.state == "agent":  # a person will answer
        replies = []
    cards = {reply["measure"]: reply["card"] for reply in replies if reply.get("card")}
    talked_about = dict.fromkeys(
        [*cards, *(case.get("focus") or ()), *((case.get("last") or {}).get("shown") or ())]
    )
    verdicts = [
        cards.get(measure) or judged.verdict(measure).to_json()
        for measure in talked_about
        if measure in kb.measures
    ]
    return {
        "session_id": turn.session_id,
        "message_id": turn.message_id,
        "replies": replies,
        "facts": dict(case.get("facts") or {}),
        "told": _told(kb, case.get("facts") or {}),
        "verdicts": verdicts,
        "next_question": question,
        "region": case.get("region"),
        "as_of": as_of.isoformat(),
        "degraded": turn.degraded,
        "state": turn.state,
    }


def _told(kb: KnowledgeBase, facts: Json) -> list[Json]:
    """The facts so far in the words a citizen reads."""
    return [
        {"fact": name, "text": describe.value_text(kb, name, value)}
        for name, value in facts.items()
        if name in kb.facts
    ]


def _notices(turn: Turn) -> list[Json]:
    if not turn.masked:
        return []
    return [{"kind": "text", "text": say("masked", kinds="、".join(turn.masked))}]


def _with_card(kb: KnowledgeBase, reply: Json, judged: Judgement) -> Json:
    """A verdict reply gets its card; one about another day is judged for that."""
    if reply.get("kind") != "verdict" or reply.get("measure") not in kb.measures:
        return reply
    if reply.get("as_of"):
        judged = judge(
            kb,
            judged.facts,
            region=judged.region.name if judged.region else None,
            as_of=date.fromisoformat(reply["as_of"]),
            measures=[reply["measure"]],
        )
    return {**reply, "card": judged.verdict(reply["measure"]).to_json()}


def _question(replies: list[Json]) -> tuple[list[Json], Json | None]:
    """The replies, and apart from them all that the chooser knows of the question just asked."""
    asked: Json | None = None
    shown = []
    for reply in replies:
        if reply.get("kind") == "question":
            asked = reply.get("question") or {"fact": reply.get("fact"), "text": reply.get("text")}
        shown.append({key: value for key, value in reply.items() if key != "question"})
    return shown, asked
