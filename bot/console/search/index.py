"""What the one box can find, prepared once: names with their sounds, documents, clauses, facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.console.search.papers import NUMERALS, split_clause
from bot.console.search.sounds import Sound, said, sound
from policy_kb import KnowledgeBase
from policy_kb.model import Document, Measure


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a thing of some kind; ``rank`` 0 is its own name, more are aliases."""

    kind: str  # measure, region or fact
    id: str
    text: str
    plain: str
    sound: Sound
    rank: int
    order: int


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a document with the measures it grants."""

    document: Document
    clause: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Index:
    """Everything to look in; made from a knowledge base, never changed."""

    names: tuple[Name, ...]
    clauses: tuple[Clause, ...]


def build(kb: KnowledgeBase) -> Index:
    """The index of a knowledge base (some milliseconds)."""
    return Index(tuple(_names(kb)), tuple(_clauses(kb)))


def _names(kb: KnowledgeBase) -> Iterator[Name]:
    for order, measure in enumerate(kb.measures.values()):
        for rank, text in enumerate((measure.name, *measure.aliases)):
            yield _name("measure", measure.id, text, rank, order)
    for order, region in enumerate(kb.regions.values()):
        for rank, text in enumerate((region.name, *region.aliases)):
            yield _name("region", region.name, text, rank, order)
    for order, fact in enumerate(kb.facts.values()):
        if fact.told:
            yield _name("fact", fact.id, fact.name, 0, order)


def _name(kind: str, id: str, text: str, rank: int, order: int) -> Name:
    return Name(kind, id, text, said(text), sound(text), rank, order)


def _clauses(kb: KnowledgeBase) -> Iterator[Clause]:
    found: dict[tuple[str, str], list[Measure]] = {}
    for measure in kb.measures.values():
        for one in measure.provisions:
            found.setdefault((one.document.id, one.citation.clause or ""), []).append(measure)
    for (document, clause), measures in sorted(found.items(), key=lambda pair: _order(*pair[0])):
        yield Clause(kb.documents[document], clause, tuple(dict.fromkeys(measures)))


def _order(document: str, clause: str) -> tuple[object, ...]:
    """Clauses as they stand in their document: 三（一）1 before 三（二）4 before 三（四）16."""
    part, section, item = split_clause(clause)
    places = [NUMERALS.find(one) for one in (part, section)]
    return document, *places, int(item or 0)
