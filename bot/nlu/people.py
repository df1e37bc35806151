"""Whom each stretch of a text speaks of: oneself, a relative, the firm one works for.

我失业了，我老公开了个饭馆 tells of two people; what is said of the one must not count for the
other. A stretch begins where a clause names somebody new and ends where the next one does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.clauses import Clause
from bot.nlu.entities import Entity
from bot.nlu.normalise import LISTS, Plain

SELF, UNIT, SAME = "self", "unit", "same"
"""The speaker; the unit the speaker is of; whoever of the others was spoken of last (那他呢)."""

_LEAD = (
    r"^(?:那么?|那要是|但是?|不过|而且?|可是?|现在|至于|还有|另外|然后|再说|说回|还是说|回到|要是|如果"
    r"|替|帮|代|再看看?|看看?)*"
)
_LED = re.compile(_LEAD)
_TURNING = re.compile(_LEAD + r"(?P<who>我|俺|咱)(?:自己|个人|本人)?(?:呢|的呢|吧)?$")
_OWN = re.compile(_LEAD + r"(?P<who>我自己|我个人|俺自己|本人)")
_THEY = re.compile(_LEAD + r"(?P<who>他们?|她们?)(?:自己)?呢$")
_SHE = re.compile(r"[他她](?!们)(?!说|问|让|叫)")
_PRONOUN = re.compile(r"他|她|也|还|就|都")
_WISH = r"(?:呢|[能可还有].{0,4}(?:领|享受|申请|拿|啥|什么|哪些))"


@dataclass(frozen=True)
class Stretch:
    """From `start` on the text is about `person`: a name of the list, SELF, UNIT or SAME.

    `is_outright`: it was said in so many words that this one is meant now (那我自己呢).
    """

    start: int
    person: str
    is_outright: bool = False


class People:
    """Finds stretches by nlu_data/lists/people.yml."""

    def __init__(self, file: Path = LISTS / "people.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        names: Mapping[str, list[str]] = data["people"]
        self._names = {word: name for name, words in names.items() for word in words}
        words = _any(self._names)
        after = rf"(?P<word>{words})(?!{_any(data['reporting'])})"
        alone = rf"(?P<word>{_any(data['kin_alone'])})(?!{_any(data['reporting'])})"
        self._kin = (
            re.compile(rf"(?:我|俺|咱)们?(?:家|有一?个)?的?{after}"),
            re.compile(rf"(?:帮|替|代)(?:个|一个)?{after}"),
            re.compile(_LEAD + alone),
        )
        self._self = re.compile(
            _LEAD
            + rf"(?P<who>我|俺)(?!们|国|司|家|个人|(?:{_any(data['units'])})|(?:的?(?:{words}))"
            rf"|(?:就|也|再|还|是)?(?:{_any(data['asking_self'])}))"
        )
        self._unit = re.compile(
            _LEAD + rf"(?P<who>(?:我|俺|咱|我们|俺们|咱们)(?:{_any(data['units'])})){_WISH}"
        )
        self._anyone = re.compile(rf"(?P<word>{_any(data['kin_alone'])})")
        self._beside = tuple(data["beside"])
        self._aside = re.compile(rf"{_any(data['kin_alone'])}".join(("(?:", ")")) + data["aside"])

    def stretches(self, clauses: Sequence[Clause]) -> tuple[Stretch, ...]:
        """The stretches of a text in order; none when nobody but the speaker is named."""
        found: list[Stretch] = []
        is_aside, mentioned = False, None
        for clause in clauses:
            stretch = self._named(clause) or self._meant(clause, mentioned)
            mentioned = self._mentioned(clause) or mentioned
            if stretch is None and is_aside and not _PRONOUN.match(clause.text):
                stretch = Stretch(clause.start, SELF)
            if stretch and (not found or found[-1].person != stretch.person):
                is_aside = self._is_aside(clause, found)
                found.append(stretch)
            elif stretch is None:
                is_aside = False
        others = any(s.person != SELF or s.is_outright for s in found)
        return tuple(found) if others else tuple(s for s in found[:1])

    def _mentioned(self, clause: Clause) -> str | None:
        """Who of the others is named in a clause, if only in passing (我和老婆开店)."""
        found = self._anyone.search(clause.text)
        return self._names[found["word"]] if found else None

    def _meant(self, clause: Clause, mentioned: str | None) -> Stretch | None:
        """她是农民 speaks of who was named before."""
        if mentioned is None or not _SHE.match(clause.text):
            return None
        return Stretch(clause.start, mentioned)

    def _is_aside(self, clause: Clause, found: Sequence[Stretch]) -> bool:
        """Whether a relative is only mentioned within one's own story (老公在外打工)."""
        own = bool(found) and found[-1].person == SELF
        return own and bool(self._aside.fullmatch(clause.text))

    def _named(self, clause: Clause) -> Stretch | None:
        text = clause.text
        if turning := (_TURNING.search(text) or _OWN.search(text)):
            return Stretch(clause.start + turning.start("who"), SELF, True)
        if they := _THEY.search(text):
            return Stretch(clause.start + they.start("who"), SAME, True)
        if unit := self._unit.search(text):
            return Stretch(clause.start + unit.start("who"), UNIT, True)
        for pattern in self._kin:
            for kin in pattern.finditer(text):
                before = _LED.sub("", text[: kin.start()])
                if not before.endswith(self._beside):
                    return Stretch(clause.start + kin.start(), self._names[kin["word"]], True)
        if own := self._self.search(text):
            return Stretch(clause.start + own.start("who"), SELF)
        return None


def told_apart(
    plain: Plain,
    stretches: Sequence[Stretch],
    whole: Sequence[Entity],
    read: Callable[[str], Sequence[Entity]],
) -> tuple[Entity, ...]:
    """`whole`, the entities of the text, with a `person` where each stretch begins.

    Where several people are spoken of, or somebody after the speaker, each stretch is read by
    itself: 失业 of one and 饭馆 of the other do not explain each other. Who only comes to speak
    of himself late in the text (欠了半年工资，我就走了) has told one story.
    """
    found = [*whole]
    is_own = len(stretches) == 1 and stretches[0].person == SELF and not stretches[0].is_outright
    after_others = any(e.kind == "fact" and e.start < stretches[0].start for e in whole)
    if len(stretches) > 1 or (after_others and not is_own):
        bounds = sorted({0, *(stretch.start for stretch in stretches), len(plain.text)})
        found = list(_pieces(plain, bounds, read))
    people = [
        Entity(
            "person",
            {"person": stretch.person, "outright": stretch.is_outright},
            *plain.original(stretch.start, stretch.start + 1),
        )
        for stretch in stretches
    ]
    order = {"person": 0}
    return tuple(sorted([*people, *found], key=lambda e: (e.start, order.get(e.kind, 1))))


def _pieces(
    plain: Plain, bounds: Sequence[int], read: Callable[[str], Sequence[Entity]]
) -> Iterator[Entity]:
    for start, end in itertools.pairwise(bounds):
        for entity in read(plain.text[start:end]):
            place = plain.original(start + entity.start, start + entity.end)
            yield Entity(entity.kind, entity.value, *place)


def _any(words: Any) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
