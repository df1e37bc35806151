"""Fitting Chinese text into the boxes of a drawing, without measuring fonts."""

from __future__ import annotations

import unicodedata

FONT = 15
"""Type size of the drawings, in their own units (pixels at natural size)."""

_NO_START = "，。；：、？！）》」』％%"  # never first on a line
_NO_END = "（《「『〔"  # never last on a line


def width(text: str, font: float = FONT) -> float:
    """Width of one line: a wide character is one em, any other a little over half."""
    ems = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.56 for c in text)
    return ems * font


def wrap(text: str, room: float, font: float = FONT) -> list[str]:
    """The text in lines no wider than ``room``; numbers and Latin words stay whole."""
    lines: list[str] = []
    line, taken = "", 0.0
    for piece in _pieces(text):
        more = width(piece, font)
        if line and taken + more > room and piece[0] not in _NO_START:
            held = line[-1] if line[-1] in _NO_END and len(line) > 1 else ""
            lines.append(line.removesuffix(held))
            line, taken = held, width(held, font)
        line, taken = line + piece, taken + more
    return [*lines, line] if line else lines


def _pieces(text: str) -> list[str]:
    """Single wide characters, and runs of anything narrow."""
    pieces: list[str] = []
    for char in text:
        narrow = unicodedata.east_asian_width(char) not in "WFA" and not char.isspace()
        if narrow and pieces and pieces[-1][-1].isascii() and not pieces[-1][-1].isspace():
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
