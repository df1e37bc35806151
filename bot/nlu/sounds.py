"""How words sound and how far a misspelt one is from the right one.

Typing Chinese by sound makes homophones the commonest error (稳刚返还, 施业金); they cost little, a
confusable sound (zh/z, eng/en, n/l) a little more, any other difference a whole character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from bot.nlu.normalise import LISTS

SAME_SOUND = 0.15
LIKE_SOUND = 0.35
OTHER = 1.8
"""Another character altogether is probably another word (创业补贴, 就业补贴)."""
MISSING, MISSING_IN_SHORT = 1.0, 2.0
FILLER = 0.1
_SHORT = 5
_FILLERS = frozenset("的了 费钱金呢那个这去领")

Sounds = Mapping[str, "frozenset[str]"]


@lru_cache(maxsize=2)
def load_sounds(file: Path = LISTS / "pinyin.txt") -> Sounds:
    """The toneless readings of each character."""
    sounds: dict[str, set[str]] = defaultdict(set)
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            syllable, _, characters = line.partition(" ")
            for character in characters:
                sounds[character].add(syllable)
    return {character: frozenset(found) for character, found in sounds.items()}


def like(syllable: str) -> str:
    """The syllable with sounds that dialects and keyboards confuse made one."""
    syllable = re.sub(r"^([zcs])h", r"\1", syllable)
    syllable = re.sub(r"^[nr](?=[aeiouv])", "l", syllable)
    syllable = re.sub(r"^f(?=u|en)", "h", syllable)
    return re.sub(r"([aei])ng$", r"\1n", syllable)


class Distance:
    """Weighted edit distance between characters by their sounds."""

    def __init__(self, sounds: Sounds) -> None:
        self._sounds = sounds
        self._alike = {c: frozenset(map(like, s)) for c, s in sounds.items()}
        self.substitution: Callable[[str, str], float] = lru_cache(maxsize=65536)(self._cost)

    def keys(self, character: str) -> frozenset[str]:
        """What a character sounds like, roughly: equal keys may be misspellings of each other."""
        return self._alike.get(character) or frozenset((character,))

    def _cost(self, one: str, other: str) -> float:
        """The cost of writing `one` for `other`."""
        if one == other:
            return 0.0
        if self._sounds.get(one, frozenset()) & self._sounds.get(other, frozenset()):
            return SAME_SOUND
        return LIKE_SOUND if self.keys(one) & self.keys(other) else OTHER

    def between(self, said: str, meant: str, limit: float) -> float:
        """The cost of `said` for `meant`, or `limit` as soon as it cannot stay below."""
        missing = MISSING if len(meant) > _SHORT else MISSING_IN_SHORT
        row = [missing * length for length in range(len(meant) + 1)]
        for character in said:
            extra = FILLER if character in _FILLERS else missing
            last, row = row, [row[0] + extra]
            for to, wanted in enumerate(meant):
                row.append(
                    min(
                        last[to] + self.substitution(character, wanted),
                        last[to + 1] + extra,
                        row[to] + missing,
                    )
                )
            if min(row) >= limit:
                return limit
        return min(row[-1], limit)
