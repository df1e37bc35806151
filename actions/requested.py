"""What a message asks for by name: a part of an answer, a point of the documents, a word."""

from collections.abc import Sequence

from actions import describe, parts, ranking, terms
from actions.desk import text_reply
from actions.elsewhere import MONEY
from actions.entities import Quantity
from actions.fitting import asks
from actions.moment import Moment
from actions.ranking import SHOWN
from actions.remarks import on_the_point
from actions.wishes import asks_whether
from actions.words import Reply
from policy_kb import Verdict
from policy_kb.model import Measure


class Requested:
    """The replies to that; keeps which measures were told of."""

    def __init__(self, moment: Moment) -> None:
        self.moment, self.desk = moment, moment.desk
        self.case, self.judgement = moment.case, moment.judgement
        chosen = ranking.subjects(self.desk, self.case, self.judgement)
        if not chosen and moment.reading.ask and len(self.case.last.shown) == 1:
            chosen = self.case.last.shown
        self.subjects = [self.judgement.verdict(measure) for measure in chosen]
        self.told: dict[str, str] = {}

    def tells(self, verdicts: Sequence[Verdict]) -> None:
        """Remember that these were told of."""
        self.told.update({v.measure.id: parts.outcome(v) for v in verdicts})

    def term(self) -> list[Reply]:
        """What a word of the rules means, where that was asked and not what a measure is."""
        reading = self.moment.reading
        if reading.ask != "definition" or reading.measures:
            return []
        return terms.explained(self.desk, self.judgement, self.case.focus, reading.text)

    def point(self) -> list[Reply]:
        """What the documents say of the one point asked about, of what is in question or shown."""
        shown = [self.judgement.verdict(m) for m in self.case.last.shown[: ranking.NAMED]]
        found = on_the_point(self.desk, self.subjects or shown, self.moment.reading)
        self.tells([self.judgement.verdict(reply["measure"]) for reply in found])
        return found

    def ceiling(self) -> list[Reply]:
        """Whether a sum asked about (30万行不行) lies within the most that is given."""
        sums = [q.low for q in self.moment.reading.quantities if self._is_sum(q) and q.low]
        amount = self.subjects[0].to_json()["amount"] if len(self.subjects) == 1 else None
        if not sums or not amount or amount.get("min") or not amount.get("max"):
            return []
        self.tells(self.subjects)
        text = self.desk.say(
            "ceiling",
            name=self.subjects[0].measure.name,
            text=describe.yuan(amount["text"]),
            said=sums[0],
            over=sums[0] > amount["max"],
        )
        return [text_reply(text)]

    def _is_sum(self, quantity: Quantity) -> bool:
        money = (quantity.low or 0) >= MONEY and quantity.unit in (None, "元")
        return money and asks(self.desk, quantity.clause)

    def only_named(self, part: str) -> bool:
        """Whether a measure is just named (还是问创业贷款吧), or asked if one may have it: either
        asks for the verdict, not for a part of it."""
        fresh = not all(self.moment.seen(verdict) for verdict in self.subjects)
        named = bool(self.moment.reading.measures)
        return named and fresh and (part == "details" or asks_whether(self.moment.reading))

    def still_asked(self) -> bool:
        """Whether the question is if the measure still exists."""
        cues = self.desk.wording.cues["still"]
        named = self.moment.reading.measures and self.subjects
        return bool(named) and any(cue in self.moment.reading.text for cue in cues)

    def still(self) -> list[Reply]:
        """That each is still in force, or no longer."""
        says = self.desk.say
        as_of = self.judgement.as_of
        lines = [says("still_in_force", v=v.to_json(), as_of=as_of) for v in self.subjects]
        return [text_reply("\n".join(lines))]

    def part(self, wishes: Sequence[str]) -> list[Reply]:
        """The parts of the answer that were asked for."""
        self.tells(self.subjects)
        pair = parts.together(self.desk, self.subjects)
        if wishes[0] == "details" and pair:
            return [pair]
        said = self.moment.reading.text
        return parts.tell_parts(self.desk, self.judgement, self.subjects, wishes, said)

    def carried(self) -> tuple[str, ...]:
        """The part asked last, asked of the measure now named besides its verdict: 留工补助呢."""
        reading, ask = self.moment.reading, self.moment.before.last.ask
        again = reading.text.rstrip("？?。 ").endswith(self.desk.wording.cues["again"])
        part = parts.PART_OF_ASK.get(ask or "")
        if not (again and reading.measures and reading.ask == "eligibility"):
            return ()
        return (part,) if part in parts.LISTED and part not in ("amount", "definition") else ()

    def left_out(self) -> list[Reply]:
        """The measures named of which nothing was said, so that none is forgotten."""
        words = {word for v in self.subjects for word in _words(v.measure)}
        named = (m for m in self.moment.reading.measures if m in self.desk.kb.measures)
        left = [self.desk.kb.measures[m] for m in named if m not in self.told]
        left = [measure for measure in left if not words & set(_words(measure))]
        if not left or not self.subjects:
            return []
        names = [measure.name for measure in left]
        options = self.desk.measure_options(measure.id for measure in left)
        return [text_reply(self.desk.say("left_out", names=names), options)]

    def besides(self, wishes: Sequence[str], body: Sequence[Reply]) -> list[Reply]:
        """What was asked for besides the verdict, unless a verdict in full has said it."""
        subjects = self.subjects or [
            v for m in self.told if (v := self.judgement.verdict(m)).status == "eligible"
        ]
        if not subjects or any(r.get("part") == "full" for r in body):
            return []
        left = [w for w in wishes if w in parts.LISTED and (w != "amount" or self.subjects)]
        return parts.tell_parts(self.desk, self.judgement, subjects[:SHOWN], left) if left else []

    def of_all(self, wishes: Sequence[str]) -> list[Reply]:
        """A part asked of nothing in particular: that of each certain measure, in one list."""
        view = ranking.overview(self.desk, self.case, self.judgement, everything=False)
        if not view.sure or not set(wishes) <= set(parts.LISTED):
            return []
        self.tells(view.sure[:SHOWN])
        return parts.tell_parts(self.desk, self.judgement, view.sure[:SHOWN], wishes)

    def which(self) -> list[Reply]:
        """A part was asked for and no measure is meant: offer those shown, or the likeliest."""
        if self.moment.reading.ask == "status":
            return [text_reply(self.desk.say("scripted/ask_status"))]
        shown = [self.judgement.verdict(m) for m in self.case.last.shown]
        part = parts.PART_OF_ASK.get(self.moment.reading.ask or "")
        if part in parts.LISTED and 0 < len(shown) <= ranking.NAMED:
            return parts.tell_parts(self.desk, self.judgement, shown, [part])
        view = ranking.overview(self.desk, self.case, self.judgement, everything=True)
        likely = self.case.last.shown or ranking.of(view.open_to)
        options = self.desk.measure_options(likely[:SHOWN], self.moment.reading.ask)
        return [text_reply(self.desk.say("which_measure"), options)]


def _words(measure: Measure) -> tuple[str, ...]:
    return (measure.name, *measure.aliases)
