"""What a citizen gets while the engine is away: the truth, and the policies found by search."""

from __future__ import annotations

from datetime import date

from bot.path.turn import House, Json, Turn
from bot.wording import say
from policy_kb import KnowledgeBase, search
from policy_kb.model import Measure

MOST_LINKS = 5


def replies(turn: Turn, house: House) -> list[Json]:
    """One text reply that says what is broken, links what was found, and offers to try again."""
    as_of = turn.as_of or house.clock()
    found = mentioned(house.kb, turn.text, region=turn.region, as_of=as_of)[:MOST_LINKS]
    links = [{"text": measure.name, "url": f"/policies/{measure.id}"} for measure in found]
    lead = say("engine_down_found" if found else "engine_down_browse")
    links.append({"text": say("engine_down_all"), "url": "/policies"})
    lines = [say("engine_down"), lead, *(f"· {link['text']}  {link['url']}" for link in links)]
    retry = {"text": say("engine_down_retry"), "say": turn.text}
    return [{"kind": "text", "text": "\n".join(lines), "links": links, "choices": [retry]}]


def mentioned(kb: KnowledgeBase, text: str, *, region: str | None, as_of: date) -> list[Measure]:
    """Measures whose name or alias stands in the text, longest first; else what search finds."""
    matches = [
        (len(word), measure)
        for measure in kb.measures.values()
        for word in (measure.name, *measure.aliases)
        if word in text
    ]
    named = [measure for _, measure in sorted(matches, key=lambda match: -match[0])]
    unique = list({measure.id: measure for measure in named}.values())
    return unique or search(kb, text, region=region, as_of=as_of)
