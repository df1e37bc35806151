"""The parts of an answer one message asks for: 怎么办，带什么材料，什么时候截止 are three."""

from actions.desk import Desk
from actions.parts import PART_OF_ASK
from actions.understanding import Reading


def wished(desk: Desk, reading: Reading) -> tuple[str, ...]:
    """The parts asked for, in the order asked; the intent's own where no word tells its place."""
    own = PART_OF_ASK.get(reading.ask or "")
    if reading.ask is None or own in ("definition", "status", "details"):
        return (own,) if own else ()
    places = {part: _place(reading.text, words) for part, words in _words(desk).items()}
    found = sorted((at, part) for part, at in places.items() if at >= 0)
    parts = [part for _, part in found]
    if own is None:
        return tuple(parts) if reading.measures or len(parts) > 1 else ()
    return tuple(dict.fromkeys([*parts, own] if own in parts else [own, *parts]))


def _words(desk: Desk) -> dict[str, list[str]]:
    return dict(desk.wording.cues["wishes"])


def _place(text: str, words: list[str]) -> int:
    """Where the first of the words stands in the text; -1 where none does."""
    return min((at for word in words if (at := text.find(word)) >= 0), default=-1)
