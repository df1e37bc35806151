"""What can go wrong in this room; every message is Chinese and says what to mend."""

from collections.abc import Iterable
from dataclasses import dataclass


class KBError(Exception):
    """Base of every error of the knowledge base."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend in a policy file; ``line`` counts from 1 (0: the file as a whole)."""

    file: str
    line: int
    expected: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.expected}。改法：{self.mend}。"


class PolicyFileError(KBError):
    """The policy files are not sound; ``problems`` lists everything found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class FactError(KBError):
    """A fact was told that cannot be: unknown id, wrong form, out of bounds."""

    def __init__(self, fact: str, message: str) -> None:
        self.fact = fact
        self.message = message
        super().__init__(message)


class RegionError(KBError):
    """A place was named that the knowledge base does not know."""


class MeasureError(KBError):
    """A measure was named that the knowledge base does not hold."""
