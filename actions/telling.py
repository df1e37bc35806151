"""One judgement being told: the verdicts in question, what else may fit, where to go from here."""

from dataclasses import replace

from actions import asking, lists, parts, ranking, terms
from actions.case import Case
from actions.desk import Desk, text_reply, with_options
from actions.ranking import SHOWN
from actions.supposing import conditional
from actions.understanding import Reading
from actions.updating import Update
from actions.words import Reply
from policy_kb import Judgement, Question, Verdict


class Telling:
    """One judgement being told: gathers the replies and remembers what was told."""

    def __init__(
        self,
        desk: Desk,
        before: Case,
        case: Case,
        judgement: Judgement,
        reading: Reading,
        change: Update,
    ) -> None:
        self.desk, self.before, self.case = desk, before, case
        self.judgement, self.reading, self.change = judgement, reading, change
        self.subjects = [judgement.verdict(m) for m in ranking.subjects(desk, case, judgement)]
        self.widely = ranking.asks_widely(desk, reading)
        self.told: dict[str, str] = {}

    def replies(self) -> list[Reply]:
        """The body, then the question or what one may ask next."""
        part = parts.PART_OF_ASK.get(self.reading.ask or "")
        if part == "definition" and (term := self._term()):
            return [*term, *self._ending(self._question(), [])]
        if part and not self.subjects:
            return self._which(part)
        question = self._question()
        pair = parts.together(self.desk, self.subjects) if part else None
        if part == "details" and pair:
            body = [pair]
        elif part:
            body = [self._part(verdict, part) for verdict in self.subjects]
        else:
            body = [*self._verdicts(question), *self._overview(), *self._ended()]
        ending = self._ending(question, body)
        return [*body, *ending]

    def remembered(self) -> Case:
        """The case with what was told this turn on record."""
        last = self.case.last
        shown = tuple(self.told) or last.shown
        outcomes = {**last.outcomes, **self.told}
        ask = self.reading.ask if not self.subjects else None
        return replace(self.case, last=replace(last, shown=shown, outcomes=outcomes, ask=ask))

    def _term(self) -> list[Reply]:
        """What a word of the rules means, when no measure's definition was asked for."""
        if self.reading.measures:
            return []
        return terms.explained(self.desk, self.judgement, self.case.focus, self.reading.text)

    def _which(self, part: str) -> list[Reply]:
        """A part was asked for and no measure is meant: offer the likeliest."""
        view = ranking.overview(self.desk, self.judgement, everything=True)
        options = self.desk.measure_options(ranking.of(view.ranked[:SHOWN]), self.reading.ask)
        return [text_reply(self.desk.say("which_measure", part=part), options)]

    def _question(self) -> Question | None:
        focus = asking.focus_of(self.desk, self.case, self.judgement, widely=self.widely)
        return asking.question_for(self.desk, self.case, self.judgement, focus)

    def _part(self, verdict: Verdict, part: str) -> Reply:
        self.told[verdict.measure.id] = parts.outcome(verdict)
        return parts.tell(self.desk, self.judgement, verdict, part)

    def _verdicts(self, question: Question | None) -> list[Reply]:
        """The measures in question, each as far as there is something new to say of it."""
        replies: list[Reply] = []
        for verdict in self.subjects:
            replies += self._verdict(verdict, question)
        if replies and (together := parts.together(self.desk, self.subjects)):
            replies.append(together)
        return replies

    def _verdict(self, verdict: Verdict, question: Question | None) -> list[Reply]:
        seen = self.case.last.outcomes.get(verdict.measure.id)
        same = seen == parts.outcome(verdict)
        if self._amount_declined(verdict):
            return [self._part(verdict, "amount")]
        if verdict.status == "undetermined":
            if question is None:
                self.told[verdict.measure.id] = parts.outcome(verdict)
                return [conditional(self.desk, self.case, verdict)]
            return (
                []
                if same and not self._asked_anew(verdict)
                else [self._part(verdict, "provisional")]
            )
        if same and not self._asked_anew(verdict):
            return [self._unchanged(verdict)] if self.change.told else []
        refined = (seen or "").partition("|")[0] == verdict.status == "eligible"
        if refined and not self._asked_anew(verdict):
            return [self._part(verdict, "amount")]
        turned = self._turned(seen, verdict)
        return [*turned, self._part(verdict, self._length(verdict))]

    def _length(self, verdict: Verdict) -> str:
        if verdict.status == "not_in_force":
            return "ended"
        return "full" if len(self.subjects) == 1 else "short"

    def _asked_anew(self, verdict: Verdict) -> bool:
        """The message names the measure or asks about it without telling anything new."""
        if verdict.measure.id in self.reading.measures or self.change.moved:
            return True
        return self.reading.ask is not None and not self.change.told

    def _amount_declined(self, verdict: Verdict) -> bool:
        """不知道 to a sum that the amount needs: then the formula is the answer."""
        needs = (verdict.to_json().get("amount") or {}).get("needs") or ()
        declined = self.change.answered and self.before.asked in self.case.declined
        return declined and self.before.asked in needs and verdict.status == "eligible"

    def _unchanged(self, verdict: Verdict) -> Reply:
        self.told[verdict.measure.id] = parts.outcome(verdict)
        return text_reply(self.desk.say("unchanged", v=verdict.to_json()))

    def _turned(self, seen: str | None, verdict: Verdict) -> list[Reply]:
        """That a verdict told before no longer stands."""
        was = (seen or "").partition("|")[0]
        if was in parts.DECIDED and was != verdict.status:
            return [text_reply(self.desk.say("turned", v=verdict.to_json(), was=was))]
        return []

    def _overview(self) -> list[Reply]:
        """Beside the measures in question, what else the facts speak to; news only."""
        if self.case.focus:
            return []
        view = ranking.overview(self.desk, self.judgement, everything=self.widely)
        told = {verdict.measure.id for verdict in self.subjects}
        rest = [v for v in (*view.sure, *view.maybe) if v.measure.id not in told]
        near = [v for v in view.near if v.measure.id not in told][:2]
        shown = rest[: SHOWN - len(near) - len(told)]
        listed = {v.measure.id: parts.outcome(v) for v in (*shown, *near)}
        news = any(self.case.last.outcomes.get(m) != now for m, now in listed.items())
        if not (listed and (news or self.widely)):
            return []
        self.told.update(listed)
        more = len(rest) - len(shown)
        return [lists.listed(self.desk, self.judgement, shown, near, more, dated=not told)]

    def _ended(self) -> list[Reply]:
        """What would have spoken to the facts while it was in force, if anything new was told."""
        if self.case.focus or not (self.change.told or self.change.moved):
            return []
        return lists.ended(self.desk, self.case, self.judgement)

    def _ending(self, question: Question | None, body: list[Reply]) -> list[Reply]:
        """The next question, or else where one may go from here."""
        past = parts.past_options(self.desk, self.judgement, self.subjects)
        if question is not None:
            if past and body:
                body[-1] = with_options(body[-1], past)
            return [asking.asked(self.desk, question, again=self._digressed())]
        options = [*past]
        if len(self.subjects) == 1:
            options += parts.follow_ups(self.desk, self.subjects[0], self.reading.ask)
        elif self.subjects:
            options += self.desk.measure_options(v.measure.id for v in self.subjects)
        other = self._alternatives() if self.case.focus else []
        if body and options:
            body[-1] = with_options(body[-1], options)
        return other or ([] if body else [text_reply(self.desk.say("anything_else"), options)])

    def _digressed(self) -> bool:
        return self.before.asked is not None and not self.change.answered

    def _alternatives(self) -> list[Reply]:
        """After a refusal: what else the facts speak for."""
        if not any(v.status in ("ineligible", "not_in_force") for v in self.subjects):
            return []
        view = ranking.overview(self.desk, self.judgement, everything=False)
        told = {verdict.measure.id for verdict in self.subjects}
        others = [v for v in (*view.sure, *view.maybe) if v.measure.id not in told][:3]
        if not others:
            return []
        self.told.update({v.measure.id: parts.outcome(v) for v in others})
        return [lists.instead(self.desk, others)]
