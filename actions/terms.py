"""What a word of the rules means: 裁员率怎么算."""

from collections.abc import Iterable

from actions.desk import Desk, text_reply
from actions.words import Reply
from policy_kb import Judgement


def explained(desk: Desk, judgement: Judgement, measures: Iterable[str], text: str) -> list[Reply]:
    """The fact named in `text`, why it matters, and what the documents say of it; else nothing."""
    named = [fact for fact in desk.kb.facts.values() if fact.name in text and fact.why]
    if not named:
        return []
    fact = max(named, key=lambda f: len(f.name))
    chosen = [judgement.verdict(m) for m in measures] or judgement.verdicts
    notes = [
        note["text"] if isinstance(note, dict) else note
        for verdict in chosen
        for note in verdict.to_json()["notes"]
    ]
    saying = list(dict.fromkeys(note for note in notes if fact.name in note))[:2]
    return [text_reply(desk.say("term", fact=fact, notes=saying))]
