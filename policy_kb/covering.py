"""Whether every clause and every open point of the documents is accounted for.

The ledger outlines each document; a clause names the measures whose provisions carry it, or says
why it grants nothing. The doubts are the points where documents conflict or are silent; whatever
a doubt touches says so in its notes. Both are read apart from the rules, which judge without them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from policy_kb.base import KnowledgeBase
from policy_kb.check_ledger import check_doubts, check_ledger
from policy_kb.errors import PolicyFileError, Problem
from policy_kb.schema_base import Entry, read_entry
from policy_kb.schema_ledger import ClauseEntry, DoubtEntry
from policy_kb.source import Source, read_source

HOME = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document, or one matter of it; ``measures`` ids carry it, else a reason."""

    document: str
    clause: str
    title: str
    measures: tuple[str, ...]
    grants_nothing: str | None
    completes: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """An open point; ``touches`` are measure ids, each with the documents it is touched under."""

    number: int
    text: str
    touches: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The outlines by document id, each in the order of its text, and the doubts by number."""

    outlines: Mapping[str, tuple[Clause, ...]]
    doubts: Mapping[int, Doubt]

    def clauses_of(self, measure: str) -> tuple[Clause, ...]:
        """The clauses that the measure carries."""
        return tuple(c for each in self.outlines.values() for c in each if measure in c.measures)


def coverage(base: KnowledgeBase, path: Path | None = None) -> Coverage:
    """The ledger and the doubts in ``path`` (default: this package's own), held against ``base``.

    Raises PolicyFileError with every clause, provision, doubt and note that is unaccounted for.
    """
    found, problems = _read(base, path or HOME)
    if problems:
        raise PolicyFileError(problems)
    return found


def coverage_problems(base: KnowledgeBase, path: Path) -> list[Problem]:
    """Everything unaccounted for; nothing if ``path`` keeps neither ledger nor doubts."""
    kept = (path / "ledger").is_dir() or (path / "doubts.yml").exists()
    return _read(base, path)[1] if kept else []


def _read(base: KnowledgeBase, root: Path) -> tuple[Coverage, list[Problem]]:
    names = {path.stem for path in (root / "ledger").glob("*.yml")} | _outlined(base)
    files = {name: read_source(root / "ledger" / f"{name}.yml", root) for name in sorted(names)}
    papers = {name: _entries(source, ClauseEntry) for name, source in files.items()}
    register = read_source(root / "doubts.yml", root)
    doubts = _entries(register, DoubtEntry)
    for name, source in files.items():
        check_ledger(base, source, name, papers[name])
    check_doubts(base, register, doubts)
    outlines = {name: _clauses(name, entries.values()) for name, entries in papers.items()}
    found = Coverage(outlines, {e.number: _doubt(e) for e in doubts.values()})
    return found, [problem for each in (*files.values(), register) for problem in each.problems]


def _outlined(base: KnowledgeBase) -> set[str]:
    """The documents that must have an outline: those that grant, and those that pass them on."""
    granting = {p.document.id for measure in base.measures.values() for p in measure.provisions}
    return granting | {d.id for d in base.documents.values() if d.forwards}


def _entries(source: Source, model: type[Entry]) -> dict[int, Entry]:
    """The sound entries of the file by their position."""
    if not isinstance(source.data, list):
        if not source.problems:
            source.report((), "最外层应当是以“- ”开头的列表", "每条前面加“- ”")
        return {}
    read = {at: read_entry(model, source, data, (at,)) for at, data in enumerate(source.data)}
    return {at: entry for at, entry in read.items() if entry is not None}


def _clauses(document: str, entries: Iterable[ClauseEntry]) -> tuple[Clause, ...]:
    return tuple(
        Clause(document, e.clause, e.title, tuple(e.provisions), e.grants_nothing, e.completes)
        for e in entries
    )


def _doubt(entry: DoubtEntry) -> Doubt:
    touches = {name: tuple(documents) for name, documents in entry.touches.items()}
    return Doubt(entry.number, entry.text, touches)
