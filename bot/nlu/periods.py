"""Months told by their two ends: 2019年5月交到2022年3月 is 34 or 35 months of premiums."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.datespan import DateSpan
from bot.nlu.normalise import LISTS
from bot.nlu.sayings import written_out
from bot.nlu.text import Found, Text


class Periods:
    """Finds them by nlu_data/lists/figures.yml."""

    def __init__(self, file: Path = LISTS / "figures.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        self._facts = [
            (fact, *(re.compile(written_out(words[k], data["words"])) for k in _PARTS))
            for fact, words in data["periods"].items()
        ]

    def find(self, text: Text, dates: Sequence[DateSpan]) -> Iterator[Found]:
        """The months between two dates, the first fact that the words allow."""
        for first, last in itertools.pairwise(dates):
            months = _months(first, last)
            if months is None or months <= 1:
                continue
            clause = text.clause_at(first.start).text
            for fact, between, within, never in self._facts:
                gap = text.text[first.end : last.start]
                if between.fullmatch(gap) and within.search(clause) and not never.search(clause):
                    value = {"min": months - 1, "max": months}
                    yield Found(fact, value, first.start, last.end)
                    break


_PARTS = ("between", "within", "never")


def _months(first: DateSpan, last: DateSpan) -> int | None:
    """Months from the one to the other, both included; None where that depends on today."""
    one, other = _month(first.low), _month(last.high)
    if one is None or other is None or one[0] != other[0]:
        return None
    return other[1] - one[1] + 1


def _month(end: Any) -> tuple[str, int] | None:
    """A month counted from the year 0, or from the year of the conversation."""
    if isinstance(end, str):
        return "absolute", int(end[:4]) * 12 + int(end[5:7])
    if "month" in end and "years" in end:
        return "relative", int(end["years"]) * 12 + int(end["month"])
    return None
