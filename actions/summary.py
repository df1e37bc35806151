"""一共有啥，总结一下: all that is certain with its amount, then the likeliest of what is open."""

from dataclasses import replace

from actions import asking, lists, parts, ranking
from actions.case import Case
from actions.desk import Desk
from actions.understanding import Reading
from actions.updating import Update
from actions.words import Reply

CERTAIN, OPEN, REFUSED = 10, 5, 3
"""At most so many that are certain, that are open and that were refused are listed."""


def wanted(desk: Desk, reading: Reading, change: Update) -> bool:
    """Whether a message asks for everything, and nothing new was told with it."""
    if change.anything or reading.measures or not set(change.case.facts) - {"audience"}:
        return False
    return any(cue in reading.text for cue in desk.wording.cues["everything"])


def told(desk: Desk, case: Case, reading: Reading) -> tuple[Case, list[Reply]]:
    """The whole list, what was shown before included, and the next question."""
    case = case.focusing(())
    judgement = desk.judge(case)
    view = ranking.overview(desk, case, judgement, everything=True)
    likely = ranking.overview(desk, case, judgement, everything=False).maybe
    maybe = [*likely, *(v for v in view.maybe if v not in likely)]
    shown = [*view.sure[:CERTAIN], *maybe[:OPEN]]
    outcomes = {**case.last.outcomes, **{v.measure.id: parts.outcome(v) for v in shown}}
    more = sum(v.measure.id not in outcomes for v in view.open_to)
    last = replace(case.last, shown=ranking.of(shown), outcomes=outcomes)
    case = replace(case, last=last)
    told_of = [judgement.verdict(measure) for measure in outcomes]
    refused = [v for v in told_of if v.status == "ineligible"][:REFUSED]
    reply = lists.listed(desk, judgement, shown, refused, more)
    focus = asking.focus_of(desk, case, judgement)
    question = asking.question_for(desk, case, judgement, focus, case.asked)
    if question is None:
        return case, [reply]
    again = question.fact == case.asked
    return case, [reply, asking.asked(desk, case, question, again=again)]
