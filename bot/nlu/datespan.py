"""A date as it was said: its first and last day, relative ones unresolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.nlu import numerals


@dataclass(frozen=True)
class DateSpan:
    """A date in a text: first and last day (ISO text or relative mapping), and year if one."""

    start: int
    end: int
    low: Any
    high: Any
    year: Any = None
    is_now: bool = False

    @property
    def value(self) -> Any:
        """The JSON value: one day, or the span {min, max}."""
        return self.low if self.low == self.high else {"min": self.low, "max": self.high}

    @property
    def is_whole_year(self) -> bool:
        """Whether it names a year and nothing finer."""
        if isinstance(self.low, str):
            return self.low.endswith("-01-01") and str(self.high).endswith("-12-31")
        return bool(self.low.get("month") == 1 and self.high.get("month") == 12)

    @property
    def is_absolute(self) -> bool:
        """Whether it names its year, as 2022年 does and 去年 does not."""
        return isinstance(self.low, str)


def number_of(text: str | None) -> int | None:
    """A whole number of a date; None where there is none or it is vague."""
    if text is None:
        return None
    read = numerals.read(text)
    return None if read is None or read.vague else int(read.low)
