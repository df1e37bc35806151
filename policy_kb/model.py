"""What the knowledge base holds once it is loaded: plain frozen objects, ready to judge with."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from policy_kb.values import Value

if TYPE_CHECKING:
    from policy_kb.amounts import Amount
    from policy_kb.derive import Derivation
    from policy_kb.program import Program


@dataclass(frozen=True, slots=True)
class Citation:
    """A document's id and number, and a clause of it."""

    document: str
    number: str | None
    clause: str | None

    def to_json(self) -> dict[str, Any]:
        """JSON types."""
        return {"document": self.document, "number": self.number, "clause": self.clause}

    def __str__(self) -> str:
        return " ".join(filter(None, (self.number or self.document, self.clause)))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice or set; ``means`` is what it stands for (mostly itself)."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    means: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One thing that can be true of an applicant.

    ``domain`` is every value it can take; numbers are in ``unit`` (money: yuan, ratio: 1 is all).
    ``order`` is its place in facts.yml, which breaks ties between questions.
    """

    id: str
    name: str
    type: str
    about: str
    known_by: str
    cost: int
    order: int
    domain: Value
    question: str | None = None
    why: str | None = None
    unit: str | None = None
    choices: Mapping[str, Choice] = field(default_factory=dict)
    true_text: str | None = None
    false_text: str | None = None
    quick_replies: tuple[tuple[str, Any], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    derivation: "Derivation | None" = None
    told: bool = True

    @property
    def askable(self) -> bool:
        """Whether a citizen can be asked for it outright."""
        return self.known_by != "office" and self.question is not None and self.told


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One official text; ``forwards`` and the like hold ids of earlier documents."""

    id: str
    number: str | None
    title: str
    short: str | None
    issuers: tuple[str, ...]
    region: str
    issued: datetime.date
    issued_precision: str
    in_force_from: datetime.date
    notes: tuple[str, ...]
    forwards: tuple[str, ...]
    implements: tuple[str, ...]
    amends: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A place; ``chain`` is itself and all around it, from small to large."""

    name: str
    aliases: tuple[str, ...]
    level: str
    parent: str | None
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Industry:
    """One industry; ``size_class`` is its row in the table of firm sizes."""

    id: str
    name: str
    gbt4754: str | None
    size_class: str | None
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Industries that a document names together."""

    id: str
    name: str
    members: frozenset[str]
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Note:
    """A remark; ``doubt`` is the number of the open point it tells of.

    ``after_end``: it is also for those who come after the provision's last day.
    """

    text: str
    doubt: int | None = None
    after_end: bool = False


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A date after which it is open whether the provision still applies, and why."""

    date: datetime.date
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True, eq=False)
class Limb:
    """One of several alternatives of a provision; ``to`` is its own last day, inclusive."""

    id: str
    name: str
    to: datetime.date | None
    amount: "Amount | None"
    apply: Mapping[str, Any] | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Provision:
    """One measure as one clause of one document grants it, in one region, for one period.

    ``start`` and ``to`` are its first and last day, both inclusive; ``to`` None: no end given.
    """

    document: Document
    citation: Citation
    region: str
    start: datetime.date
    to: datetime.date | None
    start_citation: Citation
    to_citation: Citation
    amends: tuple[tuple[str, str | None], ...]
    doubtful: Doubtful | None
    program: "Program"
    amount: "Amount | None"
    apply: Mapping[str, Any]
    notes: tuple[Note, ...]
    limbs: tuple[Limb, ...]

    def in_force(self, day: datetime.date) -> bool:
        """Whether ``day`` lies in its period."""
        return self.start <= day and (self.to is None or day <= self.to)

    def replaces(self, other: "Provision") -> bool:
        """Whether it names ``other`` among what it amends."""
        cited = other.citation
        return any(
            doc == cited.document and clause in (None, cited.clause) for doc, clause in self.amends
        )


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """What a citizen asks for; ``provisions`` newest first, ``exclusive_with`` measure ids."""

    id: str
    name: str
    aliases: tuple[str, ...]
    audience: frozenset[str]
    summary: str
    order: int
    worth: int
    successor: str | None
    provisions: tuple[Provision, ...]
    exclusive_with: tuple[str, ...]

    @property
    def administration_only(self) -> bool:
        """Whether it is for the administration itself, so that nobody can apply."""
        return not self.audience


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """Something only the office knows, for one place (and all in it) and one period."""

    region: str
    fact: str
    value: Value
    start: datetime.date
    to: datetime.date | None
