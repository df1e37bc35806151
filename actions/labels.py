"""The answers that stand with a question, and which of them a text picks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from actions.understanding import plain
from policy_kb.model import Fact

_INDEX = re.compile(r"^(?:第|选|选择)?([0-9]{1,2}|[一二三四五六七八九十])(?:个|项|号|条)?$")
_OUTRIGHT = re.compile(r"^(?:第|选|选择).|(?:第.{1,2}(?:个|项|号|条))$|^最后(?:一)?个$")
_NUMERALS = "一二三四五六七八九十"
_YES = ("是", "有", "对", "会", "能", "已")
_NO = ("不", "没", "否", "无", "未", "都不", "都没")


@dataclass(frozen=True, slots=True)
class Label:
    """One answer offered: the words shown, other words for it, and the value it stands for."""

    text: str
    value: Any
    synonyms: tuple[str, ...] = ()


def labels_of(fact: Fact) -> Iterator[Label]:
    """The answers offered for `fact`, quick replies first, as numbered on the screen."""
    shown: set[str] = set()
    for text, value in fact.quick_replies:
        choice = fact.choices.get(value) if isinstance(value, str) else None
        if choice:
            shown.add(choice.id)
        yield Label(text, value, (choice.name, *choice.synonyms) if choice else ())
    if fact.type == "boolean" and not fact.quick_replies:
        yield Label("是", True)
        yield Label("否", False)
    for choice in fact.choices.values():
        if choice.id not in shown:
            yield Label(choice.name, choice.id, choice.synonyms)


def by_label(text: str, labels: Iterable[Label]) -> Label | None:
    """The label whose words are the whole text."""
    said = plain(text)
    for label in labels:
        if said and said in (plain(label.text), *map(plain, label.synonyms)):
            return label
    return None


def position(said: str) -> int | None:
    """The place in a list that 2, 第二个 or 选2 names, from 0; None for any other text."""
    if not (found := _INDEX.match(said)):
        return None
    index = int(found[1]) - 1 if found[1].isdigit() else _NUMERALS.index(found[1])
    return index if index >= 0 else None


def is_outright(said: str) -> bool:
    """Whether a text says that it is a place in a list: 第二个, 选2, not a mere 2."""
    return _OUTRIGHT.search(said) is not None


def positions(text: str, labels: list[Label]) -> list[int]:
    """Positions picked by a list such as 1、3; empty when the text is anything else."""
    parts = [part for part in re.split(r"[\s,，、和]+", text.strip()) if part]
    if not parts or not all(part.isdigit() for part in parts):
        return []
    picked = [int(part) - 1 for part in parts]
    valid = all(0 <= i < len(labels) and isinstance(labels[i].value, str) for i in picked)
    return picked if valid else []


def by_wording(text: str, labels: Iterable[Label]) -> Label | None:
    """The label whose longest word stands in the text, else the one a short text stands in.

    公司 stands in most ways to say 用人单位 and in few of another, so it is that.
    """
    said = plain(text)
    words = [(plain(w), label) for label in labels for w in (label.text, *label.synonyms)]
    inside = [(len(word), label) for word, label in words if len(word) > 1 and word in said]
    if inside:
        return max(inside, key=lambda hit: hit[0])[1]
    around = Counter(str(label.value) for word, label in words if len(said) > 1 and said in word)
    ranked = [*around.most_common(2), ("", 0), ("", 0)]
    if ranked[0][1] == ranked[1][1]:
        return None
    return next(label for _, label in words if str(label.value) == ranked[0][0])


def saying(labels: list[Label], yes: bool) -> Label | None:
    """The label that says yes (or no); the one left over where only the other says anything."""
    no_words = [label for label in labels if label.text.startswith(_NO)]
    yes_words = [label for label in labels if label.text.startswith(_YES)]
    wanted, other = (yes_words, no_words) if yes else (no_words, yes_words)
    if wanted:
        return wanted[0]
    if len(labels) == 2 and len(other) == 1:
        return next(label for label in labels if label not in other)
    return None
