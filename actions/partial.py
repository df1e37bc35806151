"""其中有1个是去年毕业的: what is told of some of those counted does not overturn it for all."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from actions.case import Case
from actions.desk import Desk
from actions.understanding import Reading


class Partial(NamedTuple):
    """The facts as they hold for the rest, and what to say of those left out."""

    facts: dict[str, Any]
    said: str


def partial(desk: Desk, case: Case, reading: Reading, told: Mapping[str, Any]) -> Partial | None:
    """The count without those of whom something else holds; None where all are spoken of.

    Only for what takes them out (not signed, another year), never for what adds to them.
    """
    if not re.search(desk.wording.cues["some_of"], reading.text):
        return None
    some = next((q.low for q in reading.quantities if q.low == q.high and q.low), None)
    for count, of_each in desk.wording.cues["counted"].items():
        every = case.facts.get(count)
        out = {n: v for n, v in told.items() if n in of_each and _takes_out(case, n, v)}
        if out and some and isinstance(every, int) and some < every:
            rest = {n: v for n, v in told.items() if n not in out}
            said = desk.say(
                "left_aside", some=int(some), why=desk.fact_texts(out), rest=every - int(some)
            )
            return Partial({**rest, count: every - int(some)}, said)
    return None


def _takes_out(case: Case, name: str, value: Any) -> bool:
    """Whether a value told of some differs from that of the others, or denies."""
    return value is False or case.facts.get(name, value) != value
