"""Flexible phrases: statements whose words vary and that take other words in between.

Whole phrases that can be listed are in policy_kb/facts.yml; nlu_data/lists/frames.yml holds those
that cannot (保险单位一直给我交着). A frame is found within one clause; those under `across` tell a
cause and what came of it, and go on past a comma (欠我三个月工资，我就走了).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.clauses import Clause
from bot.nlu.lexicon import Hit, Sense
from bot.nlu.normalise import LISTS

_NAME = re.compile(r"\{([A-Z]+)\}")


class Frames:
    """Finds the frames of the facts that the vocabulary knows."""

    def __init__(self, facts: Container[str], file: Path = LISTS / "frames.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        self._frames, self._across = (
            [
                (re.compile(_written_out(pattern, data["words"])), Sense("frame", fact, value))
                for fact, values in data[kind].items()
                if fact in facts
                for value, patterns in _values(values)
                for pattern in patterns
            ]
            for kind in ("frames", "across")
        )

    def find(self, text: str, clauses: tuple[Clause, ...]) -> Iterator[Hit]:
        """Every frame in every clause of a text, once."""
        for pattern, sense in self._across:
            if found := pattern.search(text):
                yield Hit(found.start(), found.end(), found[0], (sense,))
        for clause in clauses:
            for pattern, sense in self._frames:
                if found := pattern.search(clause.text):
                    start, end = clause.start + found.start(), clause.start + found.end()
                    if end > start:
                        yield Hit(start, end, found[0], (sense,))


def _values(values: Mapping[str, list[str]] | None) -> Iterator[tuple[Any, list[str]]]:
    for key, patterns in (values or {}).items():
        yield yaml.safe_load(str(key)), patterns


def _written_out(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with each {NAME} replaced by its words, which may name others."""
    while (written := _NAME.sub(lambda found: words[found[1]], pattern)) != pattern:
        pattern = written
    return pattern
