"""The place as something that can be asked for like a fact.

Which provision applies where is for selection to say; while the place is unknown, "it is in
force there" is a condition like any other.
"""

from functools import cache

from policy_kb.formula import Literal
from policy_kb.leaf import OneOf
from policy_kb.lexicon import REGION
from policy_kb.model import Citation, Fact
from policy_kb.values import EITHER, TRUE

_TEXT = "所在地在这项规定的施行地区"


@cache
def place_fact() -> Fact:
    """The made-up fact "the applicant is where the provision applies"."""
    return Fact(
        id=REGION, name="所在地区", type="boolean", about="any", known_by="applicant", cost=1,
        order=-1, domain=EITHER, question=_TEXT, true_text=_TEXT,
        false_text="所在地不在这项规定的施行地区",
    )  # fmt: skip


def place_literal(bit: int, cited: Citation) -> Literal:
    """The condition that the place is one where the provision applies."""
    return Literal(bit, place_fact(), OneOf(TRUE), True, False, False, _TEXT, (REGION,), cited)
