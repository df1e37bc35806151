"""One plain form of a text (simplified, half-width, lower case) that remembers where it came from.

Every character of the plain form knows its place in the original, so that spans found in the one
can be reported in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LISTS = Path(__file__).resolve().parents[2] / "nlu_data" / "lists"

_URL = re.compile(r"(?:https?://|www\.)[^\s，。；]+", re.IGNORECASE)
_EMOJI = {
    "👌": "好的",
    "👍": "好的",
    "🙏": "谢谢",
    "✅": "是的",
    "❌": "不是",
    "🌹": "谢谢",
    "💰": "钱",
}
_KEYCAP = "\ufe0f\u20e3"
"""What makes a digit an emoji: 3️⃣年 is three years."""
_QUOTES = "“”‘’「」『』【】〔〕《》〈〉[]'"
_DASHES = "~〜—―–‐−"
_PUNCTUATION = {**{ord(c): '"' for c in _QUOTES}, **{ord(c): "-" for c in _DASHES}}
_SPACE_BETWEEN = re.compile(
    r"(?<=[0-9]) +(?=[万亿千百个名位人年月天日号元块%级届岁])|(?<=[\u4e00-\u9fff]) +(?=[0-9])"
)
_LETTER_O = re.compile(r"(?<=[0-9])o(?=[0-9]|[人个号名万千元块])")
"""3O人 was typed with a letter."""


@dataclass(frozen=True)
class Plain:
    """The plain form of a text, and for each of its characters the place in the original."""

    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original for a span of the plain form."""
        if start >= end:
            return (self.places[start], self.places[start])
        return (self.places[start], self.places[end - 1] + 1)


def load_simplified(file: Path = LISTS / "traditional.txt") -> Mapping[int, str]:
    """The table for `str.translate` from traditional to simplified characters."""
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = "".join(line.strip() for line in lines if not line.startswith("#"))
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


class Normaliser:
    """Brings texts to the plain form. `simplified` is the table of `load_simplified`."""

    def __init__(self, simplified: Mapping[int, str]) -> None:
        self._table = {**simplified, **_PUNCTUATION}

    def plain(self, text: str) -> Plain:
        """The plain form of `text`: addresses and most emoji become blanks."""
        text = _URL.sub(lambda found: " " * len(found[0]), text)
        characters: list[str] = []
        places: list[int] = []
        for place, character in enumerate(text):
            for piece in self._fold(character):
                characters.append(piece)
                places.append(place)
        return _without_inner_blanks(_LETTER_O.sub("0", "".join(characters)), places)

    def _fold(self, character: str) -> str:
        if character in _EMOJI:
            return _EMOJI[character]
        if character in _KEYCAP:
            return ""
        if "\u2460" <= character <= "\u2473":
            return f"{ord(character) - 0x245F})"
        folded = unicodedata.normalize("NFKC", character).translate(self._table).lower()
        return "".join(" " if _is_blank(piece) else piece for piece in folded)


def _is_blank(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Zs", "Mn")


def _without_inner_blanks(text: str, places: list[int]) -> Plain:
    """Drop the blanks typed between a number and its unit or its noun."""
    dropped = {at for found in _SPACE_BETWEEN.finditer(text) for at in range(*found.span())}
    if not dropped:
        return Plain(text, tuple(places))
    kept = [at for at in range(len(text)) if at not in dropped]
    return Plain("".join(text[at] for at in kept), tuple(places[at] for at in kept))
