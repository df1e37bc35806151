"""On whose behalf a text speaks and what it is about: what tells the senses of a word apart."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.lexicon import Hit
from bot.nlu.normalise import LISTS
from bot.nlu.others import Others
from policy_kb.vocabulary import Fact, Vocabulary

_NEAR = 12
"""Characters before a place that stand by it."""
SURE = 2.0
"""A lead of this much decides the viewpoint."""


@dataclass(frozen=True)
class Around:
    """Words before a place and after it."""

    before: re.Pattern[str]
    after: re.Pattern[str]

    def meet(self, before: str, text: str, end: int) -> bool:
        """Whether they stand around a word that ends at `end`, with `before` in its clause."""
        return bool(self.before.search(before) and self.after.match(text, end))

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Around:
        """From an entry of the file."""
        return cls(re.compile(data["before"]), re.compile(data["after"]))

    def touches(self, text: str, start: int, end: int) -> bool:
        """Whether either stands right by a place of the whole text."""
        led = self.before.search(text, max(start - _NEAR, 0), start)
        return bool(led or self.after.match(text, end))


@dataclass(frozen=True)
class Cues:
    """nlu_data/lists/context.yml, ready for use."""

    viewpoint: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    telling: Mapping[str, tuple[re.Pattern[str], ...]]
    topics: Mapping[str, tuple[str, ...]]
    topic_of: Mapping[str, tuple[str, ...]]
    past: re.Pattern[str]
    stated: Mapping[str, re.Pattern[str]]
    everyday: frozenset[str]
    everyday_industry: frozenset[str]
    needs: Mapping[str, re.Pattern[str]]
    needs_of_person: Mapping[str, re.Pattern[str]]
    unless: Mapping[str, re.Pattern[str]]
    unless_before: Mapping[str, re.Pattern[str]]
    never: Mapping[str, Around]
    whole_only: Mapping[str, frozenset[str]]
    twins: Mapping[str, Mapping[str, Any]]
    others: Others
    asked_after: re.Pattern[str]
    asked_of_all: re.Pattern[str]
    asked_of_leavers: re.Pattern[str]
    denied_after: re.Pattern[str]
    own_trade: re.Pattern[str]
    not_own_industry: tuple[Around, ...]
    origin: Around
    settled: re.Pattern[str]


@dataclass(frozen=True)
class Context:
    """What surrounds every word of one text. `viewpoint` is None when the text does not tell."""

    viewpoint: str | None
    topics: frozenset[str]
    scores: Mapping[str, float]


_OWN, _ANYBODY, _OTHERS = 1.0, 0.5, -2.5
_OTHER_UNIT = -1.0
"""A unit may both employ people and serve others."""
_TELLING = {"enterprise": 2.0, "individual": 3.0}
"""What a turn of phrase that only one kind of applicant uses counts."""
_ON_TOPIC, _OFF_TOPIC = 1.0, -2.0


def fit(fact: Fact, context: Context, cues: Cues) -> float:
    """How well a fact fits on whose behalf a text speaks and what it is about; 0 is neither."""
    score = 0.0
    if context.viewpoint:
        units = "individual" not in (context.viewpoint, fact.about)
        whose = {context.viewpoint: _OWN, "any": _ANYBODY}
        score = whose.get(fact.about, _OTHER_UNIT if units else _OTHERS)
    if topics := cues.topic_of.get(fact.id):
        score += _ON_TOPIC if context.topics.intersection(topics) else _OFF_TOPIC
    return score


def load_cues(file: Path = LISTS / "context.yml") -> Cues:
    """The cues from their file."""
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    topic_of: dict[str, tuple[str, ...]] = {}
    for name, topic in data["topics"].items():
        for fact in topic["facts"]:
            topic_of[fact] = (*topic_of.get(fact, ()), name)
    return Cues(
        viewpoint={k: (tuple(v["strong"]), tuple(v["weak"])) for k, v in data["viewpoint"].items()},
        telling={
            who: tuple(map(re.compile, words.get("patterns", ())))
            for who, words in data["viewpoint"].items()
        },
        topics={name: tuple(topic["words"]) for name, topic in data["topics"].items()},
        topic_of=topic_of,
        past=re.compile("|".join(data["past"])),
        stated=_patterns(data["stated"]),
        everyday=frozenset(data["everyday"]),
        everyday_industry=frozenset(data["everyday_industry"]),
        needs=_patterns(data["needs"]),
        needs_of_person=_patterns(data["needs_of_person"]),
        unless=_patterns(data["unless"]),
        unless_before=_patterns(data["unless_before"]),
        never={fact: Around.of(words) for fact, words in data["never"].items()},
        whole_only={fact: frozenset(words) for fact, words in data["whole_only"].items()},
        twins=data["twins"],
        others=Others.of(data["others"]),
        asked_after=re.compile("|".join(data["asked"]["after"])),
        asked_of_all=re.compile("|".join(data["asked"]["of_all"])),
        asked_of_leavers=re.compile("|".join(data["asked"]["of_leavers"])),
        denied_after=re.compile("|".join(data["denied_after"])),
        own_trade=re.compile(data["own_trade"]),
        not_own_industry=tuple(map(Around.of, data["not_own_industry"])),
        origin=Around.of(data["origin"]),
        settled=re.compile(data["origin"]["unless"]),
    )


def _patterns(entries: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {fact: re.compile(pattern) for fact, pattern in entries.items()}


def read(text: str, hits: list[Hit], vocabulary: Vocabulary, cues: Cues) -> Context:
    """The context of a plain text in which `hits` were found."""
    of_somebody = cues.others.nobody.sub(" ", text)
    scores = {
        who: _score(of_somebody, *words)
        + _TELLING.get(who, 0) * sum(bool(p.search(text)) for p in cues.telling[who])
        for who, words in cues.viewpoint.items()
    }
    topics = {name for name, words in cues.topics.items() if any(word in text for word in words)}
    counted: set[tuple[int, int, str]] = set()
    for hit in _longest(hits):
        who = _spoken_by(hit, vocabulary, cues, topics)
        if who is None or (hit.start, hit.end, who) in counted:
            continue
        counted.add((hit.start, hit.end, who))
        if who == "individual" and cues.others.speak(text, hit, vocabulary):
            who = "enterprise"
        if who in scores:
            only_near = all(sense.kind == "cue" for sense in hit.senses)
            scores[who] += 0.5 if only_near else 1.0
    return Context(_winner(scores), frozenset(topics), scores)


def leaning(context: Context, who: str, by: float) -> Context:
    """The same with `who` more likely by so much to be the one spoken for."""
    scores = {**context.scores, who: context.scores.get(who, 0.0) + by}
    return replace(context, viewpoint=_winner(scores), scores=scores)


def _score(text: str, strong: tuple[str, ...], weak: tuple[str, ...]) -> float:
    found = [word for word in strong if word in text]
    score = 2.0 * len(found)
    for word in weak:
        if word in text and not any(word in longer for longer in found):
            score += 1.0 if word not in ("我", "我们") else _alone(text, word)
    return score


def _alone(text: str, word: str) -> float:
    """我 counts for a person only where it is not part of 我们 or 我司."""
    if word == "我们":
        return 1.5
    return 1.0 if re.search(r"我(?![们司厂店国家单公企])", text) else 0.0


def _longest(hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if not any(other.covers(hit) for other in hits)]


def _spoken_by(hit: Hit, vocabulary: Vocabulary, cues: Cues, topics: Container[str]) -> str | None:
    """Whose word it is, when all its senses agree; facts of a topic not at hand do not count."""
    owners: set[str] = set()
    for sense in hit.senses:
        of_topics = cues.topic_of.get(sense.target)
        if of_topics and not any(topic in topics for topic in of_topics):
            continue
        if sense.kind in ("says", "choice", "cue", "frame"):
            owners.add(vocabulary.facts[sense.target].about)
        elif sense.kind == "measure":
            owners.update(vocabulary.measures[sense.target].audience)
    return owners.pop() if len(owners) == 1 else None


def _winner(scores: Mapping[str, float]) -> str | None:
    ranked = sorted(scores, key=lambda who: -scores[who])
    best, second = ranked[0], ranked[1]
    return best if scores[best] >= SURE - 1 and scores[best] - scores[second] >= 1 else None
