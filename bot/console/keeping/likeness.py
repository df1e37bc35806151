"""Questions that say much the same, together: the keeper answers a kind, not each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz

ALIKE = 62.0
"""From this likeness on (0 to 100, order of words aside) two questions are one kind."""

_FILLERS = re.compile(
    r"[\s,.，。!！?？~、…:：]|你好|您好|请问|麻烦|那个|就是|一下|我想|想问|咨询|了解|[吗呢啊呀嘛吧哦]"
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """Items whose texts are alike; the first one speaks for all."""

    items: tuple[T, ...]

    @property
    def first(self) -> T:
        """The item that came first."""
        return self.items[0]


def grouped(items: Iterable[tuple[str, T]]) -> list[Kind[T]]:
    """Items with their texts, in kinds: the largest kinds first, then in the order they came."""
    kinds: list[tuple[str, list[T]]] = []
    for text, item in items:
        core = _FILLERS.sub("", text) or text
        scores = ((_likeness(core, kind[0]), kind) for kind in kinds)
        best = max(scores, key=lambda one: one[0], default=None)
        if best and best[0] >= ALIKE:
            best[1][1].append(item)
        else:
            kinds.append((core, [item]))
    return sorted((Kind(tuple(kept)) for _, kept in kinds), key=lambda kind: -len(kind.items))


def _likeness(one: str, other: str) -> float:
    """Pairs of characters count as words do in other languages."""
    return fuzz.token_set_ratio(_pairs(one), _pairs(other)) if one != other else 100.0


def _pairs(text: str) -> str:
    return " ".join(text[at : at + 2] for at in range(max(len(text) - 1, 1)))
