"""Measures in one list: what may fit besides, what is left, what has ended."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from actions import describe, parts, ranking
from actions.case import Case
from actions.desk import Desk, text_reply
from actions.ranking import SHOWN
from actions.words import Reply
from policy_kb import Judgement, Verdict


def listed(
    desk: Desk,
    judgement: Judgement,
    shown: Iterable[Verdict],
    near: Iterable[Verdict],
    more: int,
    heading: str = "overview",
) -> Reply:
    """Measures one line each; choosing one tells it in full."""
    shown, near = list(shown), list(near)
    text = desk.say(
        heading,
        sure=[v.to_json() for v in shown if v.status == "eligible"],
        maybe=[v.to_json() for v in shown if v.status == "undetermined"],
        near=[_refused(desk, judgement, verdict) for verdict in near],
        more=more,
        as_of=judgement.as_of,
        dated=judgement.as_of != desk.today,
    )
    options = desk.measure_options(v.measure.id for v in (*shown, *near))
    return text_reply(text, [*options, desk.option("more")] if more > 0 else options)


def _refused(desk: Desk, judgement: Judgement, verdict: Verdict) -> Mapping[str, Any]:
    data = verdict.to_json()
    return {"v": data, "leaves": parts.explained(desk, judgement, data)}


def ended(desk: Desk, case: Case, judgement: Judgement, day: str) -> list[Reply]:
    """Measures that would have been touched on `day` (ISO) but have ended since."""
    then = desk.judge(case, as_of=date.fromisoformat(day))
    view = ranking.overview(desk, then, everything=False)
    gone = [
        judgement.verdict(v.measure.id).to_json()
        for v in (*view.sure, *view.maybe)
        if judgement.verdict(v.measure.id).status == "not_in_force"
    ][:SHOWN]
    if not gone:
        return []
    options = [
        desk.option("as_of", day=day, said=describe.day(day)),
        *desk.measure_options(v["measure"] for v in gone),
    ]
    return [text_reply(desk.say("all_ended", gone=gone, today=judgement.as_of), options)]
