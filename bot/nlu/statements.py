"""Facts stated by a phrase: 没裁过人, 在职, 高级工, 农村户口; negated, asked about, or meant.

A phrase with several senses keeps those that fit on whose behalf the text speaks and what it is
about; a longer phrase silences the shorter ones inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.nlu import clauses as cl
from bot.nlu.context import Cues, fit
from bot.nlu.lexicon import Hit, Sense
from bot.nlu.senses import (
    can_be_denied,
    ends_a_job,
    is_corrected,
    is_of_one,
    is_only,
    value_of,
)
from bot.nlu.text import PARTICLES, Found, Text
from bot.nlu.unsaid import is_not_said
from policy_kb.vocabulary import Fact, Vocabulary

_SHORT = 2
_NEW_START = "就才也"
"""What begins with these is no longer under a denial before it: 我不去就辞了."""
_FLOOR = 0.1
_FAR = 2.0
"""So clearly somebody else's words that nothing about this kind of applicant is meant."""
_SPARE = 0.9
"""Senses this much worse than the best are meant too."""
_SPEAKING = ("says", "choice", "frame", "measure", "region")
_NOW = (
    "employment_status",
    "employer_type",
    "organisation_type",
    "industry",
    "certificate_level",
    "enterprise_size",
    "incubator_level",
)


class Statements:
    """Reads statements with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, cues: Cues) -> None:
        self._vocabulary = vocabulary
        self._facts = vocabulary.facts
        self._cues = cues

    def find(self, text: Text) -> list[Found]:
        """Every fact stated, left to right; of two values for one fact the later is kept."""
        taken: list[Hit] = []
        barred: list[Hit] = []
        found: list[Found] = []
        for hit in self._candidates(text):
            if any(_silences(longer, hit) for longer in taken):
                continue
            if any(_means_as_much(longer, hit) for longer in barred):
                continue
            outcome = list(self._read(text, hit))
            if outcome or self._silences(text, hit):
                taken.append(hit)
            else:
                barred.append(hit)
            found.extend(outcome)
        better = [one for one in found if one.score > _FLOOR]
        kept = [one for one in found if one in better or not any(_meet(one, o) for o in better)]
        return sorted(kept, key=lambda one: (one.start, one.end))

    def _candidates(self, text: Text) -> Iterable[Hit]:
        """Hits that could state something, longest first."""
        hits = [hit for hit in text.hits if self._could_state(text, hit)]
        return sorted(hits, key=lambda hit: (-len(hit.word), hit.start))

    def _could_state(self, text: Text, hit: Hit) -> bool:
        if not any(sense.kind in _SPEAKING for sense in hit.senses):
            return False
        if hit.senses[0].kind == "frame":
            return True
        begins = hit.start in text.boundaries and _is_level(hit)  # 高级 in 高级电工证
        if len(hit.word) <= _SHORT and not begins and not text.is_word(hit):
            return False
        if all(sense.kind == "choice" for sense in hit.senses):
            return True
        return not any(n.start <= hit.start + 1 and hit.end <= n.end + 1 for n in text.numbers)

    def _silences(self, text: Text, hit: Hit) -> bool:
        """Whether a hit that stated nothing still keeps the words inside it from speaking."""
        if any(sense.kind in ("measure", "region") for sense in hit.senses):
            return True
        return is_not_said(text, hit, self._cues)

    def _read(self, text: Text, hit: Hit) -> Iterator[Found]:
        if is_not_said(text, hit, self._cues):
            return
        of_others = self._cues.others.speak(text.text, hit, self._vocabulary)
        scored = [
            (self._score(text, hit, sense), sense)
            for sense in hit.senses
            if sense.kind in ("says", "choice", "frame")
            and not (of_others and self._facts[sense.target].about == "individual")
            and self._fits(text, hit, sense)
        ]
        best = max((score for score, _ in scored), default=-1.0)
        for score, sense in scored:
            if score > 0 and score >= best - _SPARE:
                yield from self._stated(text, hit, sense, score)

    def _stated(self, text: Text, hit: Hit, sense: Sense, score: float) -> Iterator[Found]:
        fact = self._facts[sense.target]
        led = hit.word[0] not in _NEW_START and cl.is_denied(text.before(hit.start))
        denied = can_be_denied(fact, sense) and (
            led or bool(self._cues.denied_after.match(text.text, hit.end))
        )
        if denied and ends_a_job(hit) and not is_corrected(fact, text.before(hit.start)):
            return
        value, affirmed = value_of(fact, sense, denied)
        if value is not None:
            is_frame = sense.kind == "frame"
            yield Found(fact.id, value, hit.start, hit.end, affirmed, score, is_frame)

    def _score(self, text: Text, hit: Hit, sense: Sense) -> float:
        fact, context = self._facts[sense.target], text.context
        if self._is_own_trade(text, hit, fact):
            return 1.0
        score = 1.0 + fit(fact, context, self._cues)
        topics = self._cues.topic_of.get(fact.id)
        in_topic = not topics or context.topics.intersection(topics)
        of_hires = fact.id in self._cues.needs_of_person
        if text.bare == hit.word and is_of_one(hit) and not of_hires:
            return 1.0
        lead = context.scores.get(context.viewpoint or "", 0) - context.scores.get(fact.about, 0)
        if lead >= _FAR:
            return score
        outright = sense.kind == "says" or (sense.kind == "frame" and fact.type == "set")
        if score < 0 and in_topic and outright and is_only(hit, fact, self._facts):
            return _FLOOR
        return score

    def _is_own_trade(self, text: Text, hit: Hit, fact: Fact) -> bool:
        """A person's own trade (贷15万开汽修店) is as good as a unit's."""
        if fact.id != "industry" or text.context.viewpoint != "individual":
            return False
        said = text.before(hit.start) + hit.word[:2]
        return bool(self._cues.own_trade.search(said))

    def _fits(self, text: Text, hit: Hit, sense: Sense) -> bool:
        """Whether the words around the hit allow this sense at all."""
        fact, cues = sense.target, self._cues
        twin = cues.twins.get(fact)
        if twin and sense.value in twin["members"] and twin["topic"] not in text.context.topics:
            return False
        if hit.word == text.bare:
            return True
        never = cues.never.get(fact)
        if sense.kind != "frame" and (
            hit.word in cues.whole_only.get(fact, ())
            or (never and never.touches(text.text, hit.start, hit.end))
        ):
            return False
        if hit.word == text.clause_at(hit.start).text:
            return True
        before = text.before(hit.start)
        if fact in _NOW and cues.past.search(before):
            return False
        if (own := cues.needs_of_person.get(fact)) and _tells_of_a_person(text):
            return bool(own.search(text.text))
        needs, unless = cues.needs.get(fact), cues.unless.get(fact)
        if (needs and not needs.search(text.text)) or (unless and unless.search(before)):
            return False
        followed = cues.unless_before.get(fact)
        if followed and sense.kind != "frame" and followed.match(text.text, hit.end):
            return False
        if fact == "industry" and any(
            around.meet(before, text.text, hit.end) for around in cues.not_own_industry
        ):
            return False
        stated = cues.stated.get(fact)
        if stated is None or sense.kind != "choice":
            return True
        if fact == "industry":
            return hit.word not in cues.everyday_industry or bool(stated.search(before))
        if hit.word in cues.everyday or fact == "employer_type":
            return (
                bool(stated.search(before))
                or hit.word[0] in "在给我"
                or (hit.word not in cues.everyday and not before)
            )
        return True


def _tells_of_a_person(text: Text) -> bool:
    """Whether anything in the text is a person's and no unit clearly speaks."""
    viewpoint = text.context.viewpoint
    return viewpoint == "individual" or (not viewpoint and text.context.scores["individual"] > 0)


