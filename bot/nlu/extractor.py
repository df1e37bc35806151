"""From a text to what it says: the entities of the understanding, by rule and in a fixed order.

Dates are taken out before numbers, measures and places before statements, statements before
numbers are bound; what no fact took is left as a quantity or as the day to judge by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu import (
    answers,
    clauses,
    context,
    dates,
    lexicon,
    merging,
    normalise,
    numbers,
    people,
    periods,
    places,
    sayings,
    sounds,
)
from bot.nlu.certificates import Certificates
from bot.nlu.datespan import DateSpan
from bot.nlu.entities import Entity, entities_of
from bot.nlu.features import Features, Mark, Seen
from bot.nlu.figures import Figures
from bot.nlu.frames import Frames
from bot.nlu.measures import Measures
from bot.nlu.mentions import Named
from bot.nlu.number import Number
from bot.nlu.places import Place
from bot.nlu.span import Span
from bot.nlu.speaker import audience_of
from bot.nlu.statements import Statements
from bot.nlu.text import Found, Text
from bot.nlu.times import Times
from bot.nlu.uncued import is_asked_for
from policy_kb.vocabulary import Vocabulary, load_vocabulary

LONGEST = 1000
"""Characters read of one text; the rest of a pasted page is left unread."""

Boundaries = Callable[[str], "frozenset[int]"]


@dataclass(frozen=True)
class Reading:
    """All that was read in one text: what it says, and how the classifier sees it."""

    entities: tuple[Entity, ...]
    seen: Seen


class Extractor:
    """Reads texts with the words of one vocabulary; quick to call, about a second to make.

    `boundaries` gives the places where words begin and end (`segment.make_boundaries`); without
    it every place is one.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        make_boundaries: Callable[[Iterable[str]], Boundaries] | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._normaliser = normalise.Normaliser(normalise.load_simplified())
        self._lexicon = lexicon.Lexicon(lexicon.entries(vocabulary), self._plain)
        self._boundaries = make_boundaries(self._lexicon.words) if make_boundaries else _anywhere
        self._cues = context.load_cues()
        self._measures = Measures(
            vocabulary, self._measure_names(), sounds.Distance(sounds.load_sounds())
        )
        self._statements = Statements(vocabulary, self._cues)
        told = sayings.Sayings()
        self._figures = Figures(vocabulary, self._cues, told)
        self._periods = periods.Periods(vocabulary.facts)
        self._times = Times(vocabulary, self._cues, told)
        self._frames = Frames(vocabulary.facts)
        self._certificates = Certificates()
        self._answers = answers.Answers()
        self._features = Features()
        self._people = people.People()
        self.read: Callable[[str], Reading] = lru_cache(maxsize=256)(self._read_each)

    def _plain(self, text: str) -> str:
        return self._normaliser.plain(text).text

    def _measure_names(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for measure in self._vocabulary.measures.values():
            for word in measure.words:
                for name in {self._plain(word), self._plain(word).replace("缴", "交")}:
                    names.setdefault(name, []).append(measure.id)
        return names

    def _read_each(self, original: str) -> Reading:
        """The text as a whole for the classifier, and what it says of each person apart."""
        whole = self._read(original)
        plain = self._normaliser.plain(original[:LONGEST])
        stretches = self._people.stretches(clauses.split(plain.text))
        if not stretches:
            return whole
        apart = people.told_apart(
            plain, stretches, whole.entities, lambda text: self._read(text).entities
        )
        return Reading(apart, whole.seen)

    def _read(self, original: str) -> Reading:
        plain = self._normaliser.plain(original[:LONGEST])
        text, spans, found_numbers = self._prepare(plain.text)
        text = self._figures.seen_from(text)
        named = self._measures.find(plain.text, text.hits, text.context)
        found_places = places.find(text, self._vocabulary, self._cues)
        stated = self._statements.find(text.without_parts_of(named))
        free = [
            n
            for n in _free(
                found_numbers,
                [*filter(_is_whole, stated), *(one for one in named if not one.is_inferred)],
            )
            if not _required(text, n) and not is_asked_for(text, n)
        ]
        settled = frozenset(one.fact for one in stated if isinstance(one.value, (int, float)))
        bound = self._figures.bind(text, free, settled)
        timed, left_dates = self._times.bind(text, spans)
        lasting = [one for one in self._periods.find(text, spans) if one.fact not in settled]
        facts = merging.merged(
            [*stated, *timed, *lasting], [found for _, found in bound], text.context.viewpoint
        )
        facts = self._certificates.complete(text, facts)
        facts = audience_of(text, facts, named, self._vocabulary)
        taken = [number for number, _ in bound]
        answer = self._answers.find(plain.text, text.clauses)
        if answer and answer.is_loose and (facts or found_numbers or named):
            answer = None
        entities = entities_of(
            plain,
            facts=facts,
            named=named,
            places=found_places,
            dates=left_dates,
            numbers=[
                number
                for number in free
                if number not in taken and not any(_inside(number, found) for _, found in bound)
            ],
            answer=answer,
            correction=self._answers.correction(plain.text),
        )
        marks = list(_marks(named, found_places, spans, found_numbers))
        return Reading(entities, self._features.of(plain, text, entities, marks, facts, answer))

    def _prepare(self, plain: str) -> tuple[Text, list[DateSpan], list[Number]]:
        """Everything found in the text before it is decided what it means."""
        old = answers.replaced(plain)
        spans = [span for span in dates.find(plain) if not _within(span, old)]
        found = [
            number
            for number in numbers.find(plain)
            if not _within(number, old) and not any(_overlap(number, span) for span in spans)
        ]
        hits = [hit for hit in self._lexicon.find(plain) if not _within(hit, old)]
        names = [hit for hit in hits if any(s.kind in ("region", "elsewhere") for s in hit.senses)]
        found = [number for number in found if not any(_inside(number, name) for name in names)]
        hits = [hit for hit in hits if not any(n.start < hit.start < n.end for n in found)]
        parts = clauses.split(plain)
        hits += [hit for hit in self._frames.find(plain, parts) if not _within(hit, old)]
        text = Text(
            text=plain,
            hits=tuple(hits),
            numbers=tuple(found),
            clauses=parts,
            context=context.read(plain, hits, self._vocabulary, self._cues),
            boundaries=self._boundaries(plain),
            bare=answers.bare(plain),
        )
        return text, spans, found


_SURE_NAME = 0.75
_SHORT_HINT = 4
_ASKED_FOR = ("贷", "贷款", "借", "想要", "要个")


def _marks(
    named: Sequence[Named],
    found_places: Sequence[Place],
    spans: Sequence[DateSpan],
    found: Sequence[Number],
) -> Iterator[Mark]:
    """Stand-ins for what was found, whatever its name, place or value."""
    for one in named:
        is_name = not one.is_hint or (not one.is_inferred and one.end - one.start <= _SHORT_HINT)
        if one.score >= _SURE_NAME and is_name:
            yield one.start, one.end, "政策"
    for place in found_places:
        yield place.start, place.end, "外地" if "elsewhere" in place.value else "地名"
    yield from ((span.start, span.end, "时间") for span in spans)
    yield from ((number.start, number.end, "数目") for number in found)


def _anywhere(text: str) -> frozenset[int]:
    return frozenset(range(len(text) + 1))


def _within(span: Span, outer: tuple[int, int] | None) -> bool:
    return outer is not None and outer[0] <= span.start and span.end <= outer[1]


def _inside(number: Number, name: Span) -> bool:
    """Whether a number is part of a name (二连浩特, 四子王旗) or of a sum."""
    return name.start <= number.start and number.end <= name.end


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_whole(found: Found) -> bool:
    """Whether the numbers in the words of a fact are part of them: 没有一个人被辞退."""
    counts = isinstance(found.value, int) and not isinstance(found.value, bool)
    return counts or not found.is_frame


def _required(text: Text, number: Number) -> bool:
    """A number of the rules, not of the person: 要交满一年才能领吗."""
    asked_for = text.before(number.start).endswith(_ASKED_FOR)  # 贷10万用不用找人担保
    return not asked_for and clauses.is_requirement(text.clause_at(number.start).text)


def _free(found: list[Number], taken: Iterable[Span]) -> list[Number]:
    """The numbers that are not part of a word that was understood whole (三级, 4050)."""
    spans = list(taken)
    return [number for number in found if not any(_overlap(number, span) for span in spans)]


@lru_cache(maxsize=1)
def default_extractor() -> Extractor:
    """The extractor over this repository's own knowledge base, made once per process."""
    from bot.nlu.segment import make_boundaries

    return Extractor(load_vocabulary(), make_boundaries)
