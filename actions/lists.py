"""Measures in one list: what may fit besides, what is left, what has ended."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from actions import parts, ranking
from actions.case import Case
from actions.desk import Desk, text_reply
from actions.offering import for_founders
from actions.ranking import SHOWN
from actions.reasons import explained
from actions.words import Reply
from policy_kb import Judgement, Verdict

NEAR, INSTEAD = 2, 3
"""At most so many near misses, and so many other measures after a refusal, are told."""

OPEN_TO = ("eligible", "undetermined")

LAST_DAYS = 4
"""Measures ended on so many different days are looked at, the latest ones."""


def listed(
    desk: Desk,
    judgement: Judgement,
    shown: Sequence[Verdict],
    near: Sequence[Verdict],
    more: int,
    *,
    dated: bool = True,
) -> Reply:
    """Measures one line each; choosing one tells it in full. `dated`: say the day judged by."""
    sure = _ordered(v for v in shown if v.status == "eligible")
    maybe = _ordered(v for v in shown if v.status == "undetermined")
    text = desk.say(
        "overview",
        sure=_lines(sure),
        maybe=_lines(maybe),
        founders=for_founders(desk, judgement),
        near=[_refused(desk, judgement, verdict) for verdict in near],
        more=more,
        as_of=judgement.as_of,
        dated=dated and judgement.as_of != desk.today,
    )
    options = desk.measure_options(ranking.of((*sure, *maybe, *near)))
    return text_reply(text, [*options, desk.option("more")] if more > 0 else options)


def instead(desk: Desk, others: Sequence[Verdict]) -> Reply:
    """What else may be had, after a refusal."""
    ordered = _ordered(others)
    text = desk.say("instead", others=_lines(ordered))
    return text_reply(text, desk.measure_options(ranking.of(ordered)))


def _ordered(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """What surely holds before what is past the date it was made for."""
    return sorted(verdicts, key=lambda verdict: verdict.doubtful)


def _lines(verdicts: Iterable[Verdict]) -> list[Mapping[str, Any]]:
    return [{**verdict.to_json(), "doubtful": verdict.doubtful} for verdict in verdicts]


def _refused(desk: Desk, judgement: Judgement, verdict: Verdict) -> Mapping[str, Any]:
    data = verdict.to_json()
    return {"v": data, "leaves": explained(desk, judgement, data)}


def gone(desk: Desk, case: Case, judgement: Judgement, *, sure_only: bool = False) -> list[Verdict]:
    """Measures not in force now that spoke to the facts on the last day they were, a few.

    `sure_only`: no more than those that could surely be had then.
    """
    standing = ("eligible",) if sure_only else OPEN_TO
    last_days: dict[str, list[str]] = {}
    for verdict in judgement.verdicts:
        if verdict.status == "not_in_force" and (day := parts.last_certain_day(verdict)):
            last_days.setdefault(day, []).append(verdict.measure.id)
    weights = {v.measure.id: ranking.spoken_of(judgement, v) for v in judgement.verdicts}
    fitting: list[str] = []
    for day in sorted(last_days, reverse=True)[:LAST_DAYS]:
        then = desk.judge(case, as_of=date.fromisoformat(day), measures=last_days[day])
        weights |= {v.measure.id: ranking.spoken_of(then, v) for v in then.verdicts}
        fitting += [v.measure.id for v in then.verdicts if v.status in standing]
    speaking = ranking.spoken_to(weights)
    return [judgement.verdict(m) for m in fitting if m in speaking][:SHOWN]


def ended(desk: Desk, judgement: Judgement, gone: Sequence[Verdict]) -> Reply:
    """That these have ended, and when; their last days are offered to judge them by."""
    text = desk.say("all_ended", gone=[v.to_json() for v in gone], day=judgement.as_of)
    options = []
    for option in parts.past_options(desk, judgement, gone, back=False):
        ended = [v for v in gone if parts.last_certain_day(v) == option["as_of"]]
        options.append({**option, "measures": list(ranking.of(ended[: ranking.NAMED]))})
    return text_reply(text, options)
