"""How surely what was typed is a name, 0 to 1: as it stands, by sound, by initials, with a slip."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.console.search.index import Name
from bot.console.search.sounds import Sound, said, smoothed, sound

_LETTERS = re.compile(r"^[a-z0-9]*[a-z][a-z0-9]*$")
_LETTER = re.compile(r"[a-z]")
_SLIPS = 0.62  # likeness below which a typed name is something else


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: its characters that are said, how they sound, whether it has letters."""

    plain: str
    heard: Sound
    letters: bool
    mixed: bool

    @classmethod
    def of(cls, typed: str) -> Wanted:
        """Prepared once for all the names it is held against."""
        plain = said(typed)
        only = bool(_LETTERS.match(plain))
        return cls(plain, sound(plain), only, not only and bool(_LETTER.search(plain)))


def score(wanted: Wanted, name: Name) -> float:
    """How surely the name is wanted."""
    typed = wanted.plain
    if typed == name.plain:
        return 1.0
    if wanted.letters:
        return _by_letters(typed, name)
    if typed in name.plain:
        share = len(typed) / len(name.plain)
        return (0.86 if name.plain.startswith(typed) else 0.8) + 0.03 * share
    if len(typed) > 1 and wanted.heard.whole == name.sound.whole:
        return 0.95
    if wanted.mixed and wanted.heard.initials & name.sound.initials:
        return 0.91
    if len(name.plain) > 2 and name.plain in typed:
        return _inside(typed, name)
    return _likeness(wanted, name)


def _inside(typed: str, name: Name) -> float:
    """A name within what was typed: in a sentence it is what is meant, in a name only a part."""
    if len(typed) > len(name.plain) + 3:
        return 0.7 + 0.01 * min(len(name.plain), 9)
    return 0.5 + 0.2 * len(name.plain) / len(typed)


def _by_letters(typed: str, name: Name) -> float:
    """Pinyin in full or by initials, begun or with a slip."""
    own = name.sound
    if typed == own.whole or typed in own.initials:
        return 0.96
    if smoothed(typed) == own.smooth:
        return 0.93
    if len(typed) < 2:
        return 0.5 if any(way.startswith(typed) for way in own.initials) else 0.0
    if any(way.startswith(typed) for way in own.initials) or own.whole.startswith(typed):
        return 0.84
    if any(typed in way for way in own.initials):
        return 0.78
    if len(typed) > 4 and typed in own.whole:
        return 0.76
    near = fuzz.ratio(smoothed(typed), own.smooth) / 100 if len(typed) > 4 else 0.0
    begun = max((fuzz.ratio(typed, way) / 100 for way in own.initials), default=0.0)
    best = max(near, begun * 0.9 if len(typed) > 3 else 0.0)
    return 0.75 * best if best >= 0.7 else 0.0


def _likeness(wanted: Wanted, name: Name) -> float:
    """A slip of the keyboard or the ear: by characters and by sound, in a name or around it."""
    typed, heard = wanted.plain, wanted.heard.smooth
    if name.kind == "fact" or len(typed) < 2 or len(name.plain) < 3:
        return 0.0
    if len(typed) > len(name.plain) + 3:
        if len(name.plain) < 4:
            return 0.0
        return 0.66 * fuzz.partial_ratio(name.sound.smooth, heard, score_cutoff=90) / 100
    by_ear = fuzz.ratio(heard, name.sound.smooth, score_cutoff=60) * 0.97
    like = max(fuzz.ratio(typed, name.plain, score_cutoff=60), by_ear) / 100
    return 0.78 * like if like >= _SLIPS else 0.0
