"""The form of amounts in measures/<id>.yml."""

import datetime

from pydantic import Field, model_validator

from policy_kb.schema_base import Cite, Strict, wrong
from policy_kb.schema_conditions import Cond


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
    "fixed", "per_head", "rate", "table", "ceiling", "floor", "months", "deferred_until",
    "deferred_months", "reduced_rate", "words", "choose", "one_of",
)  # fmt: skip
#: What a form may (or must, marked) carry besides text and citation.
_PARTS: dict[str, dict[str, bool]] = {
    "per_head": {"yuan": True},
    "rate": {"of": True, "less_rate": False},
    "table": {"yuan": True},
    "months": {"less_months": False},
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
    floor: float | None = None
    months: int | None = None
    less_months: str | None = None
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
        for name in ("of", "less_rate", "less_months", "yuan", "times", "uplift"):
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
