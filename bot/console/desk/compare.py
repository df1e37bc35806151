"""Two verdicts laid side by side: two measures on one day, or one measure on two days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actions import describe
from actions.case import Case
from bot.console.desk.answer import STANDING, Answer
from bot.console.desk.ranked import standing
from bot.console.desk.scene import Stage
from policy_kb import Judgement


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a comparison. ``differs``: the two sides say different things."""

    title: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the sides differ."""
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two columns with their headings, and remarks on the two together."""

    title: str
    left: str
    right: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()
    left_standing: str = ""
    right_standing: str = ""


def measures(stage: Stage, case: Case, first: str, second: str) -> Comparison:
    """Two measures for the same caller on the same day."""
    judgement = stage.desk.judge(case, measures=[first, second])
    answers = [stage.answer(judgement, one) for one in (first, second)]
    one, other = (answer.verdict.measure for answer in answers)
    remarks = []
    if second in one.exclusive_with or first in other.exclusive_with:
        remarks.append(f"{one.name}和{other.name}不能同时享受，同一批人、同一件事只能选一项。")
    remarks += [
        note
        for answer, third in zip(answers, (other, one), strict=True)
        for note in answer.verdict.notes
        if third.name in note
    ]
    lines = tuple(_lines(stage, answers))
    day = describe.day(judgement.as_of.isoformat())
    return _comparison(f"两项对比（按{day}）", [one.name, other.name], answers, lines, remarks)


def days(stage: Stage, case: Case, earlier: date, later: date, measure: str) -> Comparison:
    """One measure for the same caller on two days."""
    judged = [stage.desk.judge(case, as_of=day, measures=[measure]) for day in (earlier, later)]
    answers = [stage.answer(one, measure) for one in judged]
    lines = tuple(_lines(stage, answers))
    heads = [describe.day(day.isoformat()) for day in (earlier, later)]
    changed = [line.title for line in lines if line.differs]
    said = f"这两天不同的有：{'、'.join(changed)}。" if changed else "这两天的规定和结论没有不同。"
    name = stage.desk.kb.measures[measure].name
    return _comparison(f"{name}：两个日期对比", heads, answers, lines, [said])


@dataclass(frozen=True, slots=True)
class Turned:
    """One measure that came out otherwise on the second day."""

    measure: str
    name: str
    before: str
    after: str
    left: str
    right: str


def turned(stage: Stage, case: Case, earlier: date, later: date) -> list[Turned]:
    """Every measure whose verdict, amount or document differs between the days.

    Without those that are refused on both days: they are nothing to this caller.
    """
    first, second = (stage.desk.judge(case, as_of=day) for day in (earlier, later))
    found = []
    for verdict in first.verdicts:
        measure = verdict.measure
        sides = [_in_short(stage, one, measure.id) for one in (first, second)]
        keys = [standing(j.verdict(measure.id), False) for j in (first, second)]
        if sides[0] != sides[1] and keys != ["no", "no"]:
            found.append(Turned(measure.id, measure.name, keys[0], keys[1], *sides))
    return sorted(found, key=lambda one: one.before == one.after)


def _in_short(stage: Stage, judgement: Judgement, measure: str) -> str:
    verdict = judgement.verdict(measure)
    pay = describe.yuan(verdict.amount.text) if verdict.amount else ""
    paper = verdict.provision.citation.to_json() if verdict.provision else None
    parts = [STANDING[verdict.status], pay, stage.words.cite(paper) if paper else ""]
    return "；".join(filter(None, parts))


def _comparison(
    title: str,
    heads: Sequence[str],
    answers: Sequence[Answer],
    lines: tuple[Line, ...],
    remarks: Sequence[str],
) -> Comparison:
    keys = [standing(answer.verdict, False) for answer in answers]
    return Comparison(title, heads[0], heads[1], lines, tuple(dict.fromkeys(remarks)), *keys)


def _lines(stage: Stage, answers: Sequence[Answer]) -> list[Line]:
    sides = [_side(stage, answer) for answer in answers]
    lines = [Line(title, sides[0][title], sides[1][title]) for title in sides[0]]
    return [line for line in lines if line.left or line.right]


def _side(stage: Stage, answer: Answer) -> dict[str, tuple[str, ...]]:
    data, apply = answer.data, answer.data["apply"] or {}
    provision, ended = data["provision"], data["ended"] or data["starts"]
    way = ["不用申请，直接发放"] if data["automatic"] else []
    required = [one for one in answer.leaves if one["role"] == "require"]
    return {
        "结论": (STANDING[data["status"]],),
        "标准": tuple(filter(None, (answer.amount(),))),
        "条件": tuple(f"{_MARKS[one['state']]} {one['text']}" for one in required),
        "还要满足": tuple(one["text"] for one in answer.leaves if one["role"] == "presume"),
        "依据": tuple(filter(None, (stage.words.basis(provision) if provision else "",))),
        "执行期": (_term(provision, ended, data),),
        "办理": (*way, *(one["text"] for one in apply.get("channels") or ())),
        "材料": tuple(apply.get("bring") or ()),
        "受理": tuple(filter(None, (apply.get("handled_by"),))),
        "期限": tuple(filter(None, (apply.get("deadline"), apply.get("time_limit")))),
    }


_MARKS = {"met": "✔", "failed": "✘", "unknown": "？", "office": "○"}


def _term(provision: dict[str, str] | None, turn: dict[str, str] | None, data: object) -> str:
    if provision:
        until = f"至{describe.day(provision['to'])}" if provision["to"] else "，没有写截止日期"
        return f"{describe.day(provision['from'])}起{until}"
    if turn:
        ended = isinstance(data, dict) and data["ended"]
        return f"{describe.day(turn['on'])}{'止' if ended else '起'}"
    return "没有执行中的规定"
