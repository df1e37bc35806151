"""What a certificate is for, and of which kinds it may be when only its level is told."""

from __future__ import annotations

import re
from pathlib import Path

from bot.nlu.normalise import LISTS
from bot.nlu.text import Found, Text

_EITHER_KIND = ["vocational_qualification", "skill_level"]
_TAKEN = re.compile(r"证|考")
_SAID = re.compile(r"证|考|工种|技能|等级|职业|工")


class Certificates:
    """Completes what is said of a certificate, with nlu_data/lists/occupations.txt."""

    def __init__(self, file: Path = LISTS / "occupations.txt") -> None:
        lines = file.read_text(encoding="utf-8").splitlines()
        words = " ".join(line for line in lines if not line.startswith("#")).split()
        longest_first = sorted(words, key=len, reverse=True)
        self._occupation = re.compile("|".join(map(re.escape, longest_first)))

    def complete(self, text: Text, found: list[Found]) -> list[Found]:
        """`found` with the occupation and, for a level without a kind, the two kinds it may be.

        电工证 by itself is taken for what it most often is; with a level it is one of two.
        """
        level = next((one for one in found if one.fact == "certificate_level"), None)
        kinds = [one for one in found if one.fact == "certificate_kind"]
        if any(kind.value == "professional_title" for kind in kinds):
            return [one for one in found if one.fact != "certificate_level"]  # 中级会计
        occupation = self._of(text)
        is_all = occupation is not None and text.bare == occupation.value
        said = occupation and _SAID.search(text.text[occupation.end :][:3])
        if occupation and (level or kinds or said or is_all):
            found = [*found, occupation]
        else:
            occupation = None
        if level is None or not (occupation or _TAKEN.search(text.text)):
            return found
        named_by_trade = occupation and all(
            kind.start <= occupation.start and occupation.end <= kind.end for kind in kinds
        )
        if not kinds or (named_by_trade and all(k.value in _EITHER_KIND for k in kinds)):
            others = [one for one in found if one.fact != "certificate_kind"]
            return [*others, Found("certificate_kind", _EITHER_KIND, level.start, level.end)]
        return found

    def _of(self, text: Text) -> Found | None:
        spoken = text.context.viewpoint
        match = self._occupation.search(text.text)
        if match is None or spoken == "enterprise":
            return None
        return Found("certificate_occupation", match[0], match.start(), match.end())
