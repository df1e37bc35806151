"""What a measure pays or spares, in a closed set of forms; money in yuan.

An amount is assessed against what is known. It always has a text; it has a sum, or the two ends
of a range, as far as the inputs allow, and names the facts that would make it exact.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policy_kb import phrases
from policy_kb.formula import DENIED, GRANTED, Formula
from policy_kb.model import Citation, Fact
from policy_kb.values import Interval, Value, is_exact

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount for one applicant. ``low`` and ``high`` in yuan (None: not computable).

    ``at_most``: a ceiling, so that only the high end means anything. ``needs``: ids of the facts
    that would make it exact.
    """

    text: str
    low: float | None = None
    high: float | None = None
    at_most: bool = False
    months: int | None = None
    until: datetime.date | None = None
    needs: tuple[str, ...] = ()
    citation: Citation | None = None

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


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """One form of amount; ``text`` is what its author adds in words."""

    text: str | None
    citation: Citation

    def assess(self, values: Values, today: int) -> Payment:
        """The amount, as far as ``values`` (what is known of each fact) go."""
        payment = self._assess(values, today)
        words = self.text if not payment.text else f"{payment.text}（{self.text}）"
        text = words if self.text else payment.text
        return replace(payment, text=text or "", citation=payment.citation or self.citation)

    def _assess(self, values: Values, today: int) -> Payment:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class Fixed(Amount):
    """A sum."""

    yuan: float

    def _assess(self, values: Values, today: int) -> Payment:
        return Payment(phrases.money(self.yuan), self.yuan, self.yuan)


@dataclass(frozen=True, slots=True, eq=False)
class PerHead(Amount):
    """A sum for each of a number of people."""

    fact: Fact
    yuan: float

    def _assess(self, values: Values, today: int) -> Payment:
        each = f"每{self.fact.unit or '人'}{phrases.money(self.yuan)}"
        return _times(self.fact, values, self.yuan, each)


@dataclass(frozen=True, slots=True, eq=False)
class Rate(Amount):
    """A share of a sum, less a share already drawn."""

    rate: float
    of: Fact
    less: Fact | None

    def _assess(self, values: Values, today: int) -> Payment:
        rate, drawn = self.rate, values.get(self.less.id) if self.less else None
        formula = f"{self.of.name}的{phrases.percent(rate)}"
        needs: tuple[str, ...] = ()
        if self.less and isinstance(drawn, Interval):
            if not drawn.exact:
                needs = (self.less.id,)
            low, high = max(0.0, rate - drawn.hi[0]), max(0.0, rate - drawn.lo[0])
            if drawn.exact and drawn.lo[0] > 0:
                formula += f"，扣除已返还的{phrases.percent(drawn.lo[0])}"
            payment = _scaled(self.of, values, (low, high), formula)
        else:
            payment = _scaled(self.of, values, (rate, rate), formula)
        return replace(payment, needs=(*payment.needs, *needs))


@dataclass(frozen=True, slots=True, eq=False)
class Table(Amount):
    """A sum by a choice."""

    fact: Fact
    yuan: Mapping[str, float]

    def _assess(self, values: Values, today: int) -> Payment:
        known = values.get(self.fact.id, self.fact.domain)
        assert isinstance(known, frozenset)
        names = {name: choice.name for name, choice in self.fact.choices.items()}
        rows = {name: yuan for name, yuan in self.yuan.items() if name in known}
        if not rows:
            return Payment("不在规定的档次里，没有标准")
        if len(known) == 1:
            ((name, yuan),) = rows.items()
            return Payment(f"{names[name]}{phrases.money(yuan)}", yuan, yuan)
        text = "，".join(f"{names[name]}{phrases.money(yuan)}" for name, yuan in rows.items())
        return Payment(text, min(rows.values()), max(rows.values()), needs=(self.fact.id,))


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling(Amount):
    """At most a sum; for several people at most so many times it, and a share more."""

    yuan: float
    times: Fact | None
    uplift: float

    def _assess(self, values: Values, today: int) -> Payment:
        count = values.get(self.times.id) if self.times else None
        if self.times and isinstance(count, Interval) and count.exact and count.lo[0] > 1:
            most = round(self.yuan * count.lo[0] * (1 + self.uplift), 2)
            text = f"{phrases.quantity(self.times, count.lo[0])}合计最高{phrases.money(most)}"
            return Payment(text, None, most, at_most=True)
        return Payment(f"最高{phrases.money(self.yuan)}", None, self.yuan, at_most=True)


@dataclass(frozen=True, slots=True, eq=False)
class Span(Amount):
    """So many months of something."""

    months: int

    def _assess(self, values: Values, today: int) -> Payment:
        return Payment(f"{self.months}个月", months=self.months)


