"""Measures for reading: the list, and one measure with its conditions."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.judging import judgement
from policy_kb import Judgement, KnowledgeBase, search
from policy_kb.formula import Node
from policy_kb.model import Measure, Provision

Json = dict[str, Any]


def listing(kb: KnowledgeBase, q: str, *, region: str | None, as_of: date) -> list[Json]:
    """Measures that a search finds (all without words), those in force that day first."""
    judged = judgement(kb, {}, region=region, as_of=as_of)
    found = [_summary(kb, measure, judged) for measure in search(kb, q.strip())]
    return sorted(found, key=lambda one: not one["in_force"])


def detail(kb: KnowledgeBase, measure_id: str, *, region: str | None, as_of: date) -> Json:
    """One measure as nobody in particular sees it: its conditions, all still open."""
    measure = kb.measures[measure_id]
    judged = judgement(kb, {}, region=region, as_of=as_of, measures=[measure_id])
    successor = kb.measures.get(measure.successor or "")
    return {
        **_summary(kb, measure, judged),
        "region": judged.region.name if judged.region else None,
        "as_of": as_of.isoformat(),
        "successor": measure.successor,
        "successor_name": successor.name if successor else None,
        "verdict": judged.verdict(measure_id).to_json(),
        "provisions": [
            _provision(kb, one, one is judged.verdict(measure_id).selection.provision)
            for one in measure.provisions
        ],
    }


def _summary(kb: KnowledgeBase, measure: Measure, judged: Judgement) -> Json:
    audiences = kb.facts["audience"].choices
    who = [audiences[one].name for one in audiences if one in measure.audience]
    return {
        "id": measure.id,
        "name": measure.name,
        "aliases": list(measure.aliases),
        "audience": sorted(measure.audience),
        "audience_text": "、".join(who) or "仅供行政部门使用",
        "summary": measure.summary,
        "in_force": judged.verdict(measure.id).status != "not_in_force",
        "url": f"/policies/{measure.id}",
    }


def _provision(kb: KnowledgeBase, provision: Provision, selected: bool) -> Json:
    """One provision of the history; ``selected``: the one that applies there that day."""
    limbs = [(limb.name, limb.amount, limb.notes) for limb in provision.limbs]
    paid = [("", provision.amount), *((f"{name}：", amount) for name, amount, _ in limbs)]
    notes = [*provision.notes, *(note for _, _, more in limbs for note in more)]
    today = provision.start.toordinal()
    return {
        "document": provision.document.id,
        "number": provision.document.number,
        "title": provision.document.title,
        "clause": provision.citation.clause,
        "region": provision.region,
        "from": provision.start.isoformat(),
        "to": provision.to.isoformat() if provision.to else None,
        "selected": selected,
        "amends": [_cited(kb, *each) for each in provision.amends],
        "conditions": _lines(provision),
        "amounts": [f"{who}{each.assess({}, today).text}" for who, each in paid if each],
        "notes": [note.text for note in notes],
    }


def _cited(kb: KnowledgeBase, document: str, clause: str | None) -> str:
    paper = kb.documents[document]
    return f"{paper.number or paper.title} {clause or ''}".strip()


def _lines(provision: Provision) -> list[str]:
    """The conditions in words; those of limbs after the limb's name."""
    program = provision.program
    lines = [_words(node) for node in program.nodes]
    for limb, part in zip(provision.limbs, program.limbs, strict=True):
        own = "；".join(_words(node) for node in part.nodes)
        lines.append(f"{limb.name}：{own or '没有另外的条件'}")
    return lines


def _words(node: Node) -> str:
    """Its author's words, else those of its parts."""
    if node.authored or not node.children:
        return node.text
    parts = "；".join(_words(child) for child in node.children)
    return f"{node.text}（{parts}）"
