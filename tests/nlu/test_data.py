"""The training data and the lists: complete, without repetition, apart from the held-out set."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from policy_kb.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "nlu_data"
INTENTS = sorted((DATA / "intents").glob("*.yml"))
LEAST = 1500
"""Training sentences there must be at least."""
EVERYBODYS = 4
"""Characters of a phrase that two writers may well hit upon."""


def load(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def sentences(file: Path) -> Iterator[str]:
    (entry,) = load(file)["nlu"]
    assert entry["intent"] == file.stem
    yield from (line[2:] for line in entry["examples"].splitlines())


def bare(text: str) -> str:
    """A sentence for comparing, its punctuation and case aside."""
    return re.sub(r"\W", "", text).lower() or text


def test_there_are_enough_sentences_and_none_twice() -> None:
    counts = Counter(text for file in INTENTS for text in sentences(file))
    assert [text for text, count in counts.items() if count > 1] == []
    assert len(counts) >= LEAST


def test_no_held_out_sentence_is_trained_on() -> None:
    """But for the shortest: 对 and 早上好 are what everybody says."""
    trained = {bare(text) for file in INTENTS for text in sentences(file)}
    held_out = [
        entry["text"] if isinstance(entry, dict) else str(entry)
        for folder in ("heldout", "fresh/dev", "fresh/sealed", "fresh/last")
        for file in (ROOT / "tests" / "nlu" / folder).glob("*.yml")
        for entry in load(file)
    ]
    assert [t for t in held_out if bare(t) in trained and len(bare(t)) > EVERYBODYS] == []


def test_every_intent_has_sentences_a_meaning_and_a_rule() -> None:
    names = {file.stem for file in INTENTS}
    declared = {next(iter(entry)) for entry in load(DATA / "domain.yml")["intents"]}
    ruled = {rule["steps"][0]["intent"] for rule in load(DATA / "rules.yml")["rules"]}
    assert names == declared == ruled == set(load(DATA / "intents.yml"))


@pytest.mark.parametrize("name", ["answers", "context", "frames", "groups"])
def test_no_word_of_a_list_was_taken_for_true_or_false(name: str) -> None:
    def walk(value: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            for part in value.values():
                yield from walk(part)
        elif isinstance(value, list):
            for part in value:
                yield from walk(part)
        else:
            yield value

    assert [value for value in walk(load(DATA / "lists" / f"{name}.yml")) if value is True] == []


def test_lists_speak_of_facts_that_exist() -> None:
    known = set(load_vocabulary().facts)
    context, frames = load(DATA / "lists" / "context.yml"), load(DATA / "lists" / "frames.yml")
    named = {fact for topic in context["topics"].values() for fact in topic["facts"]}
    for part in ("stated", "needs", "unless", "unless_before", "twins"):
        named |= set(context[part])
    figures = load(DATA / "lists" / "figures.yml")
    for part in ("figures", "dates", "sums", "periods", "since"):
        named |= set(figures[part])
    assert named | set(frames["frames"]) <= known