@dataclass(frozen=True, slots=True, eq=False)
class Deferral(Amount):
    """Payment put off until a day, or by so many months at most."""

    until: datetime.date | None
    months: int | None

    def _assess(self, values: Values, today: int) -> Payment:
        if self.until is not None:
            return Payment(f"缓缴到{phrases.day(self.until)}", until=self.until)
        return Payment(f"最长缓缴{self.months}个月", months=self.months)


@dataclass(frozen=True, slots=True, eq=False)
class ReducedRate(Amount):
    """A premium rate, and who bears it (0.01 is 1%)."""

    rates: Mapping[str, float]

    def _assess(self, values: Values, today: int) -> Payment:
        names = {"total": "费率", "unit": "单位", "person": "个人"}
        text = "，".join(f"{names[k]}{phrases.percent(v)}" for k, v in self.rates.items())
        return Payment(text)


@dataclass(frozen=True, slots=True, eq=False)
class Words(Amount):
    """An amount that the document leaves to be worked out."""

    words: str

    def _assess(self, values: Values, today: int) -> Payment:
        return Payment(self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Branching(Amount):
    """The first amount whose condition holds; while that is open, the range of those it may be."""

    branches: Sequence[tuple[Formula | None, str, Amount]]

    def _assess(self, values: Values, today: int) -> Payment:
        possible, needs = list[tuple[str, Payment]](), dict[str, None]()
        for formula, when, amount in self.branches:
            found = _look(formula, values, today)
            if found == DENIED:
                continue
            possible.append((when, amount.assess(values, today)))
            if formula is None or found == GRANTED:
                break
            needs.update(dict.fromkeys(_open_facts(formula, found)))
        if not possible:
            return Payment("按规定不在给付范围")
        if len(possible) == 1 and not needs:
            return possible[0][1]
        text = "；".join(f"{when or '其他情形'}：{payment.text}" for when, payment in possible)
        return _widest(text, [payment for _, payment in possible], tuple(needs))


@dataclass(frozen=True, slots=True, eq=False)
class Either(Amount):
    """One of several amounts, which somebody else chooses."""

    amounts: Sequence[Amount]

    def _assess(self, values: Values, today: int) -> Payment:
        payments = [amount.assess(values, today) for amount in self.amounts]
        text = "；".join(f"{at}. {payment.text}" for at, payment in enumerate(payments, 1))
        return _widest(text, payments, ())


def _look(formula: Formula | None, values: Values, today: int) -> int:
    if formula is None:
        return GRANTED
    held, failed = formula.read(values, today)
    return formula.root.look(held | (formula.assumed & ~failed), failed)


def _open_facts(formula: Formula, still: int) -> list[str]:
    return [name for name, v in formula.variables.items() if v.mask & still and v.asked]


def _widest(text: str, payments: Sequence[Payment], needs: tuple[str, ...]) -> Payment:
    """A range around all of them; open where one of them is."""
    lows = [p.low for p in payments if p.low is not None]
    highs = [p.high for p in payments if p.high is not None]
    every = len(payments)
    needs = tuple(dict.fromkeys((*needs, *(name for p in payments for name in p.needs))))
    months = {p.months for p in payments}
    until = {p.until for p in payments}
    return Payment(
        text,
        min(lows) if len(lows) == every else None,
        max(highs) if len(highs) == every else None,
        all(p.at_most for p in payments),
        months.pop() if len(months) == 1 else None,
        until.pop() if len(until) == 1 else None,
        needs,
    )


def _times(fact: Fact, values: Values, yuan: float, each: str) -> Payment:
    count = values.get(fact.id)
    if not isinstance(count, Interval):
        return Payment(f"{each}，按实际{fact.name}计算", needs=(fact.id,))
    low, high = _product(count.lo[0], yuan), _product(count.hi[0], yuan)
    words = f"{each}，{phrases.told(fact, count)}共{_money_range(low, high)}"
    return Payment(words, low, high, needs=() if is_exact(count) else (fact.id,))


def _scaled(fact: Fact, values: Values, rates: tuple[float, float], formula: str) -> Payment:
    base = values.get(fact.id)
    if not isinstance(base, Interval):
        return Payment(f"{formula}", needs=(fact.id,))
    low, high = _product(base.lo[0], rates[0]), _product(base.hi[0], rates[1])
    words = f"{formula}，即{_money_range(low, high)}"
    return Payment(words, low, high, needs=() if is_exact(base) else (fact.id,))


def _product(number: float, factor: float) -> float | None:
    """To the fen; None for an endless one."""
    if not math.isfinite(number):
        return None
    product = round(number * factor, 2)
    return int(product) if product == int(product) else product


def _money_range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        if low == high:
            return phrases.money(low)
        return f"{phrases.money(low)}至{phrases.money(high)}"
    if low is not None:
        return f"至少{phrases.money(low)}"
    return f"至多{phrases.money(high)}" if high is not None else "按实际金额计算"
