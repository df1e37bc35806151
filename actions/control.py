"""Commands: 重来, 为什么问这个, 为什么不行, 还差什么, 还有哪些, and not understanding.

Each takes the case as just updated and returns the case and the replies; none loses what was told.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from actions import asking, lists, parts, ranking
from actions.case import Case
from actions.desk import Desk, text_reply
from actions.ranking import SHOWN
from actions.remarks import asked_of_one
from actions.understanding import Reading
from actions.updating import Update
from actions.words import Reply
from policy_kb import Question, Verdict

WHY_NOT = ("why_not", "requirements")
"""为什么不行, 怎样才行: asked of nothing in particular, they are about what was refused."""

Result = tuple[Case, list[Reply]]
Command = Callable[[Desk, Case, Reading], Result]


def command(desk: Desk, reading: Reading, change: Update) -> Command | None:
    """The command a message is, unless it was an answer or told something to be judged."""
    if reading.intent in _ALWAYS:
        return _ALWAYS[reading.intent]
    if reading.intent == "show_more" and asked_of_one(desk, reading.text, change.case.focus):
        return None
    if reading.intent == "why_not" and not change.anything and _is_so(desk, change.case, reading):
        return _it_is
    if not change.anything and _asks_how(desk, reading, change.case):
        return _of_subjects("requirements")
    named = bool(reading.measures) and reading.intent in ("skip", "dont_know")
    return None if change.anything or named else _WHEN_BARE.get(reading.intent)


def _asks_how(desk: Desk, reading: Reading, case: Case) -> bool:
    """怎样才行, or 如果开了呢 after a refusal."""
    if any(cue in reading.text for cue in desk.wording.cues["how_to_meet"]):
        return True
    supposing = re.search(desk.wording.cues["suppose"], reading.text)
    refused = any(how.startswith("ineligible") for how in case.last.outcomes.values())
    bare = not (reading.facts or reading.measures) and not reading.ask
    return bool(supposing) and refused and bare


def _is_so(desk: Desk, case: Case, reading: Reading) -> str | None:
    """为什么不是90%, of what was told to be 90%: the measure that gives just that."""
    shares = [f"{q.low:g}%" for q in reading.quantities if q.unit == "%" and q.low is not None]
    told = [*case.focus, *case.last.shown, *case.last.outcomes]
    named = [m for m in reading.measures or dict.fromkeys(told) if m in desk.kb.measures]
    judged = desk.judge(case, measures=named)
    for verdict in judged.verdicts if shares and named else ():
        text = verdict.amount.text if verdict.amount else ""
        if any(re.search(rf"(?<![\d.]){re.escape(share)}", text) for share in shares):
            return verdict.measure.id
    return None


def _it_is(desk: Desk, case: Case, reading: Reading) -> Result:
    measure = _is_so(desk, case, reading)
    data = desk.judge(case).verdict(measure or "").to_json()
    return case, [text_reply(desk.say("it_is", v=data)), *pending(desk, case)]


def pending(desk: Desk, case: Case) -> list[Reply]:
    """The pending question put again, after something else was answered; else nothing."""
    question = _pending_question(desk, case)
    return [asking.asked(desk, case, question, again=True)] if question else []


def not_understood(desk: Desk, case: Case) -> Result:
    """Say so; the second time in other words and with choices, the third time offer a person."""
    misses = case.misses + 1
    case = replace(case, misses=misses)
    if misses >= 3:
        text = desk.say("missed_often", facts=desk.fact_texts(case.facts))
        return case, [{**text_reply(text, [desk.option("human")]), "handover": True}]
    options = [desk.option(name) for name in desk.wording.cues["starters"]]
    first = desk.say("missed" if misses == 1 else "missed_twice", pending=bool(case.asked))
    again = pending(desk, case)
    offered = options if misses == 2 or not again else []
    return case, [text_reply(first, offered), *again]


def _pending_question(desk: Desk, case: Case) -> Question | None:
    if case.asked is None:
        return None
    judgement = desk.judge(case)
    return asking.question_for(
        desk, case, judgement, asking.focus_of(desk, case, judgement), case.asked
    )


def _restart(desk: Desk, case: Case, reading: Reading) -> Result:
    options = [desk.option(name) for name in desk.wording.cues["starters"]]
    return Case(), [text_reply(desk.say(reading.intent), options)]


def _forget(desk: Desk, case: Case, reading: Reading) -> Result:
    return Case(), [{**text_reply(desk.say("forget_me")), "forget": True}]


def _why_asked(desk: Desk, case: Case, reading: Reading) -> Result:
    question = _pending_question(desk, case)
    if question is None:
        return case, [text_reply(desk.say("nothing_asked"))]
    names = [desk.kb.measures[m].name for m in question.to_json()["for"][:3]]
    text = desk.say("why_asked", why=desk.addressed(question.why or ""), names=names)
    return case, [text_reply(text), asking.asked(desk, case, question, again=True)]


def _of_subjects(part: str) -> Command:
    """A command that tells one part of every measure in question."""

    def tell(desk: Desk, case: Case, reading: Reading) -> Result:
        case = case.focusing(reading.measures) if reading.measures else case
        judgement = desk.judge(case)
        named = ranking.subjects(desk, case, judgement)
        chosen = named or case.last.shown[:SHOWN]
        if part in WHY_NOT and not case.focus:
            told_of = dict.fromkeys([*chosen, *case.last.shown, *case.last.outcomes])
            refused = [m for m in told_of if judgement.verdict(m).status == "ineligible"]
            chosen = tuple(refused) or named
        if not chosen:
            if _pending_question(desk, case):
                return _why_asked(desk, case, reading)
            return case, [text_reply(desk.say("which_measure", part=part))]
        verdicts = [judgement.verdict(m) for m in chosen[: ranking.NAMED]]
        if len(verdicts) > 1 and all(v.status == "eligible" for v in verdicts):
            told = [_all_fit(desk, verdicts)]
        else:
            told = [parts.tell(desk, judgement, verdict, part) for verdict in verdicts]
        return case, [*parts.joined(told, verdicts), *pending(desk, case)]

    return tell


def _all_fit(desk: Desk, verdicts: Sequence[Verdict]) -> Reply:
    """That several may all be had, and on what conditions, in one sentence."""
    texts = dict.fromkeys(proviso.text for verdict in verdicts for proviso in verdict.subject_to)
    names = [verdict.measure.name for verdict in verdicts]
    return text_reply(desk.say("all_fit", names=names, provisos=list(texts)[:SHOWN]))


def _show_more(desk: Desk, case: Case, reading: Reading) -> Result:
    case = case.focusing(())
    judgement = desk.judge(case)
    view = ranking.overview(desk, case, judgement, everything=True)
    left = [v for v in view.open_to if v.measure.id not in case.last.outcomes]
    if not left:
        return case, [text_reply(desk.say("no_more")), *pending(desk, case)]
    shown = left[:SHOWN]
    outcomes = {**case.last.outcomes, **{v.measure.id: parts.outcome(v) for v in shown}}
    last = replace(case.last, shown=ranking.of(shown), outcomes=outcomes)
    reply = lists.listed(desk, judgement, shown, (), len(left) - len(shown), dated=False)
    return replace(case, last=last), [reply, *pending(desk, case)]


def _nothing_asked(desk: Desk, case: Case, reading: Reading) -> Result:
    return case, [text_reply(desk.say("nothing_asked"))]


def _what_is_wrong(desk: Desk, case: Case, reading: Reading) -> Result:
    text = desk.say("what_is_wrong", facts=desk.fact_texts(case.facts), place=case.region)
    return case, [text_reply(text), *pending(desk, case)]


_ALWAYS: dict[str, Command] = {"start_over": _restart, "forget_me": _forget}
_WHEN_BARE: dict[str, Command] = {
    "why_asked": _why_asked,
    "why_not": _of_subjects("why_not"),
    "what_missing": _of_subjects("what_missing"),
    "show_more": _show_more,
    "skip": _nothing_asked,
    "dont_know": _nothing_asked,
    "correct": _what_is_wrong,
}
