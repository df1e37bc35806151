"""The form of conditions in measures/<id>.yml."""

import datetime
from typing import Any

from pydantic import Field, model_validator

from policy_kb.schema_base import Cite, Strict, wrong
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
    only_if_told: bool = False

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
        if self.only_if_told and (trees or self.known_by):
            mend = "把它写到带 fact 的那一条上，那里不写 known_by"
            raise wrong("only_if_told 只能写在一个事实上，不问也不推定", mend)
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
