"""Questions counted: as policybot asks them, and as the best possible questioning would."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from policy_kb import KnowledgeBase, judge, next_question
from tests.questions.applicants import Facts, Form

OPEN = "undetermined"
Answers = tuple[tuple[str, str], ...]


def asked(kb: KnowledgeBase, form: Form, applicant: Facts) -> int:
    """How many questions policybot puts to an applicant who names the measure."""
    answers: dict[str, Any] = {}
    declined: list[str] = []
    count = 0
    while True:
        facts = {**form.known, **answers}
        judged = judge(kb, facts, region=form.region, as_of=form.as_of, measures=[form.measure])
        if judged.verdict(form.measure).status != OPEN:
            return count
        question = next_question(kb, judged, focus=[form.measure], declined=declined)
        if question is None:
            return count
        count += 1
        if question.fact in applicant:
            answers[question.fact] = applicant[question.fact]
        else:
            declined.append(question.fact)


def least(kb: KnowledgeBase, form: Form) -> float:
    """The average number of questions of the best questioning there is for these applicants.

    Found by trying every question in every situation: whom it is put to is not known, but how
    frequent each answer is among the applicants is.
    """
    values = {(name, repr(a[name])): a[name] for a in form.applicants for name in form.fields}
    people = [{name: repr(a[name]) for name in form.fields} for a in form.applicants]

    @cache
    def missing(state: Answers) -> tuple[str, ...]:
        told = {name: values[name, key] for name, key in state}
        verdict = form.judged(kb, told)
        if verdict.status != OPEN:
            return ()
        return tuple(n for n in verdict.missing if n in form.fields and n not in told)

    @cache
    def total(state: Answers) -> int:
        """The questions that all applicants with these answers need together from here on."""
        here = _those(people, dict(state))
        best = len(here) * len(form.fields)
        for name in missing(state):
            spent = len(here)
            for key in {person[name] for person in here}:
                spent += total(tuple(sorted((*state, (name, key)))))
                if spent >= best:
                    break
            best = min(best, spent)
        return best if missing(state) else 0

    return total(()) / len(people)


def _those(
    people: Sequence[Mapping[str, str]], state: Mapping[str, str]
) -> list[Mapping[str, str]]:
    return [p for p in people if all(p[name] == key for name, key in state.items())]
