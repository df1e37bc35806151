"""What of a text the classifier counts, in three views of it.

The first sees the tokens of `features`, where names, places and numbers are stand-ins, and once
more its last clause, where Chinese puts the question; the second sees every character as it was
typed, the third the words. What one view blurs another keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.features import Seen

View = list[str]
_LONGEST = 3
_PAUSES = frozenset(",。!?;:、")
_NOTHING = ("空",)


def views(seen: Seen) -> tuple[View, View, View]:
    """The grams of a text by tokens, by characters and by words; each names its view."""
    tokens = [token for _, _, token in seen.tokens] or list(_NOTHING)
    by_token = [*_runs("t", ["<", *tokens, ">"]), *_runs("e", ["<", *_last_clause(tokens), ">"])]
    return by_token, list(_runs("c", seen.plain)), list(_runs("w", seen.words, longest=2))


def _runs(view: str, pieces: Sequence[str], longest: int = _LONGEST) -> Iterator[str]:
    """Every run of one to `longest` neighbours."""
    for length in range(1, longest + 1):
        for at in range(len(pieces) - length + 1):
            yield f"{view} {' '.join(pieces[at : at + length])}"


def _last_clause(tokens: Sequence[str]) -> Sequence[str]:
    end = len(tokens)
    while end and tokens[end - 1] in _PAUSES:
        end -= 1
    start = end
    while start and tokens[start - 1] not in _PAUSES:
        start -= 1
    return tokens[start:end] or _NOTHING
