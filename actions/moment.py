"""One turn in hand: the case before and after it, what was said, and the judgement."""

from dataclasses import dataclass

from actions import ranking
from actions.case import Case
from actions.desk import Desk
from actions.understanding import Reading
from actions.updating import Update
from policy_kb import Judgement, Question, Verdict


@dataclass(frozen=True, slots=True)
class Moment:
    """What the telling of a turn looks at."""

    desk: Desk
    before: Case
    case: Case
    judgement: Judgement
    reading: Reading
    change: Update

    @property
    def widely(self) -> bool:
        """Whether every measure is asked about, not the one in focus."""
        named = 0 < len(self.case.focus) <= ranking.NAMED
        return ranking.asks_widely(self.desk, self.reading) and not named

    def again(self, question: Question) -> bool:
        """Whether this question stood open and the message was something else."""
        return self.digressed and question.fact == self.before.asked

    @property
    def digressed(self) -> bool:
        """Whether a question stood open and this message was something else."""
        return self.before.asked is not None and not self.change.answered

    def seen(self, verdict: Verdict) -> str | None:
        """The outcome told of this measure before; see `parts.outcome`."""
        return self.before.last.outcomes.get(verdict.measure.id)

    def asked_anew(self, verdict: Verdict) -> bool:
        """The message names the measure, or asks about it without telling anything new."""
        if verdict.measure.id in self.reading.measures or self.change.day_moved:
            return True
        return self.reading.ask is not None and not self.change.told
