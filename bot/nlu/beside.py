"""What a hint of a measure means beside names and surer hints in the same sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.nlu.hints import Meant
from bot.nlu.mentions import Named

_SENTENCE = re.compile(r"[。;?!\n]")
_BESIDE_NAME = 0.9
"""A hint less sure than this says nothing in a sentence that asks for a measure by name."""
_CHANCE = 0.05


def holds(name: Named, meant: Meant) -> bool:
    """Whether all the words of a hint are part of a name."""
    return name.start <= meant.first and meant.last <= name.end


def bearers(name: Named, names: list[Named]) -> set[str]:
    """The measures that bear the name at one place."""
    return {one.measure for one in names if (one.start, one.end) == (name.start, name.end)}


def says_more(named: Named, meant: Meant, names: list[Named]) -> bool:
    """Whether a name at the place of a hint is surer, and no wider, than it."""
    meet = meant.start < named.end and named.start < meant.end
    is_wider = not bearers(named, names).issubset(meant.hint.measures)
    return meet and named.score >= meant.hint.score and not is_wider


def standing(text: str, hints: Iterable[Meant], asked: list[Named]) -> Iterator[Meant]:
    """The hints that mean something beside the names asked for and the surer hints before them."""
    surer: list[Meant] = []
    for meant in hints:
        if meant.hint.score < _BESIDE_NAME and _goes_without_saying(text, meant, asked):
            continue
        if any(holds(name, meant) and len(bearers(name, asked)) == 1 for name in asked):
            continue
        if not any(_outdoes(text, one, meant) for one in surer):
            surer.append(meant)
            yield meant


def _outdoes(text: str, surer: Meant, meant: Meant) -> bool:
    """Whether another hint in the same sentence is so much surer that this one is chance."""
    between = text[min(surer.last, meant.last) : max(surer.first, meant.first)]
    return surer.hint.score - meant.hint.score > _CHANCE and not _SENTENCE.search(between)


def _goes_without_saying(text: str, meant: Meant, asked: list[Named]) -> bool:
    """Whether another measure is asked for by name in the sentence of a hint."""
    for name in asked:
        between = text[min(meant.last, name.end) : max(meant.first, name.start)]
        is_other = not bearers(name, asked).intersection(meant.hint.measures)
        if is_other and not _SENTENCE.search(between):
            return True
    return False
