"""Verdicts as JSON types."""

import datetime
from typing import TYPE_CHECKING, Any

from policy_kb.model import Citation, Provision
from policy_kb.select import Selection
from policy_kb.status import NOT_IN_FORCE

if TYPE_CHECKING:
    from policy_kb.verdict import Verdict


def verdict_json(verdict: "Verdict") -> dict[str, Any]:
    """Everything about a verdict that a channel may show."""
    provision, selection, measure = verdict.provision, verdict.selection, verdict.measure
    return {
        "measure": measure.id,
        "name": measure.name,
        "summary": measure.summary,
        "audience": sorted(measure.audience),
        "status": verdict.status,
        "subject_to": [proviso.to_json() for proviso in verdict.subject_to],
        "amount": verdict.amount.to_json() if verdict.amount else None,
        "automatic": bool(verdict.apply and verdict.apply["automatic"]),
        "provision": _provision(provision, selection) if provision else None,
        "selected_because": selection.because,
        "conditions": [each.to_json() for each in verdict.conditions],
        "limbs": [limb.to_json() for limb in verdict.limbs],
        "missing": list(verdict.missing),
        "apply": verdict.apply,
        "exclusive_with": list(measure.exclusive_with),
        "ended": _ended(selection.ended),
        "starts": _starts(selection.starts),
        "successor": measure.successor if verdict.status == NOT_IN_FORCE else None,
        "touched": verdict.touched,
        "notes": list(verdict.notes),
    }


def _provision(provision: Provision, selection: Selection) -> dict[str, Any]:
    """The provision and the documents that passed it on."""
    return {
        **provision.citation.to_json(),
        "title": provision.document.title,
        "region": provision.region,
        "from": provision.start.isoformat(),
        "to": provision.to.isoformat() if provision.to else None,
        "forwarded_by": [{"document": d.id, "number": d.number} for d in selection.forwarded_by],
    }


def _ended(provision: Provision | None) -> dict[str, Any] | None:
    if provision is None or provision.to is None:
        return None
    return _turn(provision.to, provision.to_citation)


def _starts(provision: Provision | None) -> dict[str, Any] | None:
    return None if provision is None else _turn(provision.start, provision.start_citation)


def _turn(on: datetime.date, cited: Citation) -> dict[str, Any]:
    return {"on": on.isoformat(), **cited.to_json()}
