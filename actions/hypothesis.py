"""要是裁了700人呢: what would follow from facts supposed; those told before stay as they are."""

import re
from dataclasses import replace

from actions import lists, ranking
from actions.case import Case
from actions.control import pending
from actions.desk import Desk, text_reply
from actions.fitting import asks
from actions.reasons import explained
from actions.understanding import Reading
from actions.updating import Update, update
from actions.words import Reply
from policy_kb import Judgement


def supposes(desk: Desk, case: Case, reading: Reading) -> bool:
    """Whether the facts of a message are supposed, beside others told before."""
    told = set(case.facts) - {"audience"}
    said = set(reading.facts) - {"audience"}
    if not (told and said) or reading.is_correction:
        return False
    supposing = re.search(desk.wording.cues["suppose"], reading.text)
    return supposing is not None and asks(desk, reading.text)


def answer(desk: Desk, case: Case, reading: Reading) -> tuple[Case, list[Reply]]:
    """What would follow of the measures in question, or in general; then the open question."""
    change = update(desk, replace(case, asked=None), reading)
    supposed = change.case.focusing(ranking.meant(desk, case, reading) or case.focus)
    judgement = desk.judge(supposed)
    measures = _in_question(desk, supposed, judgement, change)
    after = case.focusing(supposed.focus) if reading.measures else case
    replies = [_told(desk, case, change, judgement, measures)]
    if not measures:
        view = ranking.overview(desk, supposed, judgement, everything=False)
        shown = view.open_to[: ranking.SHOWN]
        if shown:
            replies.append(lists.listed(desk, judgement, shown, (), 0, dated=False))
    return after, [*replies, *pending(desk, after)]


def _in_question(
    desk: Desk, supposed: Case, judgement: Judgement, change: Update
) -> tuple[str, ...]:
    """The measures in focus, else those shown last that turn on what is supposed."""
    if 0 < len(supposed.focus) <= ranking.NAMED:
        return supposed.focus
    shown = supposed.last.shown
    about = tuple(m for m in shown if judgement.verdict(m).about & set(change.told))
    return about[: ranking.NAMED]


def _told(
    desk: Desk, case: Case, change: Update, judgement: Judgement, measures: tuple[str, ...]
) -> Reply:
    verdicts = [judgement.verdict(m).to_json() for m in measures]
    text = desk.say(
        "supposed",
        facts=desk.fact_texts({name: change.case.facts[name] for name in change.told}),
        results=[{"v": v, "leaves": explained(desk, judgement, v)} for v in verdicts],
        kept=desk.fact_texts({n: case.facts[n] for n in change.told if n in case.facts}),
    )
    return text_reply(text, desk.measure_options(measures))
