"""Everything the desk shows of a call at one moment, worked out afresh at every change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions.desk import Desk
from actions.reasons import explained
from bot.console.desk import answer as answers
from bot.console.desk import asking, fields, ranked, script
from bot.console.desk.calls import Call
from bot.console.desk.words import Words
from bot.measures import detail
from policy_kb import Judgement, Verdict

Json = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """The one verdict that is laid out, with what can be read aloud or sent."""

    verdict: Verdict
    group: str
    data: Json
    leaves: list[Json]
    script: str
    text: str
    amount: str
    amount_plain: str
    basis: str
    history: list[Json]
    exclusive: list[str]
    successor: str

    @property
    def amount_aside(self) -> str:
        """What the amount says in brackets."""
        return "；".join(re.findall("（([^（）]+)）", self.amount))


@dataclass(frozen=True)
class Scene:
    """One call, judged."""

    call: Call
    judgement: Judgement
    day: date
    today: date
    groups: list[ranked.Group]
    question: asking.Card | None
    told: list[fields.Field]
    blank: list[fields.Field]
    behalf: fields.Field
    worked_out: list[str]
    opened: Opened | None


class Stage:
    """Makes scenes for one knowledge base; pure but for the day, which is handed in."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self.desk, self.words = desk, words

    def on(self, today: date) -> Stage:
        """The stage on another day."""
        return (
            self if self.desk.today == today else Stage(replace(self.desk, today=today), self.words)
        )

    def scene(self, call: Call, *, asked_for: str | None = None) -> Scene:
        """The call as it stands; ``asked_for``: a fact whose field is wanted though not told."""
        desk, case = self.desk, call.case
        judgement = desk.judge(case)
        groups = ranked.grouped(desk, judgement, case.focus)
        opened = self._chosen(call, groups)
        shown = [judgement.verdict(one) for one in ([opened] if opened else [])]
        return Scene(
            call,
            judgement,
            judgement.as_of,
            desk.today,
            groups,
            asking.card(desk, case, judgement),
            fields.told_fields(desk.kb, case),
            fields.open_fields(desk.kb, case, shown, asked_for),
            fields.behalf(desk.kb, case),
            fields.worked_out(desk.kb, judgement),
            self.open(judgement, opened, groups) if opened else None,
        )

    def _chosen(self, call: Call, groups: list[ranked.Group]) -> str | None:
        """The measure in focus that stands best; without a focus the best that was spoken of."""
        rows = [row for group in groups for row in group.rows]
        if call.case.focus:
            return next((row.measure for row in rows if row.measure in call.case.focus), None)
        if not call.case.facts:
            return None
        return next((row.measure for row in rows if row.spoken_of), None)

    def open(self, judgement: Judgement, measure: str, groups: list[ranked.Group]) -> Opened:
        """One verdict in full."""
        desk, verdict = self.desk, judgement.verdict(measure)
        answer = self.answer(judgement, measure)
        place = judgement.region.name if judgement.region else None
        history = detail(desk.kb, measure, region=place, as_of=judgement.as_of)["provisions"]
        group = next(g.key for g in groups if any(row.measure == measure for row in g.rows))
        provision = answer.data["provision"]
        names = [desk.kb.measures[one].name for one in answer.data["exclusive_with"]]
        successor = answer.data["successor"]
        return Opened(
            verdict,
            group,
            dict(answer.data),
            [dict(leaf) for leaf in answer.leaves],
            script.script(answer),
            answers.in_writing(answer),
            answer.amount(),
            answers.plainly(answer.amount()),
            self.words.basis(provision) if provision else "",
            history,
            names,
            desk.kb.measures[successor].name if successor else "",
        )

    def answer(self, judgement: Judgement, measure: str) -> answers.Answer:
        """One verdict with its conditions explained."""
        verdict = judgement.verdict(measure)
        data = verdict.to_json()
        leaves = explained(self.desk, judgement, data)
        return answers.Answer(verdict, data, leaves, judgement, self.words)
