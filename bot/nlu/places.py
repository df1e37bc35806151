"""Places named in a text: ours by their full name, others as elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.nlu import clauses
from bot.nlu.context import Cues
from bot.nlu.lexicon import Hit
from bot.nlu.text import Text
from policy_kb.vocabulary import Vocabulary

_PART_OF_NAME = re.compile(
    r"大学|学院|银行|师范|农业|工业大|医科|财经|科技大|日报|航空|电视|人社app"
)
"""内蒙古大学 is no place to judge by."""
_WHOLE = {"自治区", "全区", "首府", "本区", "自治区本级"}
"""Words that name a place only when they are all that is said."""


@dataclass(frozen=True)
class Place:
    """A place; `value` is {"region": full name} or {"elsewhere": name}."""

    value: Mapping[str, str]
    start: int
    end: int


def find(text: Text, vocabulary: Vocabulary, cues: Cues) -> list[Place]:
    """Every place by position; of 通辽市科尔沁区 only the narrower is given.

    Where one only comes from (户口在甘肃, 从北京回来) is no place to judge by: it is given only
    where it is ours and no other is named.
    """
    ours = [h for h in text.hits if any(s.kind in ("region", "elsewhere") for s in h.senses)]
    kept = [h for h in ours if _counts(text.text, h, ours, text.boundaries, text.bare)]
    settled = [h for h in kept if not _is_weighed(text, h)]  # 去包头办还是通辽办
    lived = [h for h in settled if not _is_origin(text, h, cues)]
    places = [
        Place({sense.kind: sense.target}, hit.start, hit.end)
        for hit in lived or [h for h in settled if h.senses[0].kind == "region"]
        for sense in hit.senses[:1]
    ]
    named = {place.value.get("region") for place in places}
    wider = {vocabulary.regions[name].parent for name in named if name}
    wider |= {vocabulary.regions[name].parent for name in wider if name}
    return [place for place in places if place.value.get("region") not in wider - {None}]


def _is_weighed(text: Text, hit: Hit) -> bool:
    """Whether a place is one of those somebody asks to choose from."""
    clause = text.clause_at(hit.start)
    return "还是" in clause.text and bool(clauses.is_question(clause.text))


def _is_origin(text: Text, hit: Hit, cues: Cues) -> bool:
    if cues.settled.match(text.text, hit.end):
        return False  # 河北户口在河北交的社保
    before = text.before(hit.start)
    led, followed = cues.origin.before.search(before), cues.origin.after.match(text.text, hit.end)
    return bool(led or followed) and text.bare != hit.word


def _counts(text: str, hit: Hit, others: list[Hit], boundaries: frozenset[int], bare: str) -> bool:
    if any(other.covers(hit) for other in others):
        return False
    if hit.word in _WHOLE:
        return bare == hit.word
    if _PART_OF_NAME.match(text, hit.end):
        return False
    if len(hit.word) > 2:
        return True
    return {hit.start, hit.end} <= boundaries or hit.start == 0
