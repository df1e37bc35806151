"""Numbers that cannot all be true: more people dismissed or hired than a firm has."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from actions.case import Case, Option
from actions.desk import Desk

MANY = 10
"""So many people dismissed, told by a number alone before it is known how many there are, may as
well be all of them."""

FAR = 3
"""A number so many times smaller than what it should be near to is asked back."""


class Doubted(NamedTuple):
    """A number asked back rather than noted: what to say, and the choices that make it clear."""

    text: str
    options: tuple[Option, ...]


def doubted(
    desk: Desk, case: Case, told: Mapping[str, Any], bare: bool = False
) -> dict[str, Doubted]:
    """Which of the facts told are more than the whole they are a part of (cues.yml).

    `bare`: they were told by a number and no word of what it counts.
    """
    known = {**case.facts, **told}
    found: dict[str, Doubted] = {}
    for name, wholes in desk.wording.cues["part_of"].items():
        if name not in told or case.facts.get(name) == told[name]:
            continue
        least = _end(told[name], "min")
        most = [end for whole in wholes if (end := _end(known.get(whole), "max")) is not None]
        if least is not None and most and least > max(most):
            found[name] = _asked_back(desk, name, told[name], {w: known.get(w) for w in wholes})
        elif bare and not most and least is not None and least >= MANY:
            found[name] = _which(desk, name, wholes[0], told[name])
    return found | (_far_below(desk, case, told) if bare else {})


def _far_below(desk: Desk, case: Case, told: Mapping[str, Any]) -> dict[str, Doubted]:
    """12 people, of a firm said to have insured two hundred: more likely a count of others."""
    found: dict[str, Doubted] = {}
    for name, others in desk.wording.cues["not_far_below"].items():
        most = _end(told.get(name), "max")
        ends = {n: end for n in others if (end := _end(case.facts.get(n), "min")) is not None}
        if most is not None and any(most * FAR < end for end in ends.values()):
            against = {n: case.facts[n] for n in ends}
            found[name] = _asked_back(desk, name, told[name], against, "doubted_less")
    return found


def _which(desk: Desk, part: str, whole: str, value: Any) -> Doubted:
    """四五十人, told when asked for those dismissed: the part, or the whole?"""
    said = [desk.fact_texts({name: value})[0] for name in (part, whole)]
    options = [
        {**desk.option("meant", said=text), "fact": name, "value": value}
        for name, text in zip((part, whole), said, strict=True)
    ]
    return Doubted(desk.say("did_you_mean", names=said), tuple(options))


def _asked_back(
    desk: Desk, name: str, value: Any, wholes: Mapping[str, Any], message: str = "doubted"
) -> Doubted:
    said = desk.fact_texts({name: value})[0]
    against = desk.fact_texts({n: v for n, v in wholes.items() if v is not None})
    option = desk.option("confirmed", said=said)
    text = desk.say(message, said=said, against=against)
    return Doubted(text, ({**option, "fact": name, "value": value},))


def _end(value: Any, end: str) -> float | None:
    """The upper or lower end of a number told; None where it is open or no number."""
    found = value.get(end) if isinstance(value, Mapping) else value
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None
