"""The one or two remarks of a measure's documents that a question is about, by shared words."""

import re
from collections.abc import Sequence

from actions import describe
from actions.desk import Desk
from policy_kb import Verdict

MOST = 2
"""More remarks than these are not read."""


def pertinent(desk: Desk, verdict: Verdict, text: str) -> list[str]:
    """The remarks sharing most word pairs with the text; none where they share none."""
    remarks = list(dict.fromkeys(describe.yuan(note.rstrip("。")) for note in _remarks(verdict)))
    if any(cue in text for cue in desk.wording.cues["tell_more"]):
        return remarks[:MOST]
    names = (measure.name for measure in desk.kb.measures.values())  # 培训 is in every other note
    common = {pair for name in names for pair in _pairs(name)} | set(desk.wording.cues["common"])
    asked = {p for p in _pairs(text, desk.wording.cues["function"]) if p not in common}
    shared = {remark: sum(pair in remark for pair in asked) for remark in remarks}
    best = max(shared.values(), default=0)
    found = [r for r in remarks if best and shared[r] * 2 > best]
    return sorted(found, key=lambda remark: -shared[remark])[:MOST]


def _remarks(verdict: Verdict) -> Sequence[str]:
    apply = verdict.apply or {}
    said = [apply[key] for key in ("if_not_paid", "pending") if apply.get(key)]
    return [*verdict.notes, *(apply.get("steps") or ()), *said]


def _pairs(text: str, function: str = "") -> set[str]:
    """Every two characters that stand side by side, words that only join others left out."""
    stretches = re.split(rf"[^\w]+{'|' + function if function else ''}", text)
    return {s[i : i + 2] for s in stretches if s for i in range(len(s) - 1)}
