"""What fits into one WeChat message: pages cut at sensible places, never inside a whole.

WeChat takes about 2,000 UTF-8 bytes of text (a Chinese character is 3 of them) and drops a longer
message silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


def size(text: str) -> int:
    """Bytes of a text as WeChat counts them."""
    return len(text.encode("utf-8", "replace"))


def split(text: str, room: int = ROOM) -> list[str]:
    """The text in parts of at most ``room`` bytes: between paragraphs where possible, else lines,
    sentences, clauses, words; what belongs together only when it alone exceeds a page."""
    return [part for part in (page.strip() for page in _packed(text, room)) if part]


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


def _packed(text: str, room: int) -> Iterator[str]:
    """The text's pieces put together again, as many as fit."""
    page, taken = "", 0
    for piece in _fitting(text, room, 0):
        length = size(piece)
        if taken + length > room:
            yield page
            page, taken = "", 0
        page, taken = page + piece, taken + length
    yield page


def _fitting(text: str, room: int, level: int) -> Iterator[str]:
    """The text in pieces that each fit, as coarse as possible."""
    if size(text) <= room:
        yield text
    elif level <= len(_BREAKS):
        for piece in _pieces(text, level):
            yield from _fitting(piece, room, level + 1)
    else:  # one endless number or word: by characters
        while text:
            head = text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
            yield head
            text = text[len(head) :]


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
