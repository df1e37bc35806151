"""The form of ledger/<document>.yml and doubts.yml."""

from pydantic import Field, model_validator

from policy_kb.schema_base import Strict, wrong


class ClauseEntry(Strict):
    """A clause, or one matter of it: the measures that carry it, or why it grants nothing.

    ``completes``: the clause whose procedure this one (an item of an annex) sets out.
    """

    clause: str
    title: str
    provisions: list[str] = []
    grants_nothing: str | None = None
    completes: str | None = None

    @model_validator(mode="after")
    def _settled(self) -> "ClauseEntry":
        if bool(self.provisions) == bool(self.grants_nothing):
            mend = "写 provisions: [政策措施 id]，或写 grants_nothing: 理由，只写一样"
            raise wrong("每一条要么有政策措施承接，要么说明为什么不给待遇", mend)
        return self


class DoubtEntry(Strict):
    """An open point, and the measures it touches with the documents it touches them under."""

    number: int = Field(ge=1)
    text: str
    touches: dict[str, list[str]] = Field(min_length=1)
