"""What is said of a measure named: drawn, being drawn, only mentioned, or asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.normalise import LISTS

_AROUND = 12
"""Characters looked at on either side of a name."""


@dataclass(frozen=True)
class Named:
    """A measure named at a place, or hinted at.

    `drawn` is True or False where it is said to be drawn already or not, `is_ongoing` where it is
    being drawn or used up, `is_mention` where another measure, if one is named, is the one asked
    about.
    A hint `is_inferred` when it took words from several places, so that none of them is a name.
    """

    measure: str
    score: float
    matched: str
    start: int
    end: int
    drawn: bool | None = None
    is_ongoing: bool = False
    is_mention: bool = False
    is_hint: bool = False
    is_inferred: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether it may be what is asked about."""
        return not self.is_mention and self.drawn is None


class Mentions:
    """Reads what is said of a name by nlu_data/lists/measure_mentions.yml."""

    def __init__(self, file: Path = LISTS / "measure_mentions.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        self._verb = re.compile(data["verb"])
        self._drawn_before = re.compile(data["drawn_before"])
        self._already_before = re.compile(data["already_before"])
        self._drawn_after = re.compile(data["drawn_after"])
        self._ongoing_before = re.compile(data["ongoing_before"])
        self._before = re.compile("|".join(data["mentioned_before"]))
        self._after = re.compile("|".join(data["mentioned_after"]))
        self._around = re.compile("|".join(data["mentioned_around"]))
        self._used_up_after = re.compile(data["used_up_after"])
        names: Mapping[str, str] = data["not_names"]
        self._not_names = {measure: re.compile(words) for measure, words in names.items()}

    def is_name(self, text: str, named: Named) -> bool:
        """Whether the words are a name there: 低保, but not in 低保户."""
        other = self._not_names.get(named.measure)
        spans = [found.span() for found in other.finditer(text)] if other else []
        return not any(start <= named.start and named.end <= end for start, end in spans)

    def read(self, text: str, named: Named) -> Named:
        """The name with what is said of it."""
        if named.is_inferred:
            return named
        verb = self._verb.match(named.matched)
        start = named.start + (verb.end() if verb else 0)
        before = text[max(start - _AROUND, 0) : start]
        after = text[named.end : named.end + _AROUND]
        mention = bool(
            self._before.search(before)
            or self._after.search(after)
            or self._around.search(f"{before}@{after}")
        )
        named = replace(named, is_mention=mention)
        if found := self._drawn_before.search(before):
            return replace(named, drawn=not found["no"])
        if self._already_before.search(before):
            return replace(named, drawn=True)
        if self._ongoing_before.search(before) or self._used_up_after.search(after):
            return replace(named, is_ongoing=True, is_mention=True)
        if found := self._drawn_after.match(after):
            return replace(named, drawn=not found["no"])
        return named
