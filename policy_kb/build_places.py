"""From documents.yml, regions.yml and industries.yml to what they describe."""

from collections.abc import Mapping, Sequence
from typing import Any

from policy_kb.errors import FactError
from policy_kb.intake import read_value
from policy_kb.model import Citation, Document, Fact, Group, Industry, OfficeFact, Region
from policy_kb.schema_base import nearest
from policy_kb.schema_words import DocumentEntry, IndustriesFile, RegionsFile
from policy_kb.source import Source
from policy_kb.values import Value


def build_documents(
    source: Source, entries: Mapping[str, tuple[int, DocumentEntry]], regions: Mapping[str, Region]
) -> dict[str, Document]:
    """Every document; its relations and region must exist."""
    for at, entry in entries.values():
        if entry.region not in regions:
            source.report(
                (at, "region"), f"没有地区“{entry.region}”", nearest(entry.region, regions)
            )
        for position, relation in enumerate(entry.relations):
            loc = (at, "relations", position, relation.kind)
            if relation.target not in entries:
                source.report(
                    loc, f"没有文件“{relation.target}”", nearest(relation.target, entries)
                )
    return {name: _document(entry) for name, (_, entry) in entries.items()}


def _document(entry: DocumentEntry) -> Document:
    targets: dict[str, list[str]] = {"forwards": [], "implements": [], "amends": []}
    for relation in entry.relations:
        targets[relation.kind].append(relation.target)
    return Document(
        entry.id, entry.number, entry.title, entry.short, tuple(entry.issuers), entry.region,
        entry.issued, entry.issued_precision, entry.in_force_from or entry.issued,
        tuple(entry.notes), *(tuple(names) for names in targets.values()),
    )  # fmt: skip


def build_regions(source: Source, file: RegionsFile) -> dict[str, Region]:
    """Every region with the chain of those around it."""
    parents = {entry.name: entry.parent for entry in file.regions}
    found: dict[str, Region] = {}
    for at, entry in enumerate(file.regions):
        loc = ("regions", at)
        if entry.name in found:
            source.report(loc, f"地区“{entry.name}”写了两次", "去掉一个")
        if entry.parent is not None and entry.parent not in parents:
            source.report(
                (*loc, "parent"), f"没有地区“{entry.parent}”", nearest(entry.parent, parents)
            )
        chain = _chain(entry.name, parents)
        found[entry.name] = Region(
            entry.name, tuple(entry.aliases), entry.level, entry.parent, chain
        )
    return found


def _chain(name: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    chain = [name]
    while (parent := parents.get(chain[-1])) and parent not in chain:
        chain.append(parent)
    return tuple(chain)


def build_groups(
    source: Source, file: IndustriesFile, documents: Mapping[str, Document]
) -> dict[str, Group]:
    """The groups of industries; their members and citations must exist."""
    known = {entry.id for entry in file.industries}
    groups: dict[str, Group] = {}
    for name, entry in file.groups.items():
        for member in entry.members:
            if member not in known:
                source.report(
                    ("groups", name, "members"), f"没有行业“{member}”", nearest(member, known)
                )
        cited = entry.citation
        document = documents.get(cited.document) if cited else None
        if cited and document is None:
            loc = ("groups", name, "citation")
            source.report(loc, f"没有文件“{cited.document}”", nearest(cited.document, documents))
        citation = (
            Citation(document.id, document.number, cited.clause) if cited and document else None
        )
        groups[name] = Group(name, entry.name, frozenset(entry.members), citation)
    return groups


def build_industries(source: Source, file: IndustriesFile) -> dict[str, Industry]:
    """The industries; each named row of the size table must exist."""
    found: dict[str, Industry] = {}
    for at, e in enumerate(file.industries):
        loc = ("industries", at)
        if e.id in found:
            source.report(loc, f"行业“{e.id}”写了两次", "去掉一个")
        if e.size_class is not None and e.size_class not in file.size_table:
            source.report(
                (*loc, "size_class"),
                f"没有“{e.size_class}”这一行",
                nearest(e.size_class, file.size_table),
            )
        found[e.id] = Industry(e.id, e.name, e.gbt4754, e.size_class, tuple(e.synonyms))
    return found


def build_office(
    source: Source, file: RegionsFile, facts: Mapping[str, Fact]
) -> tuple[OfficeFact, ...]:
    """What only the office knows; places, facts and values must be sound."""
    names: Sequence[str] = [entry.name for entry in file.regions]
    found: list[OfficeFact] = []
    for at, entry in enumerate(file.office):
        loc = ("office", at)
        fact = facts.get(entry.fact)
        if entry.region not in names:
            source.report(
                (*loc, "region"), f"没有地区“{entry.region}”", nearest(entry.region, names)
            )
        if fact is None:
            source.report((*loc, "fact"), f"没有事实“{entry.fact}”", nearest(entry.fact, facts))
            continue
        value = _office_value(source, (*loc, "value"), fact, entry.value)
        if value is not None:
            found.append(OfficeFact(entry.region, entry.fact, value, entry.from_, entry.to))
    return tuple(found)


def _office_value(
    source: Source, loc: tuple[str | int, ...], fact: Fact, given: Any
) -> Value | None:
    try:
        return read_value(fact, given)
    except FactError as error:
        source.report(loc, error.message.rstrip("。"), "改 value")
        return None
