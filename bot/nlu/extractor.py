"""From a text to what it says: the entities of the understanding, by rule and in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Mapping

from bot.nlu import lexicon, normalise, segment
from policy_kb.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True)
class Entity:
    """Something a text says; the span is of the original text."""

    kind: str
    value: Mapping[str, Any]
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """All that was read in one text. `tokens` are (start, end, stand-in) for the classifier."""

    entities: tuple[Entity, ...]
    tokens: tuple[tuple[int, int, str], ...] = ()
    evidence: tuple[float, ...] = ()
    is_noise: bool = False


class Extractor:
    """Reads texts with the words of a vocabulary; cheap to call, costly to make (about 1 s)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._normaliser = normalise.Normaliser(normalise.load_simplified())
        self._lexicon = lexicon.Lexicon(
            lexicon.entries(vocabulary), lambda word: self._normaliser.plain(word).text
        )
        self.read: Callable[[str], Reading] = lru_cache(maxsize=64)(self._read)

    def _read(self, text: str) -> Reading:
        plain = self._normaliser.plain(text)
        entities, marks = [], []
        end = 0
        for hit in sorted(self._lexicon.find(plain.text), key=lambda h: (h.start, -h.end)):
            for sense in hit.senses:
                if hit.start < end or sense.kind not in ("measure", "region", "elsewhere"):
                    continue
                value = {sense.kind: sense.target}
                if sense.kind == "measure":
                    value.update(score=1.0, matched=hit.word)
                a, b = plain.original(hit.start, hit.end)
                entities.append(Entity("measure" if sense.kind == "measure" else "region", value, a, b))
                marks.append((a, b, {"measure": "政策", "region": "地名", "elsewhere": "外地"}[sense.kind]))
            if any(s.kind in ("measure", "region", "elsewhere") for s in hit.senses):
                end = max(end, hit.end)
        return Reading(tuple(entities), tuple(_tokens(text, marks)), (float(bool(entities)),), not any(c.isalnum() for c in text))


def _tokens(text, marks):
    at = 0
    for start, end, mark in [*marks, (len(text), len(text), "")]:
        if start < at:
            continue
        yield from ((i, i + 1, text[i]) for i in range(at, start) if not text[i].isspace())
        if end > start:
            yield start, end, mark
        at = end


@lru_cache(maxsize=1)
def default_extractor() -> Extractor:
    """The extractor over this repository's own knowledge base, made once per process."""
    return Extractor(load_vocabulary())
