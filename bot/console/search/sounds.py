"""How names sound when typed: pinyin in full and by initials, with sounds that people confuse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

_MOST = 24  # spellings kept of one name with characters of several readings
_NOT_SAID = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_CONFUSED = ((re.compile(r"([zcs])h"), r"\1"), (re.compile(r"([aei])ng"), r"\1n"))


@dataclass(frozen=True, slots=True)
class Sound:
    """One text as it sounds: syllables run together, the same smoothed, and the initials."""

    whole: str
    smooth: str
    initials: frozenset[str]


def said(text: str) -> str:
    """The text in lower case, only what is said aloud."""
    return _NOT_SAID.sub("", text.lower())


@lru_cache(maxsize=4096)
def sound(text: str) -> Sound:
    """How ``text`` sounds; letters and digits in it stand for themselves."""
    plain = said(text)
    syllables = [str(one) for one in lazy_pinyin(plain)]
    return Sound("".join(syllables), "".join(map(smoothed, syllables)), _initials(plain))


def smoothed(letters: str) -> str:
    """Pinyin with the sounds made one that dialects confuse (zh and z, eng and en)."""
    for pattern, kept in _CONFUSED:
        letters = pattern.sub(kept, letters)
    return letters


def _initials(plain: str) -> frozenset[str]:
    """By the usual reading in context, and by every other reading of each character."""
    usual = _CHINESE.sub(lambda run: "".join(one[:1] for one in lazy_pinyin(run[0])), plain)
    letters = [
        dict.fromkeys(option[:1] for option in pinyin(one, style=Style.NORMAL, heteronym=True)[0])
        for one in plain
    ]
    spelt = ("".join(way) for way in islice(product(*letters), _MOST))
    return frozenset((usual, *spelt)) - {""}
