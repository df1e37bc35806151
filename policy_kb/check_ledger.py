"""The ledger and the doubts held against the provisions."""

from collections.abc import Iterator, Mapping

from policy_kb.base import KnowledgeBase
from policy_kb.model import Citation, Limb, Measure, Provision
from policy_kb.schema_base import nearest
from policy_kb.schema_ledger import ClauseEntry, DoubtEntry
from policy_kb.source import Source


def check_ledger(
    base: KnowledgeBase, source: Source, document: str, entries: Mapping[int, ClauseEntry]
) -> None:
    """Report claims that no provision bears out, and provisions that no clause lists."""
    if document not in base.documents:
        source.report((), f"没有文件“{document}”", nearest(document, base.documents))
        return
    if source.data is None:
        return
    clauses = {entry.clause for entry in entries.values()}
    for at, entry in entries.items():
        if entry.completes and entry.completes not in clauses:
            where = (at, "completes")
            source.report(where, f"没有列“{entry.completes}”", nearest(entry.completes, clauses))
        for position, name in enumerate(entry.provisions):
            _check_claim(base, source, (at, "provisions", position), document, entry, name)
    listed = {(entry.clause, name) for entry in entries.values() for name in entry.provisions}
    for measure, provision in provisions(base):
        cited = provision.citation
        if cited.document == document and (cited.clause, measure.id) not in listed:
            mend = f"在“{cited.clause}”的 provisions 里写上 {measure.id}"
            source.report((), f"{measure.id} 依据“{cited.clause}”，这里没有一条列着它", mend)


def _check_claim(
    base: KnowledgeBase, source: Source, loc: tuple[str | int, ...],
    document: str, entry: ClauseEntry, name: str,
) -> None:  # fmt: skip
    measure = base.measures.get(name)
    if measure is None:
        source.report(loc, f"没有政策措施“{name}”", nearest(name, base.measures))
        return
    clause = entry.completes or entry.clause
    resting = [
        p
        for p in measure.provisions
        if any((c.document, c.clause) == (document, clause) for c in citations(p))
    ]
    if not resting:
        expected = f"{name} 的规定里没有一处依据 {document} {clause}"
        source.report(loc, expected, "补上这条规定，或从 provisions 里去掉它")
    elif entry.completes and not any(map(_tells_how, resting)):
        expected = f"{name} 依据 {clause} 的规定没有写怎么办"
        source.report(loc, expected, f"把{entry.clause}写进它的 apply")


def _tells_how(provision: Provision) -> bool:
    ways = [provision.apply, *(limb.apply or {} for limb in provision.limbs)]
    return any(value for way in ways for value in way.values())


def check_doubts(base: KnowledgeBase, source: Source, entries: Mapping[int, DoubtEntry]) -> None:
    """Report doubts without a note where they touch, and notes that no doubt accounts for."""
    noted = {
        (note.doubt, measure.id, provision.document.id)
        for measure, provision in provisions(base)
        for owner in _parts(provision)
        for note in owner.notes
        if note.doubt is not None
    }
    registered: dict[tuple[int, str, str], tuple[str | int, ...]] = {}
    for at, entry in entries.items():
        if any(entry.number == other.number for i, other in entries.items() if i < at):
            source.report((at, "number"), f"第{entry.number}个疑点写了两次", "合成一条")
        for name, documents in entry.touches.items():
            for position, document in enumerate(documents):
                loc = (at, "touches", name, position)
                registered[entry.number, name, document] = loc
    for key in registered.keys() - noted:
        number, name, document = key
        mend = f"在 measures/{name}.yml 依据 {document} 的规定里加一条 doubt: {number} 的说明"
        expected = f"{name} 依据 {document} 的规定没有疑点{number}的说明"
        source.report(registered[key], expected, mend)
    for number, name, document in noted - registered.keys():
        expected = f"{name} 依据 {document} 的规定带着疑点{number}的说明，这里没有登记"
        source.report((), expected, f"在第{number}个疑点的 touches 里写上 {name}: [{document}]")


def provisions(base: KnowledgeBase) -> Iterator[tuple[Measure, Provision]]:
    """Every provision with its measure."""
    for measure in base.measures.values():
        for provision in measure.provisions:
            yield measure, provision


def citations(provision: Provision) -> Iterator[Citation]:
    """Every clause a provision rests on: its own, its dates', conditions' and amounts'."""
    yield from (provision.citation, provision.start_citation, provision.to_citation)
    yield from (literal.citation for literal in provision.program.formula.literals.values())
    yield from (owner.amount.citation for owner in _parts(provision) if owner.amount)
    if provision.doubtful:
        yield provision.doubtful.citation


def _parts(provision: Provision) -> tuple[Provision | Limb, ...]:
    return (provision, *provision.limbs)
