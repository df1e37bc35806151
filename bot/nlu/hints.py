"""Measures meant without their names: 退点失业险, 一人1500那个, 招应届生给的钱.

nlu_data/lists/measure_words.yml groups the ways of saying one thing (交不起, 养老, 缓), and
measure_hints.yml tells which groups together mean which measure; the order of the words, and
what stands between them, is free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.normalise import LISTS

WITHIN = 20
"""Characters between two groups of one hint at most, unless the hint says otherwise."""
NAME = 0.9
"""A single group as sure as this is as good as a name."""
STRANGER = 0.72
"""A hint for others than seem to speak, where there is no better one: no more than a guess."""
_VIEWPOINTS = frozenset({"enterprise", "individual", "institution"})
_KEYS = frozenset({"measures", "all", "none", "who", "score", "within"})
_Spans = Sequence[tuple[int, int]]


class HintsError(ValueError):
    """An entry of the lists is wrong; the text says in Chinese which one, and the mend."""


@dataclass(frozen=True)
class Hint:
    """Groups that together mean some measures, best first.

    Every group of `all` must be met, each at most `within` characters from the first, none of
    `none` anywhere. `who` are the kinds of applicant that may be speaking; empty: any.
    """

    measures: tuple[str, ...]
    all: tuple[str, ...]
    none: tuple[str, ...]
    who: frozenset[str]
    score: float
    within: int

    @property
    def is_name(self) -> bool:
        """Whether one group alone means the measure, as a short name does (留工, 扩岗)."""
        return len(self.all) == 1 and self.score >= NAME


@dataclass(frozen=True)
class Meant:
    """A hint met: where its first group stands, and the stretch that holds all of them."""

    hint: Hint
    start: int
    end: int
    first: int
    last: int


class Hints:
    """Finds the hints met in a text, the surest first."""

    def __init__(self, known: Iterable[str], folder: Path = LISTS) -> None:
        """`known` are the measures there are; hints of others are left out."""
        words = _words(folder / "measure_words.yml")
        hints = list(_hints(folder / "measure_hints.yml", words))
        have = frozenset(known)
        kept = [(hint, tuple(m for m in hint.measures if m in have)) for hint in hints]
        self._hints = sorted(
            (replace(hint, measures=measures) for hint, measures in kept if measures),
            key=lambda hint: -hint.score,
        )
        self._words = words

    def find(self, text: str, viewpoint: str | None) -> Iterator[Meant]:
        """The hints met; `viewpoint` is whose case the text seems to be, where it tells."""
        strangers: list[Hint] = []
        places: dict[str, _Spans] = {}
        found = False
        for hint in self._hints:
            if viewpoint and hint.who and viewpoint not in hint.who:
                strangers.append(replace(hint, score=STRANGER))
            elif meant := self._meant(text, hint, places):
                found = True
                yield meant
        if not found:
            yield from filter(None, (self._meant(text, hint, places) for hint in strangers))

    def _meant(self, text: str, hint: Hint, places: dict[str, _Spans]) -> Meant | None:
        spans = self._spans(text, hint.all, places)
        if not spans or any(self._spans(text, (group,), places) for group in hint.none):
            return None
        return _together(hint, spans)

    def _spans(self, text: str, groups: Sequence[str], places: dict[str, _Spans]) -> list[_Spans]:
        """Where each group stands; nothing as soon as one stands nowhere. `places` remembers."""
        found: list[_Spans] = []
        for group in groups:
            if group not in places:
                places[group] = [one.span() for one in self._words[group].finditer(text)]
            if not places[group]:
                return []
            found.append(places[group])
        return found


def _together(hint: Hint, spans: list[_Spans]) -> Meant | None:
    """The first place where the groups stand near enough to each other."""
    for start, end in spans[0]:
        nearest = [min(others, key=lambda o: _gap((start, end), o)) for others in spans[1:]]
        if all(_gap((start, end), other) <= hint.within for other in nearest):
            first = min([start, *(other[0] for other in nearest)])
            last = max([end, *(other[1] for other in nearest)])
            return Meant(hint, start, end, first, last)
    return None


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Characters between two stretches; 0 when they touch or overlap."""
    return max(one[0] - other[1], other[0] - one[1], 0)


def _words(file: Path) -> Mapping[str, re.Pattern[str]]:
    """The groups by name, each one pattern."""
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    found: dict[str, re.Pattern[str]] = {}
    for name, sayings in data.items():
        if not isinstance(sayings, list) or not sayings:
            raise HintsError(f"{file.name} 的词组“{name}”应当是一列说法，例如 [缓缴, 缓交]。")
        for saying in sayings:
            _compiled(file, name, str(saying))
        found[str(name)] = re.compile("|".join(map(str, sayings)))
    return found


def _compiled(file: Path, name: str, saying: str) -> None:
    try:
        pattern = re.compile(saying)
    except re.error as error:
        raise HintsError(f"{file.name} 的词组“{name}”里“{saying}”写错了：{error}。") from error
    if pattern.search(""):
        raise HintsError(f"{file.name} 的词组“{name}”里“{saying}”什么都不写也算，请改掉。")


def _hints(file: Path, words: Mapping[str, Any]) -> Iterator[Hint]:
    for number, entry in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1):
        if wrong := _wrong(entry, words):
            raise HintsError(f"{file.name} 第 {number} 条（{entry}）：{wrong}")
        yield Hint(
            measures=tuple(entry["measures"]),
            all=tuple(entry["all"]),
            none=tuple(entry.get("none", ())),
            who=frozenset(entry.get("who", ())),
            score=float(entry["score"]),
            within=int(entry.get("within", WITHIN)),
        )


def _wrong(entry: Any, words: Mapping[str, Any]) -> str | None:
    """What is wrong with an entry and how to mend it; nothing where it is right."""
    if not isinstance(entry, dict) or not all(entry.get(k) for k in ("measures", "all", "score")):
        return "要写 measures（哪些政策）、all（哪些词组）、score（把握）。"
    if strange := set(entry) - _KEYS:
        return f"不认得 {'、'.join(sorted(strange))}，只能写 {'、'.join(sorted(_KEYS))}。"
    lists = ("measures", "all", "none", "who")
    if single := [key for key in lists if not isinstance(entry.get(key, []), list)]:
        return f"{single[0]} 要写成一列，例如 [{entry[single[0]]}]。"
    groups = [*entry["all"], *entry.get("none", [])]
    if unknown := [group for group in groups if group not in words]:
        return f"measure_words.yml 里没有词组“{unknown[0]}”，请先在那里写上。"
    if not set(entry.get("who", ())) <= _VIEWPOINTS:
        return f"who 只能是 {'、'.join(sorted(_VIEWPOINTS))}。"
    if not 0.6 <= float(entry["score"]) <= 1:
        return "score 要在 0.6 和 1 之间。"
    return None
