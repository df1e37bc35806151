"""From a measure as written to one that can be judged."""

import datetime
from collections.abc import Sequence
from typing import Any

from policy_kb.build_amounts import build_amount
from policy_kb.conditions import Builder, Parts
from policy_kb.formula import Node, formula
from policy_kb.gates import All, Any_, Gate
from policy_kb.lexicon import Scope
from policy_kb.model import (
    Citation,
    Doubtful,
    Limb,
    Measure,
    Note,
    Provision,
)
from policy_kb.place import place_literal
from policy_kb.program import AUDIENCE, PLACE, LimbProgram, Program
from policy_kb.schema_conditions import Cond
from policy_kb.schema_measure import (
    ApplyEntry,
    LimbEntry,
    MeasureEntry,
    NoteEntry,
    ProvisionEntry,
    Terms,
)


def build_measure(scope: Scope, name: str, entry: MeasureEntry) -> Measure:
    """The measure; what is wrong with it is reported in ``scope``."""
    if entry.successor:
        scope.at("successor").measure(entry.successor)
    provisions = [
        _provision(scope.at("provisions", at), name, each)
        for at, each in enumerate(entry.provisions)
    ]
    excluded = [e.measure for p in entry.provisions for e in p.exclusive_with]
    return Measure(
        name, entry.name, tuple(entry.aliases), frozenset[str](entry.audience), entry.summary,
        entry.order, entry.worth, entry.successor, tuple(filter(None, provisions)),
        tuple(dict.fromkeys(excluded)),
    )  # fmt: skip


def _provision(scope: Scope, measure: str, entry: ProvisionEntry) -> Provision | None:
    document = scope.at("document").document(entry.document)
    region = entry.region or (document.region if document else "")
    if entry.region:
        scope.at("region").region(entry.region)
    for at, amended in enumerate(entry.amends):
        scope.at("amends", at, "document").document(amended.document)
    if document is None:
        return None
    cited = Citation(document.id, document.number, entry.clause)
    start = entry.from_ or document.in_force_from
    return Provision(
        document, cited, region, start, _last_day(entry),
        scope.cite(entry.from_citation, cited), scope.cite(entry.to_citation, cited),
        tuple((a.document, a.clause) for a in entry.amends), _doubtful(scope, entry, cited),
        _program(scope, measure, entry, cited),
        build_amount(scope.at("amount"), entry.amount, cited), apply_json(entry.apply),
        _notes(entry.notes),
        tuple(_limb(scope.at("limbs", at), limb, cited) for at, limb in enumerate(entry.limbs)),
    )  # fmt: skip


def _last_day(entry: ProvisionEntry) -> datetime.date | None:
    """The provision's own end, else the last of its limbs' if each has one."""
    if entry.to or not entry.limbs:
        return entry.to
    ends = [limb.to for limb in entry.limbs]
    return None if None in ends else max(end for end in ends if end)


def _doubtful(scope: Scope, entry: ProvisionEntry, cited: Citation) -> Doubtful | None:
    given = entry.doubtful_after
    if given is None:
        return None
    return Doubtful(given.date, given.text, scope.at("doubtful_after").cite(given.citation, cited))


def _limb(scope: Scope, entry: LimbEntry, cited: Citation) -> Limb:
    amount = build_amount(scope.at("amount"), entry.amount, cited)
    apply = apply_json(entry.apply) if entry.apply else None
    return Limb(entry.id, entry.name, entry.to, amount, apply, _notes(entry.notes))


def _program(scope: Scope, measure: str, entry: ProvisionEntry, cited: Citation) -> Program:
    builder = Builder(cited, next_bit=PLACE << 1)
    builder.literals.append(place_literal(PLACE, cited))
    common = _join(
        _terms(scope, builder, entry),
        _parts(scope, builder, "exclusive_with", _exclusions(entry)),
        _parts(scope, builder, "once", _once(measure, entry)),
    )
    mask, gates, nodes = AUDIENCE | PLACE | common[0], common[1], common[2]
    made = [
        _limb_program(scope.at("limbs", at), builder, limb) for at, limb in enumerate(entry.limbs)
    ]
    limbs = tuple(
        LimbProgram(All(mask, (*gates, gate)), limb_nodes, term) for gate, limb_nodes, term in made
    )
    choice = (Any_(0, tuple(gate for gate, _, _ in made)),) if made else ()
    root = All(mask, (*gates, *choice))
    return Program(formula(root, builder.literals), nodes, limbs)


def _limb_program(
    scope: Scope, builder: Builder, entry: LimbEntry
) -> tuple[Gate, tuple[Node, ...], int]:
    term = builder.bit() if entry.to else 0
    mask, gates, nodes = _terms(scope, builder, entry)
    return All(mask | term, gates), nodes, term


def _terms(scope: Scope, builder: Builder, entry: Terms) -> Parts:
    return _join(
        builder.parts(scope.at("require"), entry.require, "require"),
        builder.parts(scope.at("presume"), entry.presume, "presume"),
    )


def _parts(scope: Scope, builder: Builder, key: str, entries: Sequence[Cond]) -> Parts:
    """Conditions that stand for shorter notations under ``key``."""
    return builder.parts(scope.at(key), entries, "presume")


def _join(*parts: Parts) -> Parts:
    mask, gates, nodes = 0, tuple[Gate, ...](), tuple[Node, ...]()
    for more_mask, more_gates, more_nodes in parts:
        mask, gates, nodes = mask | more_mask, gates + more_gates, nodes + more_nodes
    return mask, gates, nodes


def _exclusions(entry: ProvisionEntry) -> list[Cond]:
    return [
        Cond(fact="received", includes_none=[e.measure], citation=e.citation, text=e.text)
        for e in entry.exclusive_with
    ]


def _once(measure: str, entry: ProvisionEntry) -> list[Cond]:
    given = entry.once
    if given is None:
        return []
    would = "已经享受过，不能再享受"
    return [
        Cond(
            fact="received", includes_none=[measure], text=given.text, citation=given.citation,
            would_hold_if=f"此前没有享受过（{would}）",
        )
    ]  # fmt: skip


def apply_json(entry: ApplyEntry | None) -> dict[str, Any]:
    """How to apply, as JSON types; always with every key."""
    return (entry or ApplyEntry()).model_dump()


def _notes(entries: Sequence[NoteEntry]) -> tuple[Note, ...]:
    return tuple(Note(note.text, note.doubt, note.after_end) for note in entries)
