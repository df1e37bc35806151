"""Months told by their two ends: 2019年5月交到2022年3月 is 34 or 35 months of premiums.

Where the other end is today (从2021年11月交到现在) their number is left open: {"relative":
"months", "since": day} are the whole months from that day to the date of the conversation.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.datespan import DateSpan
from bot.nlu.normalise import LISTS
from bot.nlu.sayings import sayings_of, written_out
from bot.nlu.text import Found, Text
from policy_kb.vocabulary import Fact


class Periods:
    """Finds them by nlu_data/lists/figures.yml."""

    def __init__(self, facts: Mapping[str, Fact], file: Path = LISTS / "figures.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        self._facts = [
            (fact, *(re.compile(written_out(words[k], data["words"])) for k in _PARTS))
            for fact, words in data["periods"].items()
        ]

        self._since = {
            fact: sayings_of(patterns, data["words"]) for fact, patterns in data["since"].items()
        }
        self._about = {fact: facts[fact].about for fact in (*data["since"], *data["periods"])}

    def find(self, text: Text, dates: Sequence[DateSpan]) -> Iterator[Found]:
        """The months between two dates, and those from a date to today."""
        mine = [fact for fact, of in self._about.items() if text.context.viewpoint in (None, of)]
        yield from (found for found in self._between(text, dates) if found.fact in mine)
        for span in dates:
            for fact in mine:
                if any(saying.fits(text.text, span) for saying in self._since.get(fact, ())):
                    yield Found(fact, _until_now(span), span.start, span.end)
                    break

    def _between(self, text: Text, dates: Sequence[DateSpan]) -> Iterator[Found]:
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


def _until_now(span: DateSpan) -> Any:
    """The months since a date, as many as its last and its first day allow."""
    if span.low == span.high:
        return {"relative": "months", "since": span.low}
    ends = {"min": span.high, "max": span.low}
    return {end: {"relative": "months", "since": day} for end, day in ends.items()}


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
