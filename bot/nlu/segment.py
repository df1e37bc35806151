"""Word boundaries by spaCy's Chinese pipeline with the jieba segmenter; no model is downloaded.

The words of the knowledge base are added to jieba, so that it does not cut through them. Imports
spaCy when a segmenter is made, not before.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

Boundaries = Callable[[str], "frozenset[int]"]


def make_boundaries(words: Iterable[str]) -> Boundaries:
    """A function that gives the places in a text where a word begins or ends."""
    import jieba

    with _no_tensorflow():
        import spacy

    jieba.setLogLevel(logging.WARNING)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    for word in words:
        if len(word) > 1:
            jieba.add_word(word)

    def boundaries(text: str) -> frozenset[int]:
        places = {0, len(text)}
        for token in nlp.make_doc(text):
            places.update((token.idx, token.idx + len(token)))
        return frozenset(places)

    return boundaries


@contextmanager
def _no_tensorflow() -> Iterator[None]:
    """Keep spaCy from importing TensorFlow, which it would only probe for: 8 s and 300 MB less."""
    absent = "tensorflow" not in sys.modules
    if absent:
        sys.modules["tensorflow"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if absent:
            del sys.modules["tensorflow"]
