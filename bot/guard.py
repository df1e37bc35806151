"""Makes a message's text safe for the engine, or refuses it saying what to mend."""

from __future__ import annotations

import re
import unicodedata

from bot.errors import TextError

MAX_CHARS = 1000
"""Longest message taken, in characters: the engine's time grows with length."""

_KEPT_CONTROLS = "\n\t"
_JOINERS = "\u200d\ufe0f"  # they hold an emoji together and carry no other meaning


_COMMAND = re.compile(r"／\s*[A-Za-z_]")


def clean(text: str) -> str:
    """The text without what carries no words: controls, zero-width marks, lone surrogates."""
    kept = (
        char
        for char in text
        if char in _KEPT_CONTROLS
        or char in _JOINERS
        or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return "".join(kept).strip().strip(_JOINERS).strip()


def defuse(text: str) -> str:
    """The text with a leading ``/`` made harmless.

    Rasa takes such a message for an order; a citizen's slash is only a character.
    """
    if text.startswith("/"):
        return "／" + text[1:]
    return text


def is_command(text: str) -> bool:
    """Whether a checked text is written as an order (/restart): no citizen's words."""
    return _COMMAND.match(text) is not None


def check(text: str, limit: int = MAX_CHARS) -> str:
    """Cleaned and defused text; ``TextError`` when nothing is left or it exceeds ``limit``."""
    cleaned = clean(text)
    if not cleaned:
        raise TextError("消息是空的，请输入想问的问题。", field="text")
    if len(cleaned) > limit:
        raise TextError(
            f"消息太长：共{len(cleaned)}个字，最多{limit}个字。请分几次发送，或只写要点。",
            field="text",
        )
    return defuse(cleaned)
