"""The search behind the one box: names, sounds, typing slips, documents, clauses, places, facts.

``Finder(kb).find(text)`` gives hits best first; a score of ``SURE`` or more means that the text is
that thing and nothing else, so Enter may choose it. Needs no engine and no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.console.search import index
from bot.console.search.papers import Paper, plain, read_paper, same_clause
from bot.console.search.scoring import Wanted, score
from policy_kb import KnowledgeBase

SURE = 0.9
"""From here on the text is the thing's name, sound, initials or number as a whole."""

LEAST = 0.45
SHOWN = 8

_CALL = re.compile(r"^(?:\d{8}-)?\d{4}$")
_NUMBER = re.compile(r"^\d{1,3}$")
_WORTH = {"measure": 0.0, "region": -0.02, "fact": -0.06}


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
        wanted = Wanted.of(typed)
        if not wanted.plain:
            return ()
        found = {(hit.kind, hit.id, hit.clause): hit for hit in reversed(self._papers(typed))}
        if _CALL.match(typed):
            found["call", typed, ""] = Hit("call", typed, 0.95 if "-" in typed else 0.5)
        for name in self._index.names:
            sure = score(wanted, name) + (_WORTH[name.kind] if wanted.plain != name.plain else 0)
            if sure < LEAST:
                continue
            kept = found.get((name.kind, name.id, ""))
            if kept is None or sure > kept.score:
                hit = Hit(name.kind, name.id, sure - name.rank * 1e-3, name.text)
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
