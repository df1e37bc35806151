"""What was read of a set of sentences, against what is right: every figure of the report."""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.nlu.scoring import FactScores, Kinds, share
from tests.nlu.sentences import Sentence

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2022-08-01"
"""The day the relative dates of the sentences are resolved against."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What /api/v1/parse made of a sentence, and in how many milliseconds."""

    sentence: Sentence
    read: Mapping[str, Any]
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rate:
    """So many right out of so many, with those that were not."""

    right: int
    of: int
    errors: Sequence[Mapping[str, Any]]

    @property
    def value(self) -> float:
        return share(self.right, self.of)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one set of sentences."""

    sentences: int
    rates: Mapping[str, Rate]
    facts: FactScores
    p50: float
    p99: float
    pairs: Sequence[tuple[str, str]]
    """For every sentence with an intent what it is and what was read, for the picture."""


def ask(base: str, sentences: Sequence[Sentence]) -> list[Answer]:
    """One request after the other, so that the times are those of a lone visitor."""
    with httpx.Client(base_url=base, timeout=30, trust_env=False) as http:
        return [_ask(http, sentence) for sentence in sentences]


def measure(answers: Sequence[Answer]) -> Figures:
    """Every figure, by name."""
    meanings = _yaml(ROOT / "nlu_data" / "intents.yml")
    labelled = [a for a in answers if a.sentence.intents]
    told = [a for a in answers if a.sentence.facts is not None]
    scopes = {id(a): _said(a, meanings, "scope") for a in labelled}
    ours = [a for a in labelled if scopes[id(a)] == {"in"}]
    others = [a for a in labelled if scopes[id(a)] == {"out"}]
    facts = FactScores(Kinds.of(_yaml(ROOT / "policy_kb" / "facts.yml")))
    for a in told:
        facts.add(a.sentence.text, a.sentence.facts or {}, a.sentence.also, a.read["facts"])
    rates = {
        "intent": _rate([(a, set(a.sentence.intents), a.read["intent"]) for a in labelled]),
        "scope": _rate([(a, scopes[id(a)], a.read["scope"]) for a in labelled]),
        "out_recall": _rate([(a, {"out"}, a.read["scope"]) for a in others]),
        "in_kept": _rate([(a, {True}, a.read["scope"] != "out") for a in ours]),
        "ask": _rate([(a, _said(a, meanings, "ask"), a.read["ask"]) for a in ours]),
        "measure": _rate(
            [
                (a, set(a.sentence.measures), next(iter(a.read["measures"]), None))
                for a in told
                if a.sentence.measures
            ]
        ),
        "region": _rate(
            [
                (a, {a.sentence.region}, a.read["region"])
                for a in told
                if a.sentence.region or a.read["region"]
            ]
        ),
    }
    times = sorted(a.milliseconds for a in answers)
    pairs = [
        (read if read in a.sentence.intents else a.sentence.intents[0], read)
        for a in labelled
        for read in [str(a.read["intent"])]
    ]
    p99 = times[int(len(times) * 0.99)]
    return Figures(len(answers), rates, facts, statistics.median(times), p99, pairs)


def _said(answer: Answer, meanings: Mapping[str, Any], what: str) -> set[Any]:
    return {meanings[intent].get(what) for intent in answer.sentence.intents}


def _ask(http: httpx.Client, sentence: Sentence) -> Answer:
    start = time.perf_counter()
    answer = http.post("/api/v1/parse", json={"text": sentence.text, "as_of": AS_OF})
    taken = (time.perf_counter() - start) * 1000
    answer.raise_for_status()
    return Answer(sentence, answer.json(), taken)


def _rate(judged: Sequence[tuple[Answer, set[Any], Any]]) -> Rate:
    """From (answer, all that would be right, what was read)."""
    errors = [
        {"text": a.sentence.text, "said": _shown(right), "read": read}
        for a, right, read in judged
        if read not in right
    ]
    return Rate(len(judged) - len(errors), len(judged), errors)


def _shown(right: set[Any]) -> str | None:
    names = sorted(str(one) for one in right if one is not None)
    return "/".join(names) or None


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
