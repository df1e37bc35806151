"""The form of measures/<id>.yml: provisions, conditions, amounts, how to apply."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from policy_kb.schema_base import Cite, Strict, as_list, as_text_entry, wrong
from policy_kb.schema_words import KnownBy

OPERATORS = (
    "is", "is_not", "in", "not_in", "at_least", "at_most", "more_than", "less_than", "in_group",
    "includes_any", "includes_none", "on_or_after", "on_or_before", "same_as",
    "within_months", "within_years",
)  # fmt: skip
#: Pairs that one condition may join into a span.
_SPANS = (
    {"at_least", "more_than"}, {"at_most", "less_than"}, {"on_or_after"}, {"on_or_before"},
)  # fmt: skip


class Cond(Strict):
    """A condition: one fact and one operator (or a span of two), or a tree of conditions."""

    fact: str | None = None
    is_: Any = Field(default=None, alias="is")
    is_not: Any = None
    in_: list[Any] | None = Field(default=None, alias="in")
    not_in: list[Any] | None = None
    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None
    less_than: float | None = None
    in_group: str | None = None
    includes_any: list[str] | None = None
    includes_none: list[str] | None = None
    on_or_after: datetime.date | None = None
    on_or_before: datetime.date | None = None
    same_as: str | None = None
    within_months: int | None = None
    within_years: int | None = None
    all_: "list[Cond] | None" = Field(default=None, alias="all")
    any_: "list[Cond] | None" = Field(default=None, alias="any")
    not_: "Cond | None" = Field(default=None, alias="not")
    text: str | None = None
    would_hold_if: str | None = None
    citation: Cite | None = None
    known_by: KnownBy | None = None

    @property
    def operators(self) -> dict[str, Any]:
        """The operators given, by their names in YAML."""
        found = {name: getattr(self, _FIELDS[name]) for name in OPERATORS}
        return {name: value for name, value in found.items() if value is not None}

    @model_validator(mode="after")
    def _shape(self) -> "Cond":
        trees = [name for name in ("all", "any", "not") if getattr(self, f"{name}_") is not None]
        if len(trees) + (self.fact is not None) != 1:
            mend = "写 fact 加一个运算，或只写 all、any、not 中的一个"
            raise wrong("一个条件要么说一个事实，要么是 all、any、not 之一", mend)
        if trees and self.operators:
            raise wrong(f"{trees[0]} 里不能再写运算", "把运算移到里面带 fact 的条件")
        if self.all_ == [] or self.any_ == []:
            raise wrong(f"{trees[0]} 不能是空的", "写上至少一个条件，或删掉")
        if self.fact and not _one_or_span(set(self.operators)):
            mend = f"从这些里选：{'、'.join(OPERATORS)}"
            raise wrong(f"“{self.fact}”要有且只有一个运算（上下限可以成对）", mend)
        return self


_FIELDS = {field.alias or name: name for name, field in Cond.model_fields.items()}


def _one_or_span(names: set[str]) -> bool:
    if len(names) == 1:
        return True
    numbers = len(names & _SPANS[0]) == 1 and len(names & _SPANS[1]) == 1
    dates = names == _SPANS[2] | _SPANS[3]
    return len(names) == 2 and (numbers or dates)


class Rates(Strict):
    """A premium rate and who bears it (0.01 is 1%)."""

    total: float | None = None
    unit: float | None = None
    person: float | None = None


class Branch(Strict):
    """One branch of ``choose``: the amount if ``when`` holds; the last one has no ``when``."""

    when: Cond | None = None
    amount: "AmountEntry"


FORMS = (
    "fixed", "per_head", "rate", "table", "ceiling", "months", "deferred_until",
    "deferred_months", "reduced_rate", "words", "choose", "one_of",
)  # fmt: skip
#: What a form may (or must, marked) carry besides text and citation.
_PARTS: dict[str, dict[str, bool]] = {
    "per_head": {"yuan": True},
    "rate": {"of": True, "less_rate": False},
    "table": {"yuan": True},
    "ceiling": {"times": False, "uplift": False},
}


class AmountEntry(Strict):
    """One amount in one of the closed set of forms; money in yuan."""

    fixed: float | None = None
    per_head: str | None = None
    rate: float | None = Field(default=None, ge=0)
    of: str | None = None
    less_rate: str | None = None
    table: str | None = None
    yuan: float | dict[str, float] | None = None
    ceiling: float | None = None
    times: str | None = None
    uplift: float | None = None
    months: int | None = None
    deferred_until: datetime.date | None = None
    deferred_months: int | None = None
    reduced_rate: Rates | None = None
    words: str | None = None
    choose: list[Branch] | None = None
    one_of: "list[AmountEntry] | None" = None
    text: str | None = None
    citation: Cite | None = None

    @property
    def form(self) -> str:
        """Which of the closed set this is."""
        return next(name for name in FORMS if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _shape(self) -> "AmountEntry":
        given = [name for name in FORMS if getattr(self, name) is not None]
        if len(given) != 1:
            raise wrong("金额要有且只有一种写法", f"从这些里选一种：{'、'.join(FORMS)}")
        parts = _PARTS.get(given[0], {})
        for name in ("of", "less_rate", "yuan", "times", "uplift"):
            if getattr(self, name) is None and parts.get(name):
                raise wrong(f"{given[0]} 要同时写 {name}", f"补上 {name}")
            if getattr(self, name) is not None and name not in parts:
                raise wrong(f"{given[0]} 不能带 {name}", f"删掉 {name}")
        if given[0] in ("table", "per_head") and isinstance(self.yuan, dict) != (
            given[0] == "table"
        ):
            raise wrong("table 的 yuan 是“选项: 元”，per_head 的 yuan 是一个数", "改写 yuan")
        if self.choose is not None and any(b.when is None for b in self.choose[:-1]):
            raise wrong("choose 里只有最后一支可以不写 when", "给前面的各支写上 when")
        return self


class ChannelEntry(Strict):
    """One place to apply."""

    kind: Literal["counter", "rst_portal", "nm_app", "si_portal", "e_card", "bank", "other"]
    text: str
    url: str | None = None


class ApplyEntry(Strict):
    """How, where and with what to apply."""

    automatic: bool = False
    steps: list[str] = []
    channels: list[ChannelEntry] = []
    bring: list[str] = []
    handled_by: str | None = None
    lead: str | None = None
    time_limit: str | None = None
    deadline: str | None = None
    pending: str | None = None
    if_not_paid: str | None = None


class NoteEntry(Strict):
    """A remark of the verdict; ``doubt`` numbers the open point it tells of."""

    text: str
    doubt: int | None = None


Notes = list[Annotated[NoteEntry, BeforeValidator(as_text_entry)]]


class Terms(Strict):
    """What a provision and its limbs have in common."""

    to: datetime.date | None = None
    require: list[Cond] = []
    presume: list[Cond] = []
    amount: AmountEntry | None = None
    apply: ApplyEntry | None = None
    notes: Notes = []


class LimbEntry(Terms):
    """One of several alternatives of a provision; adds to the provision's own conditions."""

    id: str
    name: str


