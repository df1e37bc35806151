"""The search behind the one box: names, sounds, typing slips, documents, clauses, places, facts.

``Finder(kb).find(text)`` gives hits best first; a score of ``SURE`` or more means that the text is
that thing and nothing else, so Enter may choose it. Needs no engine and no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.console.search import index
from bot.console.search.papers import Paper, plain, read_paper, same_clause
from bot.console.search.sounds import said, smoothed, sound
from policy_kb import KnowledgeBase

SURE = 0.9
"""From here on the text is the thing's name, sound, initials or number as a whole."""

LEAST = 0.45
SHOWN = 8

_CALL = re.compile(r"^(?:\d{8}-)?\d{4}$")
_NUMBER = re.compile(r"^\d{1,3}$")
_LETTERS = re.compile(r"^[a-z0-9]*[a-z][a-z0-9]*$")
_WORTH = {"measure": 0.0, "region": -0.02, "fact": -0.06}
_SLIPS = 0.62  # likeness below which a typed name is something else


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. ``matched`` is what it was found by, ``clause`` of a document or empty."""

    kind: str  # measure, document, clause, region, fact or call
    id: str
    score: float
    matched: str = ""
    clause: str = ""
    measures: tuple[str, ...] = ()


class Finder:
    """Looks things up in one knowledge base; answers within a few milliseconds."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._index = index.build(kb)
        self.find = lru_cache(maxsize=2048)(self._find)

    def _find(self, text: str, limit: int = SHOWN) -> tuple[Hit, ...]:
        """At most ``limit`` hits for what was typed, best first."""
        typed = text.strip()[:200]
        wanted = said(typed)
        if not wanted:
            return ()
        found = {(hit.kind, hit.id, hit.clause): hit for hit in reversed(self._papers(typed))}
        if _CALL.match(typed):
            found["call", typed, ""] = Hit("call", typed, 0.95 if "-" in typed else 0.5)
        for name in self._index.names:
            score = _score(wanted, name) + (_WORTH[name.kind] if wanted != name.plain else 0)
            kept = found.get((name.kind, name.id, ""))
            if score >= LEAST and (kept is None or score > kept.score):
                hit = Hit(name.kind, name.id, score - name.rank * 1e-3, name.text)
                found[name.kind, name.id, ""] = hit
        ranked = sorted(found.values(), key=lambda hit: -hit.score)
        return tuple(ranked[:limit])

    def clauses_of(self, document: str) -> list[index.Clause]:
        """The document's clauses that grant something, in their order."""
        return [one for one in self._index.clauses if one.document.id == document]

    def _papers(self, typed: str) -> list[Hit]:
        paper = read_paper(f"{typed}号" if _NUMBER.match(typed) else typed)
        if paper is None:
            return self._titled(typed)
        known = [one for one in self._kb.documents.values() if paper.means(one.number)]
        hits = [hit for document in known for hit in self._clauses(document.id, paper)]
        if paper.clause and hits:
            return hits
        sure = len(known) == 1 and not paper.clause
        hits = [] if paper.clause else hits
        return [*(Hit("document", one.id, 0.97 if sure else 0.89) for one in known), *hits]

    def _clauses(self, document: str, paper: Paper) -> list[Hit]:
        fitting = [
            one
            for one in self._index.clauses
            if one.document.id == document
            and (not paper.clause or same_clause(paper.clause, one.clause))
        ]
        score = 0.98 if paper.clause and len(fitting) == 1 else 0.8
        return [
            Hit("clause", document, score - at * 1e-3, clause=one.clause,
                measures=tuple(measure.id for measure in one.measures))
            for at, one in enumerate(fitting)
        ]  # fmt: skip

    def _titled(self, typed: str) -> list[Hit]:
        """Documents by a piece of their title."""
        wanted = plain(typed)
        if len(wanted) < 4:
            return []
        papers = self._kb.documents.values()
        return [Hit("document", one.id, 0.7) for one in papers if wanted in plain(one.title)]


def _score(wanted: str, name: index.Name) -> float:
    """How surely ``wanted`` is the name, 0 to 1."""
    if wanted == name.plain:
        return 1.0
    if _LETTERS.match(wanted):
        return _by_letters(wanted, name)
    if wanted in name.plain:
        return (0.86 if name.plain.startswith(wanted) else 0.8) + 0.03 * _share(wanted, name)
    heard = sound(wanted)
    if len(wanted) > 1 and heard.whole == name.sound.whole:
        return 0.95
    if any(c.isascii() and c.isalpha() for c in wanted) and heard.initials & name.sound.initials:
        return 0.91
    if len(name.plain) > 2 and name.plain in wanted:
        return _inside(wanted, name)
    return _likeness(wanted, name)


def _inside(wanted: str, name: index.Name) -> float:
    """A name within what was typed: in a sentence it is what is meant, in a name only a part."""
    if len(wanted) > len(name.plain) + 3:
        return 0.7 + 0.01 * min(len(name.plain), 9)
    return 0.5 + 0.2 * len(name.plain) / len(wanted)


def _share(wanted: str, name: index.Name) -> float:
    return len(wanted) / len(name.plain)


def _by_letters(wanted: str, name: index.Name) -> float:
    """Pinyin in full or by initials, begun or with a slip."""
    own = name.sound
    if wanted in (own.whole, *own.initials):
        return 0.96
    if smoothed(wanted) == own.smooth:
        return 0.93
    if len(wanted) < 2:
        return 0.5 if any(way.startswith(wanted) for way in own.initials) else 0.0
    begins = any(way.startswith(wanted) for way in own.initials) or own.whole.startswith(wanted)
    if begins:
        return 0.84
    if any(wanted in way for way in own.initials):
        return 0.78
    if len(wanted) > 4 and wanted in own.whole:
        return 0.76
    near = fuzz.ratio(smoothed(wanted), own.smooth) / 100 if len(wanted) > 4 else 0.0
    begun = max((fuzz.ratio(wanted, way) / 100 for way in own.initials), default=0.0)
    best = max(near, begun * 0.9 if len(wanted) > 3 else 0.0)
    return 0.75 * best if best >= 0.7 else 0.0


def _likeness(wanted: str, name: index.Name) -> float:
    """A slip of the keyboard or the ear: by characters and by sound, in a name or around it."""
    if len(wanted) < 2 or len(name.plain) < 3 or name.kind == "fact":
        return 0.0
    heard = sound(wanted).smooth
    if len(wanted) > len(name.plain) + 3:
        inside = fuzz.partial_ratio(name.sound.smooth, heard, score_cutoff=90) / 100
        return 0.66 * inside if len(name.plain) > 3 else 0.0
    like = max(fuzz.ratio(wanted, name.plain), fuzz.ratio(heard, name.sound.smooth) * 0.97) / 100
    return 0.78 * like if like >= _SLIPS else 0.0
