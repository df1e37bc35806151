"""All words of the knowledge base in one table, found in a text in one pass.

A word may have several senses (应届大学生 is a hired graduate's year, one's own year, a group of
trainees …); which of them is meant is for `senses` to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from policy_kb.vocabulary import Choice, Fact, Region, Vocabulary


@dataclass(frozen=True)
class Sense:
    """One meaning of a word.

    kind: `says` (states `value` of fact `target`), `choice` (names one of its values), `cue`
    (names the fact), `measure`, `region`, `elsewhere` (`target` is the id or name).
    """

    kind: str
    target: str
    value: Any = None


@dataclass(frozen=True)
class Hit:
    """A word at a place of the plain text."""

    start: int
    end: int
    word: str
    senses: tuple[Sense, ...]

    def covers(self, other: Hit) -> bool:
        """Whether the other word lies inside this longer one."""
        return (
            self.start <= other.start and other.end <= self.end and len(other.word) < len(self.word)
        )


class Lexicon:
    """Words with their senses. `plain` brings a word to the form in which texts are searched."""

    def __init__(self, entries: Iterable[tuple[str, Sense]], plain: Callable[[str], str]) -> None:
        self._senses: dict[str, list[Sense]] = defaultdict(list)
        for word, sense in entries:
            word = plain(word).strip()
            if word and sense not in self._senses[word]:
                self._senses[word].append(sense)
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._senses:
            lengths[word[0]].add(len(word))
        self._lengths = {first: tuple(sorted(found)) for first, found in lengths.items()}

    @property
    def words(self) -> Iterable[str]:
        """Every word, in its plain form."""
        return self._senses.keys()

    def find(self, text: str) -> list[Hit]:
        """Every occurrence of every word, overlapping ones too, by place and length."""
        return list(self._find(text))

    def senses(self, word: str) -> tuple[Sense, ...]:
        """The senses of a word in its plain form; none when it is not in the table."""
        return tuple(self._senses.get(word, ()))

    def _find(self, text: str) -> Iterator[Hit]:
        for start, first in enumerate(text):
            for length in self._lengths.get(first, ()):
                word = text[start : start + length]
                if len(word) == length and (senses := self._senses.get(word)):
                    yield Hit(start, start + length, word, tuple(senses))


def entries(vocabulary: Vocabulary) -> Iterator[tuple[str, Sense]]:
    """Every word of the vocabulary with a sense."""
    for fact in vocabulary.facts.values():
        yield from _of_fact(fact)
    for measure in vocabulary.measures.values():
        yield from _names(measure, Sense("measure", measure.id))
    for region in vocabulary.regions.values():
        yield from _names(region, Sense("region", region.id))
    for place in vocabulary.elsewhere:
        yield from _names(place, Sense("elsewhere", place.id))


def _of_fact(fact: Fact) -> Iterator[tuple[str, Sense]]:
    for saying in fact.says:
        for phrase in saying.phrases:
            yield phrase, Sense("says", fact.id, saying.value)
    for choice in fact.choices if fact.id != "received" else ():
        for word in choice.words:
            yield word, Sense("choice", fact.id, choice.id)
    for cue in fact.cues:
        yield cue, Sense("cue", fact.id)


def _names(named: Choice | Region, sense: Sense) -> Iterator[tuple[str, Sense]]:
    names = (
        (named.name, *named.synonyms) if isinstance(named, Choice) else (named.id, *named.aliases)
    )
    for name in names:
        yield name, sense
