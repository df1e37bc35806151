"""What is only supposed (要是裁了700人呢, 高级的话给多少): told of nobody, so no fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.clauses import Clause


@dataclass(frozen=True)
class Supposing:
    """The words of nlu_data/lists/context.yml (`supposing`), ready for use."""

    opening: re.Pattern[str]
    closing: re.Pattern[str]
    whole: re.Pattern[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Supposing:
        """From the entry of the file."""
        opening, closing, whole = (
            re.compile("|".join(data[name])) for name in ("opening", "closing", "whole")
        )
        return cls(opening, closing, whole)

    def spans(self, clauses: Sequence[Clause]) -> tuple[tuple[int, int], ...]:
        """The stretches of a text in which something is only supposed."""
        return tuple(self._spans(clauses))

    def _spans(self, clauses: Sequence[Clause]) -> Iterator[tuple[int, int]]:
        for clause in clauses:
            if (opened := self.opening.match(clause.text)) or self.whole.fullmatch(clause.text):
                yield clause.start + (opened.end() if opened else 0), clause.end
            elif closed := self.closing.search(clause.text):
                yield clause.start, clause.start + closed.end()
