"""An amount for one applicant, as far as the facts go."""

import datetime
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from policy_kb import phrases
from policy_kb.derive import Bearing
from policy_kb.model import Citation
from policy_kb.values import Value


class Need(NamedTuple):
    """A fact that would make an amount exact, and what it is that must be known of it.

    ``exactly``: its very value, not only on which side of some threshold it lies.
    """

    fact: str
    bearing: Bearing
    exactly: bool = False


def whole_of(fact: str) -> Need:
    """The need to know a fact's very value."""
    return Need(fact, _itself, True)


def _itself(value: Value) -> Value:
    return value


class Payment(NamedTuple):
    """``low`` and ``high`` in yuan (None: not computable); the text says it all in Chinese.

    ``at_most``: a ceiling, so that only the high end means anything. ``open``: what would make
    it exact; ``needs``: the ids of the facts to ask for that.
    """

    text: str
    low: float | None = None
    high: float | None = None
    at_most: bool = False
    months: int | None = None
    until: datetime.date | None = None
    open: tuple[Need, ...] = ()
    citation: Citation | None = None
    needs: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON types; ``yuan`` for an exact sum, else ``min`` and ``max`` as far as known."""
        form: dict[str, Any] = {"text": self.text}
        if self.low is not None and self.low == self.high and not self.at_most:
            form["yuan"] = self.low
        else:
            form.update({} if self.low is None or self.at_most else {"min": self.low})
            form.update({} if self.high is None else {"max": self.high})
        form.update({} if self.months is None else {"months": self.months})
        form.update({} if self.until is None else {"until": self.until.isoformat()})
        form["needs"] = list(self.needs)
        form["citation"] = self.citation.to_json() if self.citation else None
        return form


def product(number: float, factor: float) -> float | None:
    """To the fen; None for an endless one."""
    if not math.isfinite(number):
        return None
    found = round(number * factor, 2)
    return int(found) if found == int(found) else found


def in_words(low: float | None, high: float | None) -> str:
    """A sum, or a range of sums."""
    if low is not None and high is not None:
        if low == high:
            return phrases.money(low)
        return f"{phrases.money(low)}至{phrases.money(high)}"
    if low is not None:
        return f"至少{phrases.money(low)}"
    return f"至多{phrases.money(high)}" if high is not None else "按实际金额计算"


def widest(text: str, payments: Sequence[Payment], needs: Sequence[Need] = ()) -> Payment:
    """A range around all of them; an end is open where one of theirs is."""
    lows = [p.low for p in payments if p.low is not None]
    highs = [p.high for p in payments if p.high is not None]
    every = {need.fact: need for need in (*needs, *(n for p in payments for n in p.open))}
    months, until = {p.months for p in payments}, {p.until for p in payments}
    return Payment(
        text,
        min(lows) if len(lows) == len(payments) else None,
        max(highs) if len(highs) == len(payments) else None,
        all(p.at_most for p in payments),
        months.pop() if len(months) == 1 else None,
        until.pop() if len(until) == 1 else None,
        tuple(every.values()),
    )