def _meet(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _silences(longer: Hit, hit: Hit) -> bool:
    """A longer word silences those inside it, unless it only adds a particle (下岗, 下岗了).

    A frame is so wide that it silences only what speaks of the same fact.
    """
    if not longer.covers(hit) or longer.word.rstrip(PARTICLES) == hit.word:
        return False
    if longer.senses[0].kind != "frame":
        return not (_names_level_too(longer, hit) or _names_trade_too(longer, hit))
    return {sense.target for sense in hit.senses} == {longer.senses[0].target}


def _means_as_much(longer: Hit, hit: Hit) -> bool:
    """Whether a word says nothing that the longer one, which may not speak here, would not."""
    return longer.covers(hit) and all(sense in longer.senses for sense in hit.senses)


def _names_level_too(longer: Hit, hit: Hit) -> bool:
    """高级电工证 names a kind of certificate, and the level in it."""
    return _is_level(hit) and all(sense.target == "certificate_kind" for sense in longer.senses)


def _names_trade_too(longer: Hit, hit: Hit) -> bool:
    """我们饭店 and 民办养老院 name who speaks or what a unit is, and its trade."""
    of_unit = {sense.target for sense in longer.senses} <= {"audience", "organisation_type"}
    return of_unit and all(sense.target == "industry" for sense in hit.senses)


def _is_level(hit: Hit) -> bool:
    return all(sense.target == "certificate_level" for sense in hit.senses)
