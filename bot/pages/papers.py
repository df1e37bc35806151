"""A document for reading: what it is, how it stands to others, and what each clause grants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from bot.pages.anchors import anchor, clause_slug
from bot.pages.timeline import chinese
from policy_kb import KnowledgeBase
from policy_kb.model import Citation, Document, Fact, Measure, Provision

Json = dict[str, Any]


def paper(kb: KnowledgeBase, document_id: str) -> Json:
    """The document's particulars, its relations, and its clauses with the measures they grant."""
    document = kb.documents[document_id]
    return {
        "id": document.id,
        "name": document.number or document.short or document.title,
        "number": document.number,
        "title": document.title,
        "issuers": list(document.issuers),
        "region": document.region,
        "issued": _issued(document),
        "notes": list(document.notes),
        "relations": _relations(kb, document),
        "clauses": _clauses(kb, document),
    }


def _issued(document: Document) -> str:
    if document.issued_precision == "year":
        return f"{document.issued.year}年（具体日期不详）"
    return chinese(document.issued)


def _relations(kb: KnowledgeBase, document: Document) -> list[Json]:
    """Other documents this one builds on, and those that build on it."""
    ways = (("implements", "贯彻落实"), ("forwards", "转发"), ("amends", "修改"))
    mine = [
        {"how": how, "document": other, "name": _name(kb, other)}
        for kind, how in ways
        for other in getattr(document, kind)
    ]
    theirs = [
        {"how": f"后来有文件{how}本文件", "document": other.id, "name": _name(kb, other.id)}
        for other in kb.documents.values()
        for kind, how in ways
        if document.id in getattr(other, kind)
    ]
    return mine + theirs


def _name(kb: KnowledgeBase, document_id: str) -> str:
    document = kb.documents[document_id]
    return document.number or document.short or document.title


def _clauses(kb: KnowledgeBase, document: Document) -> list[Json]:
    """One entry for each clause that grants or conditions something, in the document's order."""
    found: dict[str, Json] = {}

    def entry(clause: str) -> Json:
        blank: Json = {"clause": clause, "id": clause_slug(clause), "measures": [], "cited_by": {}}
        return found.setdefault(clause, blank)

    for measure in kb.measures.values():
        for provision in measure.provisions:
            source = provision.citation
            if source.document == document.id:
                entry(source.clause or "")["measures"].append(_granted(measure, provision))
            for cited in _citations(provision):
                if cited.document == document.id and cited != source:
                    entry(cited.clause or "")["cited_by"][measure.id] = measure.name
    return sorted(found.values(), key=lambda one: _order(one["id"]))


def _granted(measure: Measure, provision: Provision) -> Json:
    period = f"{chinese(provision.start)}起"
    return {
        "name": measure.name,
        "url": f"/policies/{measure.id}#{anchor(provision)}",
        "summary": measure.summary,
        "period": period + (f"，到{chinese(provision.to)}" if provision.to else ""),
    }


def _citations(provision: Provision) -> Iterator[Citation]:
    """Every clause that the provision's conditions, amounts and dates rest on."""
    yield provision.start_citation
    yield provision.to_citation
    yield from _within(provision.program.nodes)
    yield from _within([part.nodes for part in provision.program.limbs])
    yield from _within([provision.amount, *(limb.amount for limb in provision.limbs)])
    if provision.doubtful:
        yield provision.doubtful.citation


def _within(thing: object) -> Iterator[Citation]:
    if isinstance(thing, Citation):
        yield thing
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from _within(one)
    elif is_dataclass(thing) and not isinstance(thing, Fact):
        for each in fields(thing):
            yield from _within(getattr(thing, each.name))


def _order(slug: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 999, part) for part in slug.split(".")]
