"""What fits into one WeChat message: pages cut at sensible places, never inside a whole.

WeChat takes about 2,000 UTF-8 bytes of text (a Chinese character is 3 of them) and drops a longer
message silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

LIMIT = 2000
"""Most bytes of one message."""

ROOM = 1840
"""Most bytes of a page, so that a lead and the word on how to go on still fit."""

GAP = "\n\n"

_WHOLE = re.compile(
    r"[〔\[][^〕\]\n]{0,8}[〕\]]\d*号?"  # a document's number
    r"|[0-9０-９A-Za-z.,，:/%％_-]*[0-9０-９A-Za-z%％][万亿千百十]?(?:元|人|个月|年|月|日|号|项|条)?"
    r"|\w[\u0300-\u036f]+"
    r"|[\U0001F1E6-\U0001F1FF]{2}"
    r"|\S(?:\ufe0f|[\U0001F3FB-\U0001F3FF])*(?:\u200d\S(?:\ufe0f|[\U0001F3FB-\U0001F3FF])*)*"
    r"|\s"
)
_BREAKS = ("\n\n", "\n", "。；！？!?;", "，、,：:）)")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice offered: its label and the words it stands for."""

    text: str
    say: str


@dataclass(frozen=True, slots=True)
class Page:
    """One message's worth of text, with the options listed on it and how they are marked."""

    text: str
    options: tuple[Option, ...] = ()
    lettered: bool = False

    def to_json(self) -> dict[str, Any]:
        """The form it is kept in."""
        options = [[one.text, one.say] for one in self.options]
        return {"text": self.text, "options": options, "lettered": self.lettered}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Self:
        """The page of its kept form."""
        options = tuple(Option(text, say) for text, say in raw["options"])
        return cls(raw["text"], options, raw["lettered"])


@dataclass(slots=True)
class _Cut:
    """Pieces gathered for one page."""

    parts: list[str] = field(default_factory=list)
    size: int = 0


def size(text: str) -> int:
    """Bytes of a text as WeChat counts them."""
    return len(text.encode("utf-8", "replace"))


def split(text: str, room: int = ROOM) -> list[str]:
    """The text in parts of at most ``room`` bytes: between paragraphs where possible, else lines,
    sentences, clauses, words; what belongs together only when it alone exceeds a page."""
    return [part for part in (piece.strip() for piece in _split(text, room, 0)) if part]


def joined(blocks: Sequence[Page], room: int = ROOM) -> tuple[Page, ...]:
    """Pages one after another, put together where two fit into one.

    Options stay with the last: what is shown before it is no longer what the user answers.
    """
    pages: list[Page] = []
    for block in blocks:
        last = pages[-1] if pages else None
        if last is not None and size(last.text + GAP + block.text) <= room:
            text = last.text + GAP + block.text
            pages[-1] = Page(text, block.options or last.options, _lettered(last, block))
        else:
            pages.append(block)
    return tuple(pages)


def _lettered(first: Page, second: Page) -> bool:
    return second.lettered if second.options else first.lettered


def _split(text: str, room: int, level: int) -> Iterator[str]:
    if size(text) <= room:
        yield text
        return
    cut = _Cut()
    for piece in _pieces(text, level):
        length = size(piece)
        if cut.size + length > room and cut.parts:
            yield "".join(cut.parts)
            cut = _Cut()
        if length > room:
            *full, piece = _smaller(piece, room, level)
            yield from full
            length = size(piece)
        cut.parts.append(piece)
        cut.size += length
    yield "".join(cut.parts)


def _smaller(piece: str, room: int, level: int) -> Iterator[str]:
    if level <= len(_BREAKS):
        yield from _split(piece, room, level + 1)
        return
    while size(piece) > room:  # one endless number or word: by characters
        head = piece.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
        yield head
        piece = piece[len(head) :]
    yield piece


def _pieces(text: str, level: int) -> list[str]:
    """The text cut at the breaks of one level, each piece with its break."""
    if level >= len(_BREAKS):
        return _WHOLE.findall(text)
    marks = _BREAKS[level]
    if level < 2:
        return re.findall(rf"(?s).*?(?:{re.escape(marks)})+|.+\Z", text)
    outside = r"(?<![0-9０-９].)|(?![0-9０-９])"  # a comma or colon inside a number is no break
    pieces = re.split(rf"(?<=[{re.escape(marks)}])(?:{outside})", text)
    return [piece for piece in pieces if piece]
