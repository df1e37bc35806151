"""What a measure pays or spares, in a closed set of forms; money in yuan.

An amount is assessed against what is known. It always has a text; it has a sum, or the two ends
of a range, as far as the inputs allow, and names the facts that would make it exact. Those that
choose among others are in policy_kb/branching.py.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from policy_kb import phrases
from policy_kb.model import Citation, Fact
from policy_kb.payment import Need, Payment, in_words, product, whole_of
from policy_kb.values import Interval, Value, is_exact

Values = Mapping[str, Value]


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
        return payment._replace(text=text or "", citation=payment.citation or self.citation)

    def _assess(self, values: Values, today: int) -> Payment:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, eq=False)
class Fixed(Amount):
    """A sum."""

    yuan: float

    def _assess(self, values: Values, today: int) -> Payment:
        sum_ = product(self.yuan, 1)
        return Payment(phrases.money(self.yuan), sum_, sum_)


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
        needs: tuple[Need, ...] = ()
        if self.less and isinstance(drawn, Interval):
            needs = _unless_exact(self.less, drawn)
            low, high = max(0.0, rate - drawn.hi[0]), max(0.0, rate - drawn.lo[0])
            if drawn.exact and drawn.lo[0] > 0:
                formula += f"，扣除已返还的{phrases.percent(drawn.lo[0])}"
            payment = _scaled(self.of, values, (low, high), formula)
        else:
            payment = _scaled(self.of, values, (rate, rate), formula)
        return payment._replace(open=(*payment.open, *needs))


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
            sum_ = product(yuan, 1)
            return Payment(f"{names[name]}{phrases.money(yuan)}", sum_, sum_)
        text = "，".join(f"{names[name]}{phrases.money(yuan)}" for name, yuan in rows.items())
        low, high = product(min(rows.values()), 1), product(max(rows.values()), 1)
        return Payment(text, low, high, open=(whole_of(self.fact.id),))


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling(Amount):
    """At most a sum; for several people at most so many times it, and a share more."""

    yuan: float
    times: Fact | None
    uplift: float

    def _assess(self, values: Values, today: int) -> Payment:
        count = values.get(self.times.id) if self.times else None
        if self.times and isinstance(count, Interval) and count.exact and count.lo[0] > 1:
            most = product(self.yuan * count.lo[0], 1 + self.uplift)
            text = f"{phrases.quantity(self.times, count.lo[0])}合计最高{in_words(most, most)}"
            return Payment(text, None, most, at_most=True)
        most = product(self.yuan, 1)
        return Payment(f"最高{phrases.money(self.yuan)}", None, most, at_most=True)


@dataclass(frozen=True, slots=True, eq=False)
class Floor(Amount):
    """At least a sum; how much more is for others to say."""

    yuan: float

    def _assess(self, values: Values, today: int) -> Payment:
        return Payment(f"不低于{phrases.money(self.yuan)}", product(self.yuan, 1), None)


@dataclass(frozen=True, slots=True, eq=False)
class Span(Amount):
    """So many months of something, less those already had."""

    months: int
    less: Fact | None

    def _assess(self, values: Values, today: int) -> Payment:
        had = values.get(self.less.id) if self.less else None
        if not self.less or not isinstance(had, Interval) or had.hi[0] <= 0:
            return Payment(f"{self.months}个月", months=self.months)
        most, least = (int(max(0, self.months - end)) for end in (had.lo[0], had.hi[0]))
        words = f"一共{self.months}个月，已经领了{phrases.told(self.less, had)}"
        if least == most:
            return Payment(f"{words}，还能领{most}个月", months=most)
        return Payment(f"{words}，还能领{least}至{most}个月", open=(whole_of(self.less.id),))


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


def _times(fact: Fact, values: Values, yuan: float, each: str) -> Payment:
    count = values.get(fact.id)
    if not isinstance(count, Interval):
        return Payment(f"{each}，按实际{fact.name}计算", open=(whole_of(fact.id),))
    low, high = product(count.lo[0], yuan), product(count.hi[0], yuan)
    words = f"{each}，{phrases.told(fact, count)}共{in_words(low, high)}"
    return Payment(words, low, high, open=_unless_exact(fact, count))


def _scaled(fact: Fact, values: Values, rates: tuple[float, float], formula: str) -> Payment:
    base = values.get(fact.id)
    if not isinstance(base, Interval):
        return Payment(f"{formula}", open=(whole_of(fact.id),))
    low, high = product(base.lo[0], rates[0]), product(base.hi[0], rates[1])
    words = f"{formula}，即{in_words(low, high)}"
    return Payment(words, low, high, open=_unless_exact(fact, base))


def _unless_exact(fact: Fact, value: Value) -> tuple[Need, ...]:
    return () if is_exact(value) else (whole_of(fact.id),)
