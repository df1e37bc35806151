"""The form of facts.yml, industries.yml, regions.yml and documents.yml."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from policy_kb.schema_base import Cite, Strict, as_list, wrong

FactType = Literal[
    "boolean", "integer", "number", "money", "ratio", "date", "year", "choice", "set", "text"
]
About = Literal["enterprise", "individual", "institution", "any"]
KnownBy = Literal["applicant", "office"]


def _as_words(value: Any) -> Any:
    """Words of digits only (4050) need no quotes."""
    digits = isinstance(value, list)
    return [str(w) if isinstance(w, int) else w for w in value] if digits else value


def _as_day(value: Any) -> Any:
    """A bound of a date fact, written with or without quotes."""
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value


Words = Annotated[list[str], BeforeValidator(_as_words)]
Limit = Annotated[float | datetime.date | None, BeforeValidator(_as_day)]


class ChoiceEntry(Strict):
    """One value of a choice or set; ``means`` makes it a name for several others."""

    id: str
    name: str
    synonyms: Words = []
    means: Words = []


class QuickReply(Strict):
    """A ready answer: what is shown and the fact's JSON value."""

    text: str
    value: Any


class DerivedEntry(Strict):
    """How a fact follows from others; see policy_kb/derive.py for the closed set."""

    by: str
    from_: list[str] = Field(alias="from")
    round_divisor: bool = False
    map_: dict[str, bool | str] = Field(default={}, alias="map")


class FactEntry(Strict):
    """One fact; bounds inclusive, in ``unit`` (money: yuan, ratio: 1 is all)."""

    id: str
    name: str
    type: FactType
    about: About
    known_by: KnownBy = "applicant"
    cost: int = Field(default=2, ge=1, le=5)
    question: str | None = None
    why: str | None = None
    unit: str | None = None
    min: Limit = None
    max: Limit = None
    choices: list[ChoiceEntry] | Literal["industries", "measures"] = []
    true_text: str | None = None
    false_text: str | None = None
    quick_replies: list[QuickReply] = []
    weights: dict[str, float] = {}
    cues: Words = []
    synonyms: Words = []
    says: dict[str, Words] = {}
    derived: DerivedEntry | None = None
    told: bool = False

    @model_validator(mode="after")
    def _whole(self) -> "FactEntry":
        if self.type in ("choice", "set") and not self.choices:
            raise wrong(f"{self.id} 是选择类事实，却没有选项", "写上 choices")
        if self.known_by == "applicant" and self.derived is None and not self.question:
            raise wrong(f"{self.id} 要向申请人了解，却没有写怎么问", "写上 question")
        return self


class IndustryEntry(Strict):
    """One industry; ``size_class`` names its row of the size table, if it has one."""

    id: str
    name: str
    gbt4754: str | None = None
    size_class: str | None = None
    synonyms: Words = []


class GroupEntry(Strict):
    """Industries that a document names together."""

    name: str
    members: list[str]
    citation: Cite | None = None


class SizeRow(Strict):
    """Lower bounds of large, medium and small, each in the fact's own unit."""

    headcount: list[float] | None = None
    annual_revenue: list[float] | None = None
    total_assets: list[float] | None = None

    @model_validator(mode="after")
    def _three(self) -> "SizeRow":
        for name, bounds in self:
            if bounds is not None and (len(bounds) != 3 or sorted(bounds)[::-1] != bounds):
                raise wrong(f"{name} 应当是大、中、小型三个下限，从大到小", "写成 [大, 中, 小]")
        return self


class IndustriesFile(Strict):
    """industries.yml"""

    industries: list[IndustryEntry]
    groups: dict[str, GroupEntry] = {}
    size_table: dict[str, SizeRow] = {}
    citation: Cite | None = None


class RegionEntry(Strict):
    """One place; the name is its id."""

    name: str
    aliases: Words = []
    level: Literal["autonomous_region", "league_city", "county"]
    parent: str | None = None


class ElsewhereEntry(Strict):
    """A place outside, known only to be recognised."""

    name: str
    aliases: Words = []


class OfficeEntry(Strict):
    """Something only the office knows, for one pooling area and one period."""

    region: str
    fact: str
    value: Any
    from_: datetime.date = Field(alias="from")
    to: datetime.date | None = None
    source: str | None = None


class RegionsFile(Strict):
    """regions.yml"""

    regions: list[RegionEntry]
    elsewhere: list[ElsewhereEntry] = []
    office: list[OfficeEntry] = []


class RelationEntry(Strict):
    """How a document stands to an earlier one (exactly one of the three)."""

    implements: str | None = None
    forwards: str | None = None
    amends: str | None = None
    note: str | None = None

    @property
    def kind(self) -> str:
        """implements, forwards or amends."""
        return next(name for name in ("implements", "forwards", "amends") if getattr(self, name))

    @property
    def target(self) -> str:
        """The earlier document."""
        return str(getattr(self, self.kind))

    @model_validator(mode="after")
    def _one(self) -> "RelationEntry":
        if sum(map(bool, (self.implements, self.forwards, self.amends))) != 1:
            raise wrong("一条关系只能是 implements、forwards、amends 之一", "拆成几条")
        return self


class DocumentEntry(Strict):
    """One official text."""

    id: str
    number: str | None = None
    title: str
    short: str | None = None
    issuers: Annotated[list[str], BeforeValidator(as_list)] = []
    region: str
    issued: datetime.date
    issued_precision: Literal["day", "year"] = "day"
    in_force_from: datetime.date | None = None
    notes: Annotated[list[str], BeforeValidator(as_list)] = []
    relations: list[RelationEntry] = []
