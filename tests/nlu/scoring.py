"""When a fact that was read equals the fact a clerk would have written down.

Values come in several spellings (30 = {min: 30, max: 30}, "micro" = ["micro"]); they are compared
as what they may be: a span of numbers or days, or members known to be in and out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

Bounds = tuple[float, float]
_EVERYTHING: Bounds = (float("-inf"), float("inf"))


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the vocabulary says: types, ends a number may have, choices that stand for several."""

    types: Mapping[str, str]
    bounds: Mapping[str, Bounds]
    groups: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, vocabulary: list[dict[str, Any]]) -> "Kinds":
        """From the entries of policy_kb/facts.yml."""
        choices = [c for fact in vocabulary for c in _choices(fact)]
        return cls(
            {fact["id"]: fact["type"] for fact in vocabulary},
            {fact["id"]: _ends(fact.get("min"), fact.get("max")) for fact in vocabulary},
            {choice["id"]: choice["means"] for choice in choices if "means" in choice},
        )

    def same(self, fact: str, said: Any, read: Any) -> bool:
        """Whether `read` is the value `said`; a fuzzy `said` names its core and its limits."""
        if isinstance(said, Mapping) and "about" in said:
            return self._about(fact, said, read)
        return bool(self._canonical(fact, said) == self._canonical(fact, read))

    def part_of(self, fact: str, allowed: Any, read: Any) -> bool:
        """Whether `read` is `allowed`, some of its members, or one of several numbers allowed."""
        if isinstance(allowed, list) and self.types.get(fact) not in ("choice", "set", "text"):
            return any(self.same(fact, one, read) for one in allowed)
        one, other = self._canonical(fact, allowed), self._canonical(fact, read)
        members = one[0] == other[0] == "members"
        return bool(one == other or (members and other[1] <= one[1] and not other[2]))

    def _about(self, fact: str, said: Mapping[str, Any], read: Any) -> bool:
        found = self._canonical(fact, read)
        if found[0] != "span":
            return False
        low, high = found[1]
        least, most = _ends(said["within"].get("min"), said["within"].get("max"))
        return bool(least <= low <= _number(said["about"], 0.0) <= high <= most)

    def _canonical(self, fact: str, value: Any) -> tuple[str, Any, Any]:
        if isinstance(value, bool):
            return "truth", value, None
        if isinstance(value, Mapping) and ("includes" in value or "excludes" in value):
            return "members", _members(value.get("includes")), _members(value.get("excludes"))
        if isinstance(value, Mapping):
            return self._span(fact, value)
        if isinstance(value, int | float) or _day(value) is not None:
            return self._span(fact, {"min": value, "max": value})
        members = _members(value)
        meant = (self.groups.get(member, (member,)) for member in members)
        return "members", frozenset(chain.from_iterable(meant)), frozenset()

    def _span(self, fact: str, value: Mapping[str, Any]) -> tuple[str, Any, Any]:
        """A span clipped to what the fact can be; for integers, below 30 is at most 29."""
        whole = self.types.get(fact) in ("integer", "year")
        floor, ceiling = self.bounds.get(fact, _EVERYTHING)
        low, high = _ends(value.get("min"), value.get("max"))
        open_end = bool(value.get("exclusive_max"))
        if whole:
            high, open_end = (high - 1 if open_end else high), False
        return "span", (max(low, floor), min(high, ceiling)), open_end


@dataclass
class FactScore:
    """Counts of one fact: read rightly, read wrongly or without cause, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        return share(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass
class FactScores:
    """The scores of every fact, and what went wrong, sentence by sentence."""

    kinds: Kinds
    by_fact: dict[str, FactScore] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def add(self, text: str, said: Mapping[str, Any], also: Mapping[str, Any],
            read: Mapping[str, Any]) -> None:  # fmt: skip
        """Score one sentence; `also` holds values that may be read or left."""
        free = {f for f in read if f in also and self.kinds.part_of(f, also[f], read[f])}
        for fact in {*said, *read} - (free - {*said}):
            score = self.by_fact.setdefault(fact, FactScore())
            expected = said.get(fact, also.get(fact))
            if (
                fact in read
                and fact in {*said, *also}
                and (self.kinds.same(fact, expected, read[fact]))
            ):
                score.right += fact in said
                continue
            score.missed += fact in said
            score.wrong += fact in read
            self.errors.append(
                {"text": text, "fact": fact, "said": said.get(fact), "read": read.get(fact)}
            )

    @property
    def total(self) -> FactScore:
        scores = self.by_fact.values()
        return FactScore(
            sum(s.right for s in scores),
            sum(s.wrong for s in scores),
            sum(s.missed for s in scores),
        )


def share(part: float, whole: float) -> float:
    """part / whole; nothing out of nothing is perfect."""
    return part / whole if whole else 1.0


def _members(value: Any) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset([value] if isinstance(value, str) else map(str, value))


def _choices(fact: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The choices written out; "industries" and "measures" stand for lists kept elsewhere."""
    choices = fact.get("choices", ())
    return () if isinstance(choices, str) else choices


def _ends(low: Any, high: Any) -> Bounds:
    """Both ends as numbers, days as ordinals; a missing end is infinite."""
    return _number(low, _EVERYTHING[0]), _number(high, _EVERYTHING[1])


def _number(value: Any, missing: float) -> float:
    if value is None:
        return missing
    day = _day(value)
    return float(value if day is None else day.toordinal())


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
