"""The verdicts as pane 3 lists them: entitled, likely, needs a fact, no, ended; best first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions import describe, ranking
from actions.desk import Desk
from policy_kb import Judgement, Verdict

TITLES = {
    "entitled": "可以享受",
    "likely": "很可能，再核对一下",
    "open": "还要问",
    "no": "不能享受",
    "off": "已停止或还没开始",
}
MARKS = {"entitled": "✔", "likely": "◐", "open": "？", "no": "✘", "off": "–"}

FEW = 2
"""A measure that hangs on no more facts than this, with others met, is likely."""

_ASIDE = re.compile(r"（[^（）]*）")
_BRIEF = 38


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of the list: what it comes to, and the one thing to know about it."""

    measure: str
    name: str
    group: str
    amount: str
    remark: str
    number: str
    spoken_of: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Measures of one standing."""

    key: str
    title: str
    mark: str
    rows: tuple[Row, ...]


def grouped(desk: Desk, judgement: Judgement, focus: Sequence[str]) -> list[Group]:
    """Every measure in its group, those in focus and those spoken of first; no empty groups."""
    weights = {v.measure.id: ranking.spoken_of(judgement, v) for v in judgement.verdicts}
    speaking = ranking.spoken_to(weights)
    found: dict[str, list[tuple[tuple[object, ...], Row]]] = {}
    for verdict in judgement.verdicts:
        spoken_of = verdict.measure.id in speaking
        key = standing(verdict, spoken_of)
        place = _place(verdict, verdict.measure.id in focus, spoken_of)
        found.setdefault(key, []).append((place, _row(desk, verdict, key, spoken_of)))
    return [
        Group(key, title, MARKS[key], tuple(row for _, row in sorted(found[key], key=_first)))
        for key, title in TITLES.items()
        if key in found
    ]


def standing(verdict: Verdict, spoken_of: bool) -> str:
    """The group of a verdict."""
    if verdict.status == "not_in_force":
        return "off"
    if verdict.status == "ineligible":
        return "no"
    if verdict.status == "eligible":
        return "likely" if verdict.doubtful else "entitled"
    required = [one.state for one in verdict.conditions if one.role == "require"]
    near = len(verdict.missing) <= FEW and "met" in required
    return "likely" if spoken_of and near else "open"


def _first(pair: tuple[tuple[object, ...], Row]) -> tuple[object, ...]:
    return pair[0]


def _place(verdict: Verdict, in_focus: bool, spoken_of: bool) -> tuple[object, ...]:
    """In focus, spoken of, for this kind of applicant, worth much and hanging on little."""
    measure = verdict.measure
    stranger = verdict.status == "ineligible" and (
        measure.administration_only or "audience" in verdict.conditions[0].facts
    )
    likely = measure.worth / (1 + len(verdict.missing))
    return not in_focus, stranger, not spoken_of, -likely, measure.order


def _row(desk: Desk, verdict: Verdict, group: str, spoken_of: bool) -> Row:
    provision = verdict.provision
    return Row(
        verdict.measure.id,
        verdict.measure.name,
        group,
        _amount(verdict),
        _remark(desk, verdict),
        (provision.document.number or provision.document.short or "") if provision else "",
        spoken_of,
    )


def _amount(verdict: Verdict) -> str:
    """The sum, else the words for it, no longer than a line."""
    pay = verdict.amount
    if pay is None:
        return ""
    if pay.low is not None and pay.low == pay.high and not pay.at_most:
        return f"{describe.number(pay.low)}元"
    return _short(describe.yuan(pay.text))


def _short(text: str) -> str:
    while (shorter := _ASIDE.sub("", text)) != text:
        text = shorter
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1]}…"


def _remark(desk: Desk, verdict: Verdict) -> str:
    """Why it is refused, what is still to ask, when it ended."""
    if verdict.status == "ineligible":
        failed = [one.text for one in verdict.conditions if one.state == "failed"]
        return f"要求{_short(failed[0])}" if failed else ""
    if verdict.status == "undetermined":
        names = [desk.kb.facts[one].name for one in verdict.missing if one in desk.kb.facts]
        return f"差{_short('、'.join(names))}" if names else "要核对地区"
    if verdict.status == "not_in_force":
        return _term(verdict)
    doubt = verdict.provision.doubtful if verdict.provision and verdict.doubtful else None
    return _short(doubt.text) if doubt else ""


def _term(verdict: Verdict) -> str:
    selection = verdict.selection
    if selection.ended and selection.ended.to:
        return f"{describe.day(selection.ended.to.isoformat())}止"
    if selection.starts:
        return f"{describe.day(selection.starts.start.isoformat())}起"
    return "没有执行中的规定"
