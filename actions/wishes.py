"""The parts of an answer one message asks for: 怎么办，带什么材料，什么时候截止 are three."""

import re

from actions.desk import Desk
from actions.parts import PART_OF_ASK
from actions.understanding import Reading

_WHETHER = re.compile(
    r"(?:能|可以|够|让).{0,10}(?:领|办|享受|申请|申领|拿|贷|缓|补|返|登记|符合).{0,12}"
    r"(?:吗|不|么|嘛|没|不能|不行|否)[？?。！! ]*$"
)
_OPEN = re.compile(r"多少|多久|几|怎么|咋|哪|什么|啥|如何|材料|多长")


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


def asks_whether(reading: Reading) -> bool:
    """Whether the question is if one may have it (能办失业登记不), whatever else it sounds like."""
    return bool(_WHETHER.search(reading.text)) and not _OPEN.search(reading.text)


def _words(desk: Desk) -> dict[str, list[str]]:
    return dict(desk.wording.cues["wishes"])


def _place(text: str, words: list[str]) -> int:
    """Where the first of the words stands in the text; -1 where none does."""
    return min((at for word in words if (at := text.find(word)) >= 0), default=-1)
