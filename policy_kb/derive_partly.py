"""Facts of which others tell a part: a bound, or that they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy_kb.derive import Bearing, inexact
from policy_kb.values import EITHER, TRUE, Interval, Value


@dataclass(frozen=True, slots=True)
class NoMoreThan:
    """A number that counts part of what another one counts."""

    inputs: tuple[str, ...]

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        (whole,) = given
        assert isinstance(whole, Interval)
        return Interval((0, 0), whole.hi, whole.whole)

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        return inexact(given)


@dataclass(frozen=True, slots=True)
class AnyTrue:
    """True where one of several is; if none is, it is still open."""

    inputs: tuple[str, ...]

    def compute(self, given: Sequence[Value], today: int) -> Value | None:
        return TRUE if TRUE in given else EITHER

    def pending(self, given: Sequence[Value], bearing: Bearing) -> tuple[int, ...]:
        return () if TRUE in given else inexact(given)
