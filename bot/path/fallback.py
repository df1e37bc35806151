"""What a citizen gets while the engine is away: the truth, and the policies found by search."""

from __future__ import annotations

from bot.path.turn import House, Json, Turn
from bot.wording import say
from policy_kb import search

MOST_LINKS = 5


def replies(turn: Turn, house: House) -> list[Json]:
    """One text reply that says what is broken, links what was found, and offers to try again."""
    found = search(house.kb, turn.text)[:MOST_LINKS]
    links = [{"text": measure.name, "url": f"/policies/{measure.id}"} for measure in found]
    lead = say("engine_down_found" if found else "engine_down_browse")
    links.append({"text": say("engine_down_all"), "url": "/policies"})
    lines = [say("engine_down"), lead, *(f"· {link['text']}  {link['url']}" for link in links)]
    retry = {"text": say("engine_down_retry"), "say": turn.text}
    return [{"kind": "text", "text": "\n".join(lines), "links": links, "choices": [retry]}]
