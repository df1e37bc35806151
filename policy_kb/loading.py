"""Loading: every file read, every problem of every file found, then all of it put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from policy_kb.base import KnowledgeBase
from policy_kb.build_facts import build_facts, unique
from policy_kb.build_measure import build_measure
from policy_kb.build_places import (
    build_documents,
    build_groups,
    build_industries,
    build_office,
    build_regions,
)
from policy_kb.check import check_overlaps, check_periods
from policy_kb.covering import coverage_problems
from policy_kb.errors import PolicyFileError, Problem
from policy_kb.lexicon import Lexicon, Scope
from policy_kb.model import Choice, Fact, Measure, Region
from policy_kb.schema_base import read_entry
from policy_kb.schema_measure import MeasureEntry
from policy_kb.schema_words import DocumentEntry, FactEntry, IndustriesFile, RegionsFile
from policy_kb.source import Source, read_source

HOME = Path(__file__).parent
_Entry = TypeVar("_Entry", bound=BaseModel)


def load(path: Path | None = None) -> KnowledgeBase:
    """The knowledge base in ``path`` (default: this package's own).

    Raises PolicyFileError with all problems found: file, line, what was expected, the mend.
    """
    base, problems = _read(path or HOME)
    if problems or base is None:
        raise PolicyFileError(problems)
    return base


def validate(path: Path | None = None) -> list[Problem]:
    """Every problem of the knowledge base in ``path``, by file and line; none if it is sound.

    Looks at the ledger and the doubts too, which :func:`load` does without.
    """
    root = path or HOME
    base, problems = _read(root)
    if base is not None:
        problems = [*problems, *coverage_problems(base, root)]
    return sorted(set(problems))


@dataclass
class Files:
    """The parsed sources of a knowledge base."""

    facts: Source
    industries: Source
    regions: Source
    documents: Source
    measures: dict[str, Source]

    def all(self) -> Iterator[Source]:
        """Every file."""
        yield from (self.facts, self.industries, self.regions, self.documents)
        yield from self.measures.values()


def _read(root: Path) -> tuple[KnowledgeBase | None, list[Problem]]:
    files = read_files(root)
    base = assemble(files)
    return base, [problem for source in files.all() for problem in source.problems]


def read_files(root: Path) -> Files:
    """The files in ``root``, parsed; what is wrong with their YAML is in the sources."""
    words = ("facts", "industries", "regions", "documents")
    facts, industries, regions, documents = (read_source(root / f"{n}.yml", root) for n in words)
    measures = {p.stem: read_source(p, root) for p in sorted((root / "measures").glob("*.yml"))}
    return Files(facts, industries, regions, documents, measures)


def assemble(files: Files) -> KnowledgeBase | None:
    """The base as far as it is sound; problems are reported in the sources."""
    facts = unique(files.facts, _list(files.facts, FactEntry))
    documents = unique(files.documents, _list(files.documents, DocumentEntry))
    industries = _one(files.industries, IndustriesFile)
    places = _one(files.regions, RegionsFile)
    entries = {name: _one(source, MeasureEntry) for name, source in files.measures.items()}
    if industries is None or places is None:
        return None
    regions = build_regions(files.regions, places)
    if sum(region.parent is None for region in regions.values()) != 1:
        files.regions.report(("regions",), "应当有且只有一个最上级地区", "只给它写 parent: null")
        return None
    papers = build_documents(files.documents, documents, regions)
    choices = {
        n: Choice(n, e.name, tuple(e.aliases), frozenset([n])) for n, e in entries.items() if e
    }
    words = build_facts(files.facts, facts, industries, choices)
    groups = build_groups(files.industries, industries, papers)
    lexicon = Lexicon(words, groups, papers, regions, choices)
    measures = [
        _measure(Scope(files.measures[name], lexicon), name, entry)
        for name, entry in entries.items()
        if entry
    ]
    measures.sort(key=lambda measure: (measure.order, measure.id))
    return KnowledgeBase(
        words, {measure.id: measure for measure in measures}, papers, regions,
        build_industries(files.industries, industries), groups,
        build_office(files.regions, places, words),
        frozenset(name for e in places.elsewhere for name in (e.name, *e.aliases)),
        _in_order([*words.values(), *lexicon.pairs.values()]), _by_name(regions),
    )  # fmt: skip


def _measure(scope: Scope, name: str, entry: MeasureEntry) -> Measure:
    measure = build_measure(scope, name, entry)
    check_periods(scope, measure)
    check_overlaps(scope, measure)
    return measure


def _list(source: Source, model: type[_Entry]) -> Iterator[tuple[int, _Entry]]:
    """The sound entries of a file that is one list, with their positions."""
    if source.data is None:
        return
    if not isinstance(source.data, list):
        source.report((), "最外层应当是以“- ”开头的列表", "每条前面加“- ”")
        return
    for at, data in enumerate(source.data):
        entry = read_entry(model, source, data, (at,))
        if entry is not None:
            yield at, entry


def _one(source: Source, model: type[_Entry]) -> _Entry | None:
    """A file that is one entry."""
    if source.data is None:
        if not source.problems:
            source.report((), "文件是空的", "写上内容，或删掉这个文件")
        return None
    return read_entry(model, source, source.data)


def _by_name(regions: Mapping[str, Region]) -> dict[str, Region]:
    """The regions by full name and alias; a name shared by two is nobody's alias."""
    found = dict(regions)
    shared: set[str] = set()
    for region in regions.values():
        for alias in region.aliases:
            if alias in found and found[alias] is not region:
                shared.add(alias)
            found.setdefault(alias, region)
    for alias in shared - set(regions):
        del found[alias]
    return found


def _in_order(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that follow from others, each after those it follows from."""
    waiting = {fact.id: fact for fact in facts if fact.derivation}
    ordered: dict[str, Fact] = {}
    while waiting:
        ready = [
            fact
            for fact in waiting.values()
            if fact.derivation and not any(name in waiting for name in fact.derivation.inputs)
        ]
        if not ready:
            break
        for fact in ready:
            ordered[fact.id] = waiting.pop(fact.id)
    return tuple(ordered.values())
