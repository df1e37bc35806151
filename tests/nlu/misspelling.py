"""How sure a likeness in sound must be: misspelt names and innocent words, by threshold.

Names in misspelt.yml were misspelt by hand; as many more are made from the names of the knowledge
base: one character by another of the same or a like sound, left out, or changing places.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.extractor import Extractor
from bot.nlu.sounds import like, load_sounds
from policy_kb.vocabulary import load_vocabulary

FILE = Path(__file__).parent / "misspelt.yml"
THRESHOLDS = (0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95)
_SHORTEST = 4
_COMMON = 3
"""Of the characters of one sound only the first few are in anybody's hands."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the measure it means (None: none) and how it came to be: hand, made or innocent."""

    text: str
    measure: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """At one threshold: shares found by hand and made, precision, shares of false alarms."""

    threshold: float
    by_hand: float
    made: float
    precision: float
    false_alarms: float


def cases() -> list[Case]:
    """Every misspelling and every innocent text."""
    data: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    by_hand = [Case(t, m, "hand") for m, texts in data["misspelt"].items() for t in texts]
    return [*by_hand, *_made(), *(Case(text, None, "innocent") for text in data["innocent"])]


def by_threshold(found: Sequence[Case] | None = None) -> list[Row]:
    """What is gained and lost by taking likenesses of each threshold and above."""
    extractor = Extractor(load_vocabulary())
    read = [(case, _best(extractor, case)) for case in found or cases()]
    return [_row(read, threshold) for threshold in THRESHOLDS]


def _row(read: Sequence[tuple[Case, Mapping[str, float]]], threshold: float) -> Row:
    def share(kind: str) -> float:
        of = [(case, scores) for case, scores in read if case.kind == kind]
        right = [1 for case, scores in of if scores.get(case.measure or "", 0) >= threshold]
        return len(right) / max(len(of), 1)

    taken = [
        (case, scores) for case, scores in read if max(scores.values(), default=0) >= threshold
    ]
    right = [1 for case, scores in taken if scores.get(case.measure or "", 0) >= threshold]
    innocent = [case for case, _ in read if case.kind == "innocent"]
    alarms = [case for case, _ in taken if case.kind == "innocent"]
    return Row(
        threshold,
        share("hand"),
        share("made"),
        len(right) / max(len(taken), 1),
        len(alarms) / max(len(innocent), 1),
    )


def _best(extractor: Extractor, case: Case) -> dict[str, float]:
    """The score of each measure read; in an innocent text only of those found by their sound."""
    scores: dict[str, float] = {}
    for entity in extractor.read(case.text).entities:
        heard = entity.kind == "measure" and entity.value["matched"] not in case.text
        if heard or (entity.kind == "measure" and case.measure):
            name, score = str(entity.value["measure"]), float(entity.value["score"])
            scores[name] = max(scores.get(name, 0.0), score)
    return scores


def _made() -> Iterator[Case]:
    """Names changed in one place, a different place and manner for each name."""
    same, near = _by_sound()
    known = {word for one in load_vocabulary().measures.values() for word in one.words}
    for measure in load_vocabulary().measures.values():
        for turn, name in enumerate(word for word in measure.words if len(word) >= _SHORTEST):
            at = (turn * 2 + 1) % (len(name) - 1)
            manners = (
                _put(name, at, same.get(name[at], "")),
                _put(name, at + 1, near.get(name[at + 1], "")),
                name[:at] + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            )
            text = manners[turn % len(manners)]
            if text and text not in known and text != name:
                yield Case(text, measure.id, "made")


def _put(name: str, at: int, character: str) -> str:
    return name[:at] + character + name[at + 1 :] if character else ""


def _by_sound() -> tuple[dict[str, str], dict[str, str]]:
    """For each character another of the same sound, and one of a like sound."""
    of_sound: dict[str, list[str]] = defaultdict(list)
    sounds = load_sounds()
    for character, syllables in sounds.items():
        for syllable in syllables:
            of_sound[syllable].append(character)
    same, near = {}, {}
    for character, syllables in sounds.items():
        syllable = min(syllables)
        others = [c for c in of_sound[syllable][: _COMMON + 1] if c != character]
        alike = [
            c
            for other, characters in sorted(of_sound.items())
            if other != syllable and like(other) == like(syllable)
            for c in characters[:1]
        ]
        if others:
            same[character] = others[len(character.encode()) % len(others)]
        if alike:
            near[character] = alike[0]
    return same, near
