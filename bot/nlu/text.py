"""A text with all that was found in it, and a fact read in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.nlu import clauses as cl
from bot.nlu.context import Context
from bot.nlu.lexicon import Hit
from bot.nlu.number import Number

PARTICLES = "了的过"
_TAIL = re.compile(rf"[{PARTICLES}]|企业|公司|店|厂|行业|业|单位|施工|个体")
"""What may follow a word that jieba took for its beginning (餐饮企业, 下岗了)."""


_HEADS = ("企业", "公司", "单位", "职工", "员工", "我们", "咱们")
"""What jieba joins with the word after it (企业亏损, 我们饭店)."""


@dataclass(frozen=True)
class Found:
    """A fact read at a place. `affirmed` is False where the words denied something."""

    fact: str
    value: Any
    start: int
    end: int
    affirmed: bool = True
    score: float = 1.0
    is_frame: bool = False


@dataclass(frozen=True)
class Text:
    """A plain text with all that was found in it before facts are read."""

    text: str
    hits: tuple[Hit, ...]
    numbers: tuple[Number, ...]
    clauses: tuple[cl.Clause, ...]
    context: Context
    boundaries: frozenset[int]
    bare: str
    """The text without particles and punctuation, for telling whether it is nothing but a word."""

    def clause_at(self, place: int) -> cl.Clause:
        """The clause around a place."""
        return self.clauses[cl.around(self.clauses, place)]

    def is_word(self, hit: Hit) -> bool:
        """Whether a hit begins and ends where words do, a particle after it aside."""
        ends = hit.end in self.boundaries or bool(_TAIL.match(self.text, hit.end))
        starts = hit.start in self.boundaries or self.text[: hit.start].endswith(_HEADS)
        return starts and ends

    def without_parts_of(self, named: Iterable[Any]) -> Text:
        """The same without the words that are only part of a measure's name, misspelt perhaps."""
        spans = [(one.start, one.end) for one in named if one.score < 1 and not one.is_hint]
        hits = tuple(
            hit
            for hit in self.hits
            if not any(
                a <= hit.start and hit.end <= b and hit.end - hit.start < b - a for a, b in spans
            )
        )
        return replace(self, hits=hits)

    def before(self, place: int) -> str:
        """What stands before a place in its clause."""
        return self.text[self.clause_at(place).start : place]
