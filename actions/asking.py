"""The next question: which one, how it is put, and how it is put again."""

from collections.abc import Sequence

from actions import ranking
from actions.binding import OFFERED, labels_of
from actions.case import Case
from actions.desk import Desk
from actions.updating import PLACE
from actions.words import Reply
from policy_kb import Judgement, Question, next_question


def question_for(
    desk: Desk, case: Case, judgement: Judgement, focus: Sequence[str]
) -> Question | None:
    """What is most worth asking for the measures in `focus` (empty = all)."""
    return next_question(desk.kb, judgement, focus=focus, declined=case.declined)


def focus_of(
    desk: Desk, case: Case, judgement: Judgement, *, widely: bool = False
) -> tuple[str, ...]:
    """The measures worth asking for: those in focus, else those the facts speak to.

    Empty means all of them: nothing has been told yet, or everything was asked for.
    """
    if case.focus or widely:
        return case.focus
    view = ranking.overview(desk, judgement, everything=False)
    return ranking.of((*view.sure, *view.maybe)[: ranking.SHOWN])


def asked(desk: Desk, question: Question, *, again: bool = False) -> Reply:
    """The question as a reply, its answers as choices, 不知道 last."""
    text = desk.say("asked_again" if again else "asked", question=question.text)
    choices = [{"text": text, "say": text} for text in _answers(desk, question)]
    dont_know = desk.say("dont_know")
    choices.append({"text": dont_know, "say": dont_know})
    return {"kind": "question", "fact": question.fact, "text": text, "choices": choices}


def _answers(desk: Desk, question: Question) -> list[str]:
    if question.fact == PLACE:
        return [choice["text"] for choice in question.to_json()["quick_replies"]][:OFFERED]
    return [label.text for label in labels_of(desk.kb.facts[question.fact])][:OFFERED]
