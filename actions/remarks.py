"""What a measure's documents say of one point: 利息多少, 没对公账户咋办, 要不要反担保.

Such questions are about a remark, not about the measure as a whole: the remark alone is the answer,
or that the documents are silent on it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions import describe
from actions.desk import Desk, verdict_reply
from actions.understanding import Reading
from actions.words import Reply
from policy_kb import Verdict

MOST = 3
"""More remarks than these are no answer to one question."""


def on_the_point(desk: Desk, verdicts: Sequence[Verdict], reading: Reading) -> list[Reply]:
    """The remarks on what the message asks about, of each measure that has any; or that there are
    none; nothing where it asks about no such point."""
    points = _points(desk, reading.text)
    if not points or not verdicts:
        return []
    found = {v.measure.id: _remarks(desk, v, points) for v in verdicts}
    chosen = [v for v in verdicts if found[v.measure.id]]
    if not chosen and not set(points) & set(desk.wording.cues["silent"]):
        return []
    alike: dict[tuple[str, ...], list[Verdict]] = {}
    for verdict in chosen or verdicts[:1]:
        alike.setdefault(tuple(found[verdict.measure.id][:MOST]), []).append(verdict)
    return [_reply(desk, remarks, group) for remarks, group in alike.items()]


def asked_of_one(desk: Desk, text: str, focus: Sequence[str]) -> bool:
    """Whether a text asks about such a point while measures are in question."""
    return bool(focus) and bool(_points(desk, text))


def _reply(desk: Desk, remarks: Sequence[str], verdicts: Sequence[Verdict]) -> Reply:
    """The remarks, with every measure they are about."""
    data = [verdict.to_json() for verdict in verdicts]
    text = desk.say("remark", verdicts=data, remarks=remarks)
    return verdict_reply(verdicts[0].measure.id, text, "remark")


def _points(desk: Desk, text: str) -> list[str]:
    """The points of cues.yml that the text asks about, as patterns over the remarks."""
    cues: Mapping[str, Any] = desk.wording.cues["points"]
    return [point for point, words in cues.items() if any(word in text for word in words)]


def _remarks(desk: Desk, verdict: Verdict, points: Sequence[str]) -> list[str]:
    said = dict.fromkeys(describe.yuan(text) for text in _texts(verdict))
    return [text for text in said if any(re.search(point, text) for point in points)]


def _texts(verdict: Verdict) -> Iterator[str]:
    """Everything in words that is not a condition."""
    yield from (note.rstrip("。") for note in verdict.notes)
    apply = verdict.apply or {}
    yield from apply.get("steps") or ()
    yield from (apply[key] for key in ("if_not_paid", "pending") if apply.get(key))
    if verdict.amount:
        yield verdict.amount.text
    yield from (c.text for c in verdict.conditions)
