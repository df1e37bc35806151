"""Questions that a keeper gave an intent, as training sentences in the form of nlu_data/intents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def training_data(sentences: Mapping[str, Sequence[str]]) -> str:
    """YAML as Rasa reads it, an intent after the other; line breaks in a sentence become blanks."""
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in sentences.items():
        lines += [f"- intent: {intent}", "  examples: |"]
        lines += [f"    - {_plain(text)}" for text in texts]
    return "\n".join(lines if sentences else [*lines[:1], "nlu: []"]) + "\n"


def _plain(text: str) -> str:
    """Brackets would be read as entity marks."""
    return " ".join(text.split()).translate(str.maketrans("[]{}", "（）（）"))
