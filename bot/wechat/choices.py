"""Quick replies in a chat without buttons: how they are listed, and what a short answer picks.

Choices are numbered 1, 2, 3. Only where a bare small number may be the answer itself (职工人数 2)
they are lettered A, B, C instead, so that digits always mean what they say. A message either picks
from what was shown last or is passed on as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.wechat.pages import Option, Page
from bot.wording import say
from policy_kb import KnowledgeBase

COUNTED = ("integer", "number", "ratio")
"""Types of fact whose answer may be a number as small as a list's."""

MOST = 26
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMERALS = "一二三四五六七八九十"

_PICK = re.compile(
    r"(?:我?(?:选择?|要)|回复|第)?\s*([0-9]{1,2}|[A-Za-z]|[一二三四五六七八九十])\s*(?:个|项|号|条)?[.。、)）]?"
)
_SEVERAL = re.compile(r"[\s,，、和]+")


def is_counted(kb: KnowledgeBase, fact: str | None) -> bool:
    """Whether the open question is answered by a number."""
    return fact is not None and fact in kb.facts and kb.facts[fact].type in COUNTED


def listed(options: Sequence[Option], *, lettered: bool) -> str:
    """The choices as lines, with how to pick one."""
    marks = LETTERS if lettered else [str(n) for n in range(1, MOST + 1)]
    lines = [f"{mark}. {option.text}" for mark, option in zip(marks, options[:MOST], strict=False)]
    lead = say("wechat_pick_letter" if lettered else "wechat_pick_number")
    return "\n".join([lead, *lines])


def resolve(words: str, shown: Page | None) -> str:
    """The words of the choices that a message picks from what was shown last, else the message."""
    if shown is None or not shown.options:
        return words
    plain = unicodedata.normalize("NFKC", words).strip()
    options, lettered = shown.options[:MOST], shown.lettered
    if found := _PICK.fullmatch(plain):
        index = _index(found[1], lettered)
        return options[index].say if 0 <= index < len(options) else words
    parts = [part for part in _SEVERAL.split(plain) if part]
    picked = [_index(part, lettered) for part in parts if len(part) < 3]
    whole = len(parts) > 1 and len(picked) == len(parts)
    if whole and not lettered and all(0 <= index < len(options) for index in picked):
        return "、".join(options[index].say for index in dict.fromkeys(picked))
    return words


def _index(mark: str, lettered: bool) -> int:
    """The place in the list that a mark names, from 0; -1 for none."""
    if lettered:
        return LETTERS.find(mark.upper()) if len(mark) == 1 and mark.isalpha() else -1
    if mark.isascii() and mark.isdigit():
        return int(mark) - 1
    return _NUMERALS.find(mark) if len(mark) == 1 else -1
