"""What of a verdict is worth saying this turn: what is new, and no more."""

from actions import parts
from actions.desk import text_reply
from actions.moment import Moment
from actions.supposing import conditional
from actions.words import Reply
from policy_kb import Question, Verdict


def news(
    moment: Moment, verdict: Verdict, question: Question | None, *, alone: bool
) -> list[Reply]:
    """The replies about one measure in question; `alone`: it is the only one."""
    if _amount_declined(moment, verdict):
        return [_part(moment, verdict, "amount")]
    told_before = moment.seen(verdict) == parts.outcome(verdict) and not moment.asked_anew(verdict)
    if verdict.status == "undetermined":
        return _undetermined(moment, verdict, question, told_before)
    if told_before:
        moved = moment.change.place_moved
        bears_on_it = verdict.about & set(moment.change.told)
        if verdict.status not in parts.DECIDED or not (bears_on_it or moved):
            return []
        return [text_reply(moment.desk.say("unchanged", v=verdict.to_json(), place=moved))]
    if _refined(moment, verdict):
        return [_part(moment, verdict, "amount")]
    length = "full" if alone else "short"
    part = "ended" if verdict.status == "not_in_force" else length
    return [*_turned(moment, verdict), _part(moment, verdict, part)]


def _part(moment: Moment, verdict: Verdict, part: str) -> Reply:
    return parts.tell(moment.desk, moment.judgement, verdict, part)


def _undetermined(
    moment: Moment, verdict: Verdict, question: Question | None, told_before: bool
) -> list[Reply]:
    """While questions remain, where it stands; when none is left, the answer for each case."""
    if question is None:
        return [conditional(moment.desk, moment.case, verdict)]
    return [] if told_before else [_part(moment, verdict, "provisional")]


def _amount_declined(moment: Moment, verdict: Verdict) -> bool:
    """不知道 to a sum that the amount needs: then the formula is the answer."""
    asked = moment.before.asked
    declined = moment.change.answered and asked in moment.case.declined
    amount = verdict.amount
    return (
        declined and verdict.status == "eligible" and amount is not None and asked in amount.needs
    )


def _refined(moment: Moment, verdict: Verdict) -> bool:
    """Eligible as before, and only the amount has become clearer."""
    was = (moment.seen(verdict) or "").partition("|")[0]
    return was == verdict.status == "eligible" and not moment.asked_anew(verdict)


def _turned(moment: Moment, verdict: Verdict) -> list[Reply]:
    """That a verdict told before no longer stands."""
    was = (moment.seen(verdict) or "").partition("|")[0]
    if was in parts.DECIDED and was != verdict.status:
        return [text_reply(moment.desk.say("turned", v=verdict.to_json(), was=was))]
    return []
