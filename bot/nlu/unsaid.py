"""Words that are only asked about, weighed or required, and so tell nothing of the applicant."""

from __future__ import annotations

from bot.nlu import clauses as cl
from bot.nlu.context import Cues
from bot.nlu.lexicon import Hit
from bot.nlu.senses import ends_a_job
from bot.nlu.text import Text


def is_not_said(text: Text, hit: Hit, cues: Cues) -> bool:
    """Whether a phrase is asked about (是小型企业吗), or said to be a requirement."""
    before, clause = text.before(hit.start), text.clause_at(hit.start).text
    after = text.text[hit.end :]
    if (
        cl.is_asked(before, hit.word)
        or _is_doubled(hit.word, after)
        or cl.is_wondered(before, clause)
    ):
        return True
    if cl.is_choice(before, after) or _is_asked_of(before, after, cues):
        return True
    if _is_asked_of_leavers(text, hit, cues):
        return True
    asked = cl.is_requirement(clause) or cl.is_definition(clause)
    return asked and text.bare != hit.word


def _is_doubled(word: str, after: str) -> bool:
    """A verb asked by being said twice: 失业金还有没有, 登记了没登记."""
    return after.startswith(("没" + word[-1], "不" + word[-1]))


def _is_asked_of_leavers(text: Text, hit: Hit, cues: Cues) -> bool:
    """Asked of whoever lost a job, at the very beginning: 被辞的能领吗."""
    bare_end = hit.end - hit.word.endswith("的")
    return (
        hit.start == 0
        and ends_a_job(hit)
        and bool(cues.asked_of_leavers.match(text.text, bare_end))
    )


def _is_asked_of(before: str, after: str, cues: Cues) -> bool:
    """Asked right after the word, or in general, of nobody (合同到期的算裁员吗)."""
    if cues.asked_after.match(after):
        return True
    in_general = not cues.others.own.search(before)
    return in_general and bool(cues.asked_of_all.match(after))
