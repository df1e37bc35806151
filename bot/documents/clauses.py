"""A document's text cut into its clauses: 三（三）11 is part 三, section （三）, item 11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NUMERALS = "一二三四五六七八九十"
_PART = re.compile(rf"^([{_NUMERALS}]{{1,3}})、\s*(.*)$")
_SECTION = re.compile(rf"^[（(]\s*([{_NUMERALS}]{{1,3}})\s*[)）]\s*(.*)$")
_ITEM = re.compile(r"^(\d{1,2})\s*[.．、]\s*(?!\d)(.*)$")
_PAGE = re.compile(r"^\s*[-—–]?\s*\d{1,3}\s*[-—–]?\s*$")
_HEADINGS = ((0, _PART), (1, _SECTION), (2, _ITEM))
_END = "。；：！？”）》"

Key = tuple[str, str, str]


@dataclass(slots=True)
class _Line:
    level: int | None
    number: str
    text: str


@dataclass(slots=True)
class _Open:
    """Where in the outline the reading stands."""

    at: list[str] = field(default_factory=lambda: ["", "", ""])

    def enter(self, level: int, number: str) -> Key:
        self.at[level:] = [number, *[""] * (2 - level)]
        return self.at[0], self.at[1], self.at[2]


def split(text: str) -> dict[Key, str]:
    """The clauses with their whole text, those inside them included; the first of each number."""
    lines = [line for raw in text.splitlines() if (line := _line(raw)) is not None]
    place, found = _Open(), dict[Key, list[str]]()
    running: list[Key] = []
    for line, ends in _with_ends(lines):
        if line.level is not None:
            key = place.enter(line.level, line.number)
            running = [one for one in running if _encloses(one, line.level)]
            if key not in found:
                found[key] = []
                running.append(key)
        for key in running:
            found[key].append(line.text + ("\n" if ends else ""))
    return {key: "".join(parts).strip() for key, parts in found.items()}


def _encloses(key: Key, level: int) -> bool:
    """Whether a clause goes on when one of that level begins: an enclosing one does."""
    own = 2 if key[2] else 1 if key[1] else 0
    return own < level


def _line(raw: str) -> _Line | None:
    """A line without its blank edges; nothing for empty lines and page numbers."""
    text = raw.replace("**", "").strip().lstrip("#").strip()
    if not text or _PAGE.match(text):
        return None
    for level, pattern in _HEADINGS:
        if found := pattern.match(text):
            return _Line(level, found[1], text)
    return _Line(None, "", text)


def _with_ends(lines: list[_Line]) -> Iterator[tuple[_Line, bool]]:
    """Each line with whether a paragraph ends there and not merely the width of the page."""
    widths = sorted(len(line.text) for line in lines)
    usual = widths[len(widths) * 3 // 4] if widths else 0
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        short = len(line.text) < usual * 0.85
        done = line.text.endswith(tuple(_END)) or (line.level == 0 and short)
        heading = following is not None and following.level is not None
        yield line, following is None or heading or (short and done)
