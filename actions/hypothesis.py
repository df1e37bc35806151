"""要是裁了700人呢: what would follow from facts supposed; those told before stay as they are."""

import re
from dataclasses import replace

from actions import lists, ranking
from actions.addressing import said_before
from actions.case import Case
from actions.changes import changed_facts
from actions.control import pending
from actions.desk import Desk, text_reply
from actions.fitting import asks
from actions.reasons import explained
from actions.understanding import Reading, plain
from actions.updating import Update, update
from actions.words import Reply
from policy_kb import Judgement

_NUMBER = re.compile(r"[\d.]+|[一二两三四五六七八九十百千万]+")


def supposes(desk: Desk, case: Case, reading: Reading) -> bool:
    """Whether the facts of a message are supposed, beside others told before."""
    told = set(case.facts) - {"audience"}
    said = set(reading.facts) - {"audience"}
    if not (told and said) or reading.is_correction:
        return False
    if not asks(desk, reading.text):
        return False
    return re.search(desk.wording.cues["suppose"], reading.text) is not None or _contradicts(
        desk, case, reading, said
    )


def with_number(desk: Desk, case: Case, reading: Reading) -> Reading:
    """7个呢, after 裁了6个: another number for what was told, never the answer to a question."""
    bare = len(reading.quantities) == 1 and not (reading.facts or reading.measures)
    if not bare or reading.is_correction or not _is_bare(desk, reading.text):
        return reading
    bound = said_before(desk, case, replace(reading, ask=None))
    supposed = bound.facts if bound else {}
    return replace(reading, facts=supposed, quantities=()) if supposed else reading


def _is_bare(desk: Desk, text: str) -> bool:
    """Whether a text asks of a number and says no more."""
    shape = _NUMBER.sub("#", plain(text), count=1)
    return re.search(desk.wording.cues["bare_supposed"], shape) is not None


def _contradicts(desk: Desk, case: Case, reading: Reading, said: set[str]) -> bool:
    """那考高级工给2000吗, from one who told of a lower level: one thing asked about otherwise than
    it was told, and nothing else told."""
    if re.search(desk.wording.cues["really"], reading.text):
        return False
    told = {
        name: reading.facts[name] for name in said if name not in desk.wording.cues["goes_with"]
    }
    changed = changed_facts(desk, case.facts, told, outright=False)
    return len(told) == len(changed) == 1 and not reading.is_pick


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
    told = {name: change.case.facts[name] for name in change.told}
    facts = {name: value for name, value in told.items() if case.facts.get(name) != value}
    text = desk.say(
        "supposed",
        facts=desk.fact_texts(facts),
        results=[{"v": v, "leaves": explained(desk, judgement, v)} for v in verdicts],
        kept=desk.fact_texts({n: case.facts[n] for n in facts if n in case.facts}),
    )
    options = [
        {
            **desk.option("is_so", said=desk.fact_texts({name: value})[0]),
            "fact": name,
            "value": value,
        }
        for name, value in facts.items()
    ]
    return text_reply(text, options if len(options) == 1 else desk.measure_options(measures))
