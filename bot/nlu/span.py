"""Anything with a place in the plain text."""

from __future__ import annotations

from typing import Protocol


class Span(Protocol):
    """A word, a number or a date at its place."""

    @property
    def start(self) -> int:
        """Its first character, words that bound it included."""

    @property
    def end(self) -> int:
        """The character after its last."""
