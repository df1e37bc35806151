"""One verdict as the desk tells it, and the answer in writing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions import describe
from bot.console.desk.words import Words
from policy_kb import Judgement, Verdict

Json = Mapping[str, Any]

STANDING = {
    "eligible": "可以享受",
    "ineligible": "不能享受",
    "undetermined": "还要核对",
    "not_in_force": "不在执行期",
}
_ASIDE = re.compile(r"（[^（）]*）")


@dataclass(frozen=True)
class Answer:
    """One verdict as the desk tells it; ``leaves`` are its conditions with what was told."""

    verdict: Verdict
    data: Json
    leaves: Sequence[Json]
    judgement: Judgement
    words: Words

    @property
    def place(self) -> str:
        """Where it is judged for; empty when nothing is known."""
        return self.judgement.region.name if self.judgement.region else ""

    @property
    def doubt(self) -> Any:
        """What makes it open whether the provision still applies, if anything."""
        provision = self.verdict.provision
        return provision.doubtful if provision and self.verdict.doubtful else None

    def amount(self) -> str:
        """What is paid, a computed sum first; empty when nothing is said or nothing is had."""
        found = self.data["amount"]
        if not found or not found["text"]:
            return ""
        text, sum_ = describe.yuan(found["text"]), total(found)
        return f"{sum_}（{text}）" if sum_ and sum_ not in text else text


def in_writing(answer: Answer) -> str:
    """The answer as text, to be sent or kept."""
    day = answer.judgement.as_of.isoformat()
    provision = answer.data["provision"]
    return answer.words.text(
        v=answer.data,
        leaves=answer.leaves,
        day=day,
        place=answer.place,
        standing=STANDING[answer.verdict.status],
        amount=answer.amount(),
        doubt=_doubt_json(answer),
        basis=answer.words.basis(provision) if provision else "",
    )


def total(amount: Json) -> str:
    """The sum of an amount, or the range of sums; empty where none can be worked out."""
    if "yuan" in amount:
        return f"{describe.number(amount['yuan'])}元"
    if "min" in amount and "max" in amount:
        return f"{describe.number(amount['min'])}元至{describe.number(amount['max'])}元"
    return ""


def plainly(text: str) -> str:
    """The text without what stands in brackets, however deep."""
    shorter = _ASIDE.sub("", text)
    return shorter if shorter == text else plainly(shorter)


def _doubt_json(answer: Answer) -> Json | None:
    doubt = answer.doubt
    return {"text": doubt.text, "citation": doubt.citation.to_json()} if doubt else None
