"""The documents' own words, where the bureau has supplied the files (``POLICYBOT_DOCUMENTS``).

``Library(folder).excerpt(document, clause)`` finds the file of a document by its number (in the
file's name, or where the text states it as its own) and the clause in it. The project ships no
documents: without a folder there are no excerpts, and a file that cannot be read is passed over.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import Path

from bot.documents import clauses
from bot.documents.files import Stamp, read, spelt, stamps
from policy_kb.model import Document

_CLAUSE = re.compile(r"^([一二三四五六七八九十]*)(?:（([一二三四五六七八九十]+)）)?(\d*)$")
_HEAD = 40  # lines at the top of a file in which it states what it is


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A clause's own text and the name of the file that it stands in."""

    text: str
    file: str


@dataclass(frozen=True, slots=True)
class _File:
    stamp: Stamp
    name: str
    lines: tuple[str, ...]  # as spelt for comparing
    clauses: dict[clauses.Key, str]


class Library:
    """The folder's files, read once and again when they change. May be used from any thread."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files: dict[Path, _File | None] = {}
        self._lock = threading.Lock()

    @property
    def supplied(self) -> bool:
        """Whether the bureau has named a folder."""
        return self._folder is not None

    def excerpt(self, document: Document, clause: str | None) -> Excerpt | None:
        """The clause in the document's own words; None where no file has it. Reads files."""
        key = _key(clause or "")
        if self._folder is None or key is None or not (document.number or document.title):
            return None
        ranked = sorted(self._read(), key=lambda file: -_likeness(file, document))
        for file in ranked:
            if _likeness(file, document) and (text := file.clauses.get(key)):
                return Excerpt(text, file.stamp.path.name)
        return None

    def _read(self) -> list[_File]:
        assert self._folder is not None
        with self._lock:
            found = {}
            for stamp in stamps(self._folder):
                known = self._files.get(stamp.path)
                fresh = known is not None and known.stamp == stamp
                found[stamp.path] = known if fresh else _opened(stamp)
            self._files = found
            return [file for file in found.values() if file is not None]


def _opened(stamp: Stamp) -> _File | None:
    text = read(stamp.path)
    if text is None:
        return None
    lines = tuple(line for raw in text.splitlines() if (line := spelt(raw)))
    return _File(stamp, spelt(stamp.path.stem), lines, clauses.split(text))


def _likeness(file: _File, document: Document) -> int:
    """How surely the file is the document: by name, by its own number, by a number in its head."""
    number, title = spelt(document.number or ""), spelt(document.title)
    named = (number, spelt(document.id), spelt(document.title))
    if any(one and one in file.name for one in named):
        return 4
    if number and number in file.lines:
        return 3
    if number and any(number in line for line in file.lines[:_HEAD]):
        return 2
    return 1 if title in "".join(file.lines[:_HEAD]) else 0


def _key(clause: str) -> clauses.Key | None:
    found = _CLAUSE.match(clause)
    return (found[1], found[2] or "", found[3]) if found and clause else None
