"""The form of measures/<id>.yml: provisions, limbs, how to apply."""

import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from policy_kb.schema_amounts import AmountEntry
from policy_kb.schema_base import Cite, Strict, as_list, as_text_entry, wrong
from policy_kb.schema_conditions import Cond


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
    """A remark of the verdict; ``doubt`` numbers the open point it tells of.

    ``after_end``: the verdict also shows it when the provision has ended and none has followed.
    """

    text: str
    doubt: int | None = None
    after_end: bool = False


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
