"""What the classifier sees of a text: characters with stand-ins, and which groups of words occur.

稳岗返还怎么领 and 扩岗补助怎么领 become the same 〔政策〕怎么领, so an intent is learnt once and
holds for measures, places and topics that no training sentence names. Clauses that only state facts
or are mere politeness are left out where another clause asks something.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu import clauses as cl
from bot.nlu.answers import Answer
from bot.nlu.entities import Entity
from bot.nlu.normalise import LISTS, Plain
from bot.nlu.span import Span
from bot.nlu.text import Text

KINDS = ("fact", "measure", "region", "as_of", "quantity", "answer", "correction")
Token = tuple[int, int, str]
Mark = tuple[int, int, str]
_SOMEBODY_ELSES = ("other_bureau", "general")
_STATED = "情况"
_PAUSES = frozenset(",。、;:!?")
_SURELY = 0.9
_LEAD = re.compile(
    r"^(?:大概|大约|差不多|可能|应该是?|估计|就是?|是|在|有|从|到|一共|总共|才|也就|好像是?)+"
)
_LONG = 40.0
_TOLD = 6
"""Facts at the head of a clause that are at least this long are a clause by themselves."""
_TALE = 40
"""In a text longer than this only what asks tells what is wanted."""


@dataclass(frozen=True)
class Seen:
    """The classifier's view: tokens (start, end, stand-in) of the original text, its plain form and
    the words in that, and evidence.

    `outside` names the group of somebody else's business that a text is about while it has no word
    of ours; `is_noise` is True for pictures, punctuation and keys pressed at random, `is_bare` for
    a number, a place or a date and nothing else, `has_words` where there are words of ours or a
    question.
    """

    tokens: tuple[Token, ...]
    evidence: tuple[float, ...]
    plain: str = ""
    words: tuple[str, ...] = ()
    outside: str | None = None
    is_noise: bool = False
    is_bare: bool = False
    has_words: bool = False


class Features:
    """Makes the view, by nlu_data/lists/groups.yml."""

    def __init__(self, file: Path = LISTS / "groups.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        groups: dict[str, Any] = data["groups"]
        self._groups = [_pattern(group["words"]) for group in groups.values()]
        self._asking = [
            self._groups[at]
            for at, name in enumerate(groups)
            if "mark" not in groups[name] and name not in ("domain", "shared", "human")
        ]
        self._marked = [
            (group["mark"], _pattern(group["words"]), name in _SOMEBODY_ELSES)
            for name, group in groups.items()
            if "mark" in group
        ]
        self._polite = re.compile(data["polite"])
        self._named = dict(zip(groups, self._groups, strict=True))
        self._arithmetic = re.compile(data["arithmetic"])
        self._latin = frozenset(map(str, data["latin"]))
        self._repeated = frozenset(data["repeated"])

    def of(
        self,
        plain: Plain,
        text: Text,
        entities: Sequence[Entity],
        marks: Sequence[Mark],
        stated: Sequence[Span],
        answer: Answer | None,
    ) -> Seen:
        """The view of a text. `marks` are stand-ins for spans, `stated` the spans of its facts."""
        left_out = list(self._left_out(text, stated))
        is_bare = _covers(marks, _LEAD.sub("", text.bare))
        outside = self._outside(text, entities)
        topics = self._marks(plain.text, is_ours=outside is None)
        marks = [*left_out, *_outside([*marks, *topics], left_out)]
        if answer and answer.is_all:
            marks = [(0, len(plain.text), f"答{answer.kind}")]
        return Seen(
            tuple(_told_once(_tokens(plain, marks))),
            self._evidence(text, entities, left_out),
            plain.text.replace(" ", ""),
            tuple(_words(text)),
            outside,
            self._is_noise(text),
            is_bare,
            self._has_words(text),
        )

    def _outside(self, text: Text, entities: Sequence[Entity]) -> str | None:
        """Whose business it is, when it is not ours."""
        sure = [e for e in entities if e.kind == "measure" and e.value["score"] >= _SURELY]
        rest = self._named["other_bureau"].sub(" ", text.text)
        if sure or self._named["domain"].search(rest):
            return None
        if self._arithmetic.search(text.text):
            return "general"
        told = any(e.kind == "fact" for e in entities)
        for name in _SOMEBODY_ELSES:
            if self._named[name].search(text.text) and not (told and name == "general"):
                return name
        return None

    def _has_words(self, text: Text) -> bool:
        words = (self._named["domain"], self._named["shared"], *self._asking)
        return any(pattern.search(text.text) for pattern in words)

    def _is_noise(self, text: Text) -> bool:
        """Whether nothing was said: no letter at all, one key held down, keys hit at random."""
        said = text.bare if text.text.strip() else ""
        if not any(character.isalnum() for character in said):
            return True
        if len(said) > 2 and len(set(said)) == 1 and said[0] not in self._repeated:
            return not said.isdigit() or len(said) > 5
        typed = said.isascii() and any(c.isalpha() for c in said)
        return (
            typed and text.text.strip(" ,.!?") not in self._latin and " " not in text.text.strip()
        )

    def _left_out(self, text: Text, stated: Sequence[Span]) -> Iterator[Mark]:
        """Clauses not to be looked at: politeness, and statements beside a question."""
        kept = [clause for clause in text.clauses if not self._polite.match(clause.text)]
        if not kept:
            return
        asks = any(self._asks(clause) for clause in kept)
        strictly = len(text.text) > _TALE and any(cl.is_question(c.text) for c in kept)
        for clause in text.clauses:
            if clause not in kept:
                yield clause.start, clause.end, ""
            elif asks and not self._asks(clause) and (strictly or _has(stated, clause)):
                yield clause.start, clause.end, _STATED
            elif told := self._told_before_asking(clause, stated):
                yield clause.start, told, _STATED

    def _told_before_asking(self, clause: cl.Clause, stated: Sequence[Span]) -> int | None:
        """Where the facts end in a clause that tells them and then asks without a pause."""
        ends = [span.end for span in stated if clause.start <= span.start < clause.end]
        told = max((end for end in ends if end - clause.start >= _TOLD), default=clause.end)
        rest = cl.Clause(told, clause.end, clause.text[told - clause.start :])
        return told if len(rest.text) > 1 and self._asks(rest) else None

    def _asks(self, clause: cl.Clause) -> bool:
        return cl.is_question(clause.text) or any(p.search(clause.text) for p in self._asking)

    def _marks(self, text: str, *, is_ours: bool) -> Iterator[Mark]:
        """Stand-ins for groups; a word of somebody else's stays a word where ours stand by it."""
        for mark, pattern, somebody_elses in self._marked:
            if is_ours and somebody_elses:
                continue
            for found in pattern.finditer(text):
                yield found.start(), found.end(), mark
        for found in self._arithmetic.finditer(text):
            yield found.start(), found.end(), "闲题"

    def _evidence(
        self, text: Text, entities: Sequence[Entity], left_out: Sequence[Mark]
    ) -> tuple[float, ...]:
        """One number per kind of entity and group of words, and the shape of the text."""
        seen = _without(text.text, left_out)
        kinds = [entity.kind for entity in entities]
        values = [entity.value for entity in entities]
        answers = ("yes", "no", "unknown", "elsewhere")
        return (
            *(float(kind in kinds) for kind in KINDS),
            *(float(any(answer in value for value in values)) for answer in answers),
            *(float(bool(pattern.search(seen))) for pattern in self._groups),
            min(kinds.count("fact"), 4) / 4,
            float(cl.is_question(seen)),
            float(any(mark == _STATED for _, _, mark in left_out)),
            min(len(seen), _LONG) / _LONG,
            float(len(seen.strip()) <= 4),
        )


