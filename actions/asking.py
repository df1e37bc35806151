"""The next question: which one, how it is put, and how it is put again."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import inf
from typing import Any

from actions import ranking
from actions.case import Case
from actions.desk import Desk, with_options
from actions.elsewhere import NUMERIC
from actions.words import Reply
from policy_kb import Judgement, Question, next_question

OFFERED = 12
"""At most so many answers are shown with a question; 不知道 comes after them."""


OPEN, CERTAIN = 3, 2
"""Without a focus, questions serve the likeliest so many open measures, and the amounts of so
many certain ones."""

MANY = 4
"""While more measures than these are open, questions serve all of them: first it is narrowed
down."""


WIDE = 2
"""With so few facts told and no measure named, questions serve every measure."""

_WHO_AND_WHERE = ("audience", "region")


def question_for(
    desk: Desk,
    case: Case,
    judgement: Judgement,
    focus: Sequence[str],
    pending: str | None = None,
) -> Question | None:
    """What is most worth asking for the measures in `focus` (empty = all).

    A question `pending` is put again rather than another, as long as its answer matters. With no
    measure named, whose behalf and where come first.
    """
    if focus and not case.focus and (case.region is None or "audience" not in case.facts):
        first = next_question(desk.kb, judgement, declined=case.declined)
        if first and first.fact in _WHO_AND_WHERE:
            return first
    early = [] if case.region else desk.wording.cues["needs_place"]
    declined = (*case.declined, *early)
    later = (*declined, *(name for name in _later(desk, case) if name != pending))
    return next_question(
        desk.kb, judgement, focus=focus, declined=later, pending=pending
    ) or next_question(desk.kb, judgement, focus=focus, declined=declined, pending=pending)


def _later(desk: Desk, case: Case) -> list[str]:
    """What is delicate to ask, and, with no measure named, what nothing told comes near."""
    groups = [] if case.focus else desk.wording.cues["ask_last"]
    far = [name for group in groups if not set(group) & set(case.facts) for name in group]
    return [*desk.wording.cues["delicate"], *far]


def focus_of(
    desk: Desk, case: Case, judgement: Judgement, *, widely: bool = False
) -> tuple[str, ...]:
    """The measures worth asking for: those in focus, else those the facts speak to.

    Empty means all of them: nothing has been told yet, or everything was asked for.
    """
    if (case.focus and len(case.focus) <= ranking.NAMED) or widely:
        return case.focus
    if not case.focus and len(judgement.case.told - {"audience"}) <= WIDE:
        return ()
    view = ranking.overview(desk, case, judgement, everything=False)
    if len(view.maybe) > MANY:
        return ranking.of(view.maybe)
    return ranking.of((*view.maybe[:OPEN], *view.sure[:CERTAIN]))


def asked(desk: Desk, case: Case, question: Question, *, again: bool = False) -> Reply:
    """The question as a reply, its answers as choices, 不知道 last.

    Of a number told roughly before (三十来号) it is said that the exact one is needed, and only
    those answers are offered that it leaves open.
    """
    told = case.facts.get(question.fact)
    rough = isinstance(told, Mapping) and question.type in NUMERIC
    message = "asked_exactly" if rough else "asked_again" if again else "asked"
    known = desk.fact_texts({question.fact: told}) if rough else []
    text = desk.say(message, question=desk.addressed(question.text), told=known)
    whole = {**question.to_json(), "text": text}
    reply = {"kind": "question", "fact": question.fact, "text": text, "question": whole}
    offered = [*_years(desk, question, case.as_of or desk.today), *_answers(question)]
    if rough:
        offered = [(word, value) for word, value in offered if _meet(told, value)]
        offered = offered if len(offered) > 1 else []  # one answer tells nothing new
    answers = [{"text": word, "fact": question.fact, "value": v} for word, v in offered]
    unknown = {"text": desk.say("dont_know"), "fact": question.fact, "value": None}
    return with_options(reply, [*answers, unknown])


def _meet(told: Any, value: Any) -> bool:
    """Whether an answer offered has a number in common with the range told."""
    low, high = _ends(value)
    least, most = _ends(told)
    return low <= most and least <= high


def _ends(value: Any) -> tuple[float, float]:
    if isinstance(value, Mapping):
        return value.get("min", -inf), value.get("max", inf)
    return (value, value) if isinstance(value, int | float) else (-inf, inf)


def _years(desk: Desk, question: Question, day: date) -> list[tuple[str, Any]]:
    """For a year or a day, the last three years, the nearest first."""
    if question.type not in ("year", "date"):
        return []
    words = desk.wording.cues["years"]
    return [
        (f"{word}（{year}年）", year if question.type == "year" else _within(year, day))
        for word, year in zip(words, range(day.year, 0, -1), strict=False)
    ]


def _within(year: int, day: date) -> dict[str, str]:
    last = min(day, date(year, 12, 31))
    return {"min": f"{year}-01-01", "max": last.isoformat()}


def _answers(question: Question) -> list[tuple[str, Any]]:
    """Quick replies, or every choice where there are none; a few choices may follow the former."""
    replies = [(text, value) for text, value in question.quick_replies]
    chosen = [value for _, value in replies]
    if question.type == "boolean" or (question.type == "choice" and replies):
        return replies
    rest = [(text, value) for value, text in question.choices if value not in chosen]
    none_of_them = [reply for reply in replies if isinstance(reply[1], dict)]
    if question.type == "set":
        return [*rest[:OFFERED], *none_of_them]
    return [*replies, *rest][:OFFERED]
