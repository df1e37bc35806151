"""A judgement told: the verdicts in question, what else may fit, where to go from here."""

from collections.abc import Sequence
from dataclasses import replace

from actions import asking, lists, parts, ranking
from actions.case import Case, Option
from actions.desk import text_reply, with_options
from actions.news import news
from actions.ranking import SHOWN
from actions.reasons import explained
from actions.requested import Requested
from actions.wishes import wished
from actions.words import Reply
from policy_kb import Question, Verdict


class Telling(Requested):
    """Gathers the replies of one turn and remembers which measures they told of."""

    def replies(self) -> list[Reply]:
        """The body, then the question or what one may ask next."""
        part = parts.PART_OF_ASK.get(self.moment.reading.ask or "")
        if part == "details" and (self.moment.change.told or self.moment.change.answered):
            part = None  # something told calls for the verdict, not for remarks
        wishes = (*wished(self.desk, self.moment.reading), *self.carried())
        named = 0 < len(self.case.focus) <= ranking.NAMED
        known = named or any(self.moment.seen(v) for v in self.subjects)
        if part and not known and not self.moment.change.told:
            body = self.term() or self.point() or self.of_all(wishes) or self.which()
            return [*body, *self._again()]
        question = self._question()
        point = self.ceiling() or self.point()
        named_anew = bool(self.moment.reading.measures) and not all(
            self.moment.seen(verdict) for verdict in self.subjects
        )
        if point and (part or not named_anew):
            body = point
        elif self.still_asked():
            body = [*self.still(), *self.verdicts(question)]
        elif part and known and self.subjects and not self.only_named(part):
            body = self.term() or self.part(wishes)
        else:
            body = [*self.verdicts(question), *self._overview(), *self._ended()]
            body += self.besides(wishes, body)
        return self._ended_with([*self._rejudged(), *body, *self.left_out()], question)

    def remembered(self) -> Case:
        """The case with what was told this turn on record."""
        last = self.case.last
        shown = tuple(self.told) or last.shown
        earlier = {m: told for m, told in last.outcomes.items() if m not in self.told}
        outcomes = {**earlier, **self.told}
        ask = self.moment.reading.ask if self.subjects else None
        return replace(self.case, last=replace(last, shown=shown, outcomes=outcomes, ask=ask))

    def _question(self) -> Question | None:
        focus = asking.focus_of(self.desk, self.case, self.judgement, widely=self.moment.widely)
        open_one = self.moment.before.asked if self.moment.digressed else None
        found = asking.question_for(self.desk, self.case, self.judgement, focus, open_one)
        return found or (self._still_open(open_one) if open_one else None)

    def _still_open(self, asked: str) -> Question | None:
        """The question put before, while a measure told of hangs on it."""
        told = [m for m, how in self.case.last.outcomes.items() if how.startswith("undetermined")]
        if not told or asked in self.case.declined:
            return None
        found = asking.question_for(self.desk, self.case, self.judgement, told, asked)
        return found if found and found.fact == asked else None

    def _settled_by(self, verdict: Verdict, told: Sequence[str]) -> bool:
        """Whether what was just told settles a measure that was left open."""
        was_open = (self.moment.seen(verdict) or "").startswith("undetermined")
        return was_open and verdict.status in parts.DECIDED and bool(verdict.about & set(told))

    def _rejudged(self) -> list[Reply]:
        """Which of the measures told before stand differently now: after a correction, or, of
        those left open, after what was told while another is in focus."""
        change = self.moment.change
        if not change.changed and not change.told:
            return []
        others = [v for v in self.judgement.verdicts if self.moment.seen(v)]
        others = [v for v in others if v not in self.subjects]
        if not change.changed:
            others = [v for v in others if self._settled_by(v, change.told)]
        if not change.changed and not (self.case.focus and self.subjects):
            others = [v for v in others if v.status == "ineligible" and not ranking.is_near(v)]
        turned = [
            {
                "v": v.to_json(),
                "was": was,
                "leaves": explained(self.desk, self.judgement, v.to_json()),
            }
            for v in others
            if (was := (self.moment.seen(v) or "").partition("|")[0]) != v.status
        ]
        self.tells([v for v in others if self.moment.seen(v) != parts.outcome(v)])
        if not turned and (self.subjects or not others):
            return []
        return [text_reply(self.desk.say("rejudged", turned=turned))]

    def verdicts(self, question: Question | None) -> list[Reply]:
        """The measures in question, each as far as there is something new to say of it."""
        replies: list[Reply] = []
        for verdict in self.subjects:
            replies += news(self.moment, verdict, question, alone=len(self.subjects) == 1)
        replies = parts.joined(replies, self.subjects)
        if not replies:
            return []
        first_time = not all(self.moment.seen(verdict) for verdict in self.subjects)
        self.tells(self.subjects)
        pair = parts.together(self.desk, self.subjects) if first_time else None
        return [*replies, pair] if pair else replies

    def _overview(self) -> list[Reply]:
        """Beside the measures in question, what else the facts speak to; only what is new."""
        if self.case.focus and self.subjects:
            return []
        view = ranking.overview(self.desk, self.case, self.judgement, everything=self.moment.widely)
        others = [v for v in (*view.open_to, *view.near) if v not in self.subjects]
        fresh = [v for v in others if self.moment.widely or self.moment.seen(v) != parts.outcome(v)]
        near = [v for v in fresh if v.status == "ineligible"][: lists.NEAR]
        shown = [v for v in fresh if v.status != "ineligible"]
        if not self.moment.widely:
            shown.sort(key=lambda verdict: not self._bears(verdict))
        shown = shown[: SHOWN - len(near) - len(self.subjects)]
        if not self.moment.judgement.case.told - {"audience"} and "audience" not in self.case.facts:
            return [text_reply(self.desk.say("no_facts"))] if self.moment.widely else []
        if not (shown or near):
            return []
        self.tells([*shown, *near])
        told = {**self.case.last.outcomes, **self.told}
        more = sum(v.status != "ineligible" and v.measure.id not in told for v in others)
        dated = not self.case.last.shown and not self.subjects
        return [lists.listed(self.desk, self.judgement, shown, near, more, dated=dated)]

    def _bears(self, verdict: Verdict) -> bool:
        """Whether what was just told, beside other things before, is about this measure."""
        told = set(self.moment.change.told)
        founding = bool(told & set(self.desk.wording.cues["own_business"]))
        founders = self.desk.wording.cues["for_founders"] if founding else ()
        return bool(verdict.about & told) or verdict.measure.id in founders

    def _ended(self) -> list[Reply]:
        """What would have spoken to the facts while it was in force, told once.

        Not for one who chose an earlier day: what had ended before that is not the matter.
        """
        if self.case.focus or self.case.as_of or not self.moment.change.anything:
            return []
        told = [self.judgement.verdict(m) for m in (*self.told, *self.case.last.outcomes)]
        worthwhile = [v for v in told if ranking.is_worthwhile(v)]
        if any(v.status == "eligible" for v in worthwhile):
            return []
        found = bool(worthwhile)
        gone = lists.gone(self.desk, self.case, self.judgement, sure_only=found)
        if all(self.moment.seen(verdict) for verdict in gone):
            return []
        self.tells(gone)
        return [lists.ended(self.desk, self.judgement, gone)]

    def _again(self) -> list[Reply]:
        """The question that stood open before, once more."""
        question = self._question() if self.moment.digressed else None
        return [self._put(question)] if question else []

    def _put(self, question: Question) -> Reply:
        return asking.asked(self.desk, self.case, question, again=self.moment.again(question))

    def _ended_with(self, body: list[Reply], question: Question | None) -> list[Reply]:
        """The body with where one may go from here, and the next question."""
        past = parts.past_options(
            self.desk,
            self.judgement,
            self.subjects,
            back=question is None or self.moment.change.day_moved,
        )
        settled = all(verdict.status in parts.DECIDED for verdict in self.subjects)
        options = [*past, *(self._next_steps() if settled else [])]
        others = self._alternatives() if body and self.case.focus else []
        if body:
            body = [*body[:-1], with_options(body[-1], options), *others]
        elif question is None:
            body = [text_reply(self.desk.say("anything_else"), options)]
        return [*body, self._put(question)] if question else body

    def _next_steps(self) -> list[Option]:
        if len(self.subjects) == 1:
            return parts.follow_ups(self.desk, self.subjects[0], self.moment.reading.ask)
        return self.desk.measure_options(ranking.of(self.subjects))

    def _alternatives(self) -> list[Reply]:
        """After a refusal: what else the facts speak for."""
        if not any(v.status in ("ineligible", "not_in_force") for v in self.subjects):
            return []
        anywhere = self.case.focusing(())
        view = ranking.overview(self.desk, anywhere, self.judgement, everything=False)
        refused = [v for v in self.subjects if v.status in ("ineligible", "not_in_force")]
        others = ranking.akin(refused, view.open_to)
        others = [v for v in others if v not in self.subjects][: lists.INSTEAD]
        if all(self.moment.seen(verdict) == parts.outcome(verdict) for verdict in others):
            return []
        self.tells(others)
        return [lists.instead(self.desk, others)]