class DoubtfulEntry(Strict):
    """A date after which it is open whether the provision still applies."""

    date: datetime.date
    text: str
    citation: Cite | None = None


class ExclusionEntry(Strict):
    """A measure that may not be drawn for the same matter."""

    measure: str
    citation: Cite | None = None
    text: str | None = None


class OnceEntry(Strict):
    """The measure may be drawn once only."""

    text: str
    citation: Cite | None = None


class ProvisionEntry(Terms):
    """One measure as one clause of one document grants it, in one region, for one period."""

    document: str
    clause: str | None = None
    amends: Annotated[list[Cite], BeforeValidator(as_list)] = []
    region: str | None = None
    from_: datetime.date | None = Field(default=None, alias="from")
    from_citation: Cite | None = None
    to_citation: Cite | None = None
    doubtful_after: DoubtfulEntry | None = None
    exclusive_with: list[ExclusionEntry] = []
    once: OnceEntry | None = None
    limbs: list[LimbEntry] = []


class MeasureEntry(Strict):
    """measures/<id>.yml"""

    name: str
    aliases: list[str] = []
    audience: list[Literal["enterprise", "individual", "institution"]]
    administration_only: bool = False
    summary: str
    order: int = 1000
    worth: int = Field(default=3, ge=1, le=5)
    successor: str | None = None
    provisions: list[ProvisionEntry] = Field(min_length=1)

    @model_validator(mode="after")
    def _for_someone(self) -> "MeasureEntry":
        if bool(self.audience) == self.administration_only:
            mend = (
                "写上 audience；只供行政部门内部用的，audience 留空并写 administration_only: true"
            )
            raise wrong("政策措施要说明给谁", mend)
        return self