def _words(text: Text) -> Iterator[str]:
    for start, end in itertools.pairwise(sorted(text.boundaries)):
        if word := text.text[start:end].strip():
            yield word


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(map(str, words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _covers(marks: Sequence[Mark], bare: str) -> bool:
    """Whether what was found is all there is, particles aside."""
    found = sum(end - start for start, end, mark in marks if mark != "政策")
    return 0 < len(bare) <= found


def _has(spans: Sequence[Span], clause: cl.Clause) -> bool:
    return any(clause.start <= span.start < clause.end for span in spans)


def _without(text: str, left_out: Sequence[Mark]) -> str:
    for start, end, _ in left_out:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _outside(marks: Sequence[Mark], left_out: Sequence[Mark]) -> Iterator[Mark]:
    for mark in marks:
        if not any(start <= mark[0] < end for start, end, _ in left_out):
            yield mark


def _tokens(plain: Plain, marks: Sequence[Mark]) -> Iterator[Token]:
    """Characters one by one; a stand-in for each marked span, nothing for an empty one."""
    at = 0
    ordered = sorted(marks, key=lambda mark: (mark[0], -mark[1]))
    for start, end, mark in [*ordered, (len(plain.text), len(plain.text), "")]:
        if start < at:
            continue
        for place in range(at, start):
            if not plain.text[place].isspace():
                yield (*plain.original(place, place + 1), plain.text[place])
        if end > start and mark:
            yield (*plain.original(start, end), mark)
        at = end


def _told_once(tokens: Iterable[Token]) -> Iterator[Token]:
    """Many facts beside a question count as one, and pauses around them not at all."""
    told, last = False, _STATED
    for token in tokens:
        if token[2] == _STATED:
            if not told:
                yield token
            told, last = True, _STATED
        elif last != _STATED or token[2] not in _PAUSES:
            last = token[2]
            yield token
