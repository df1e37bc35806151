"""From Rasa's parse result to a Reading: what the message says, dates resolved, scope decided."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from actions import timewords
from actions.entities import (
    Quantity,
    answer_of,
    facts_of,
    last,
    last_of,
    measures_of,
    quantities_of,
)
from actions.intents import Meaning, intent_meanings
from actions.words import Ask, Scope

UNSURE = 0.5
"""Below this confidence the classifier's word counts less than facts and measures found."""

_SPEAKERS = ("self", "unit")
_NOT_UNDERSTOOD = frozenset({"nonsense", "nlu_fallback", ""})
_STRIPPED = re.compile(r"[\s,.!?;:~…、，。！？；：“”\"'「」【】（）()]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, understood. `when` is the raw date span behind `as_of`, for bare answers."""

    text: str
    intent: str = "nonsense"
    confidence: float = 0.0
    scope: Scope = "in"
    ask: Ask | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    region: str | None = None
    elsewhere: str | None = None
    elsewhere_said: str | None = None
    """The place outside Inner Mongolia in the words of the message: 沈阳, for 辽宁省."""
    as_of: date | None = None
    when: Any = None
    quantities: tuple[Quantity, ...] = ()
    answer: Literal["yes", "no", "unknown"] | None = None
    is_correction: bool = False
    is_pick: bool = False
    """One of the choices offered was picked."""
    person: str | None = None
    """Whom the message speaks of (entity `person`); None = whoever was spoken of before."""
    person_outright: bool = False
    """The person was named, not just implied."""
    parts: tuple["Reading", ...] = ()
    """What is said of each person, where the message speaks of several."""

    @property
    def understood(self) -> bool:
        """Whether there is anything in it to act on."""
        found = self.facts or self.measures or self.region or self.elsewhere or self.as_of
        return (
            bool(found or self.guesses)
            or self.person_outright
            or self.intent not in _NOT_UNDERSTOOD
        )

    def to_json(self) -> dict[str, Any]:
        """What /api/v1/parse and `policybot parse` show."""
        shown = ("intent", "confidence", "scope", "ask", "facts", "measures", "region")
        values = {name: getattr(self, name) for name in shown}
        return {**values, "facts": dict(self.facts), "measures": [*self.measures, *self.guesses]}


def read(
    parse: Mapping[str, Any],
    *,
    today: date,
    as_of: date | None = None,
    meanings: Mapping[str, Meaning] | None = None,
) -> Reading:
    """The Reading of Rasa's parse result (or tracker.latest_message).

    去年 and the like relate to the date judged by: the one this message names, else `as_of`,
    else `today`; the date this message names is itself relative to `today`.
    """
    entities: list[Mapping[str, Any]] = list(parse.get("entities") or ())
    meanings = meanings or intent_meanings()
    said = _by_person(entities)
    whole = _of(parse, entities, said[-1][0] if said else None, today, as_of, meanings)
    if len(said) < 2:
        return whole
    parts = tuple(_of(parse, each, who, today, as_of, meanings) for who, each in said)
    return replace(whole, parts=parts)


Who = Mapping[str, Any] | None


def _by_person(
    entities: Sequence[Mapping[str, Any]],
) -> list[tuple[Who, list[Mapping[str, Any]]]]:
    """What is said of each person; what comes before anybody is named, of None."""
    said: dict[str, tuple[Who, list[Mapping[str, Any]]]] = {}
    ahead: list[Mapping[str, Any]] = []
    now = ahead
    for entity in entities:
        if entity["entity"] == "person":
            who = entity["value"]
            now = said.setdefault(who["person"], (who, []))[1]
        else:
            now.append(entity)
    if not any(entity["entity"] == "fact" for entity in ahead):
        for _, each in list(said.values())[:1]:
            each[:0] = ahead
        return list(said.values())
    return [(None, ahead), *said.values()] if said else []


def _of(
    parse: Mapping[str, Any],
    entities: Sequence[Mapping[str, Any]],
    who: Who,
    today: date,
    as_of: date | None,
    meanings: Mapping[str, Meaning],
) -> Reading:
    """The Reading of these entities, told of `who`."""
    when = last(entities, "as_of", "date")
    when = None if when is None else timewords.resolve(when, today)
    named = None if when is None else timewords.day_meant(when, as_of, today)
    places = [e["value"] for e in entities if e["entity"] == "region"]
    outside = [e for e in entities if e["entity"] == "region" and e["value"].get("elsewhere")]
    words = str(parse.get("text") or "")
    facts = facts_of(entities, named or as_of or today)
    if who and who["person"] not in _SPEAKERS and facts.get("audience") == "individual":
        del facts["audience"]  # 我老公 tells that a person is meant, not that he asks for himself
    sure, guesses = measures_of(entities)
    reading = Reading(
        text=words,
        facts=facts,
        measures=sure,
        guesses=() if sure else guesses,
        region=last_of(places, "region"),
        elsewhere=last_of(places, "elsewhere"),
        elsewhere_said=_words_of(outside[-1], words) if outside else None,
        as_of=named,
        when=when,
        quantities=tuple(quantities_of(entities, words)),
        answer=answer_of(entities),
        is_correction=any(e["entity"] == "correction" for e in entities),
        person=who["person"] if who else None,
        person_outright=bool(who and who.get("outright")),
    )
    return _with_intent(reading, parse, meanings)


def _words_of(entity: Mapping[str, Any], text: str) -> str | None:
    """The stretch of the text an entity was read from; None where it says no place."""
    return text[entity.get("start", 0) : entity.get("end", 0)] or None


def plain(text: str) -> str:
    """`text` for comparing labels: full-width folded, case, blanks and punctuation dropped."""
    return _STRIPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _with_intent(
    reading: Reading, parse: Mapping[str, Any], meanings: Mapping[str, Meaning]
) -> Reading:
    """Add intent, scope and ask; what was found outweighs a classifier that is unsure."""
    intent = parse.get("intent") or {}
    name, confidence = str(intent.get("name") or "nonsense"), float(intent.get("confidence") or 0)
    meaning = meanings.get(name, Meaning("out"))
    evidence = bool(reading.facts or reading.measures)
    unsure = confidence < UNSURE or name in _NOT_UNDERSTOOD
    if evidence and (meaning.scope == "chat" or (meaning.scope == "out" and unsure)):
        meaning = Meaning("in", "eligibility" if reading.measures else None)
        name = "ask_eligibility" if reading.measures else "tell_facts"
    elif reading.region and not reading.elsewhere and name == "out_other_region":
        name, meaning = "tell_facts", Meaning("in")
    elif reading.elsewhere and not reading.region and meaning.scope == "in":
        name, meaning = "out_other_region", Meaning("out")
    is_correction = reading.is_correction or name == "correct"
    return replace(
        reading,
        intent=name,
        confidence=round(confidence, 4),
        scope=meaning.scope,
        ask=meaning.ask,
        is_correction=is_correction,
    )
