"""The answer to read aloud, about a minute long.

A script is made of whole sentences. What must be said comes first (the verdict, the day it is for,
the amount, the document's number); then what fits of the rest; and where little is to be said, a
few sentences more, so that agents find the same shape every time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from actions import describe
from bot.console.desk.aloud import aloud
from bot.console.desk.answer import Answer, Json, plainly, total
from bot.console.desk.words import sentences

LEAST, MOST = 200, 260
"""Characters of a script: at least so many that are spoken, at most so many with punctuation."""

_OFTEN = 3  # items of a list that a listener keeps in mind


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence: its place when spoken, and its wordings, the fullest first."""

    place: int
    wordings: tuple[str, ...]


def spoken(text: str) -> int:
    """How many characters are said aloud: all but blanks and punctuation."""
    return sum(char.isalnum() for char in text)


def script(answer: Answer) -> str:
    """The answer to read aloud: ``LEAST`` spoken characters to ``MOST`` characters in all."""
    said = _Sayer(answer)
    chosen: dict[int, str] = {}
    for piece in (*said.needed(), *said.helpful()):
        left = MOST - sum(map(len, chosen.values()))
        fitting = next((one for one in piece.wordings if 0 < len(one) <= left), None)
        if fitting and piece.place not in chosen:
            chosen[piece.place] = fitting
    for at, more in enumerate(said.more()):
        text = "".join(chosen.values())
        if spoken(text) < LEAST and len(text) + len(more) <= MOST:
            chosen[80 + at] = more
    return "".join(chosen[place] for place in sorted(chosen))


class _Sayer:
    """Puts the parts of one answer into sentences, in order of what matters to a listener."""

    def __init__(self, answer: Answer) -> None:
        self._answer, self._v = answer, answer.data
        self._text = sentences()

    def _say(self, name: str, **values: Any) -> str:
        return self._fill(self._text[name], **values)

    def _fill(self, template: str, **values: Any) -> str:
        day = self._answer.judgement.as_of.isoformat()
        filled = self._answer.words.say(
            template, v=self._v, day=day, place=self._answer.place, **values
        )
        return aloud(re.sub(r"。+", "。", filled.replace("；。", "。").replace("：。", "。")))

    def needed(self) -> Iterator[Piece]:
        """What every script says."""
        yield Piece(0, (self._fill(self._text["opening"][self._opening()]),))
        yield Piece(90, (self._say("closing"),))
        if cited := self._v["provision"] or self._v["ended"] or self._v["starts"]:
            both = self._answer.words.basis(cited), self._answer.words.cite(cited)
            own = cited.get("number")
            yield Piece(70, tuple(self._say("basis", text=t) for t in (*both, own) if t))
        yield Piece(1, (self._say("dated"),))
        if self._answer.verdict.status == "undetermined":
            missing = [self._fact(name) for name in self._answer.verdict.missing]
            yield Piece(15, self._lists("missing", missing, 5))
        yield from self._amount()

    def _opening(self) -> str:
        status = self._answer.verdict.status
        if status == "not_in_force":
            return "ended" if self._v["ended"] else "starts" if self._v["starts"] else "none"
        return "doubtful" if status == "eligible" and self._answer.doubt else status

    def _amount(self) -> Iterator[Piece]:
        if text := self._answer.amount():
            name = "if_so" if self._answer.verdict.status == "undetermined" else None
            template = self._text[name] if name else self._text["amount"][0]
            yield Piece(
                20 if name else 10,
                tuple(self._fill(template, text=t) for t in _shorter(text, self._v)),
            )

    def helpful(self) -> Iterator[Piece]:
        """What is said as far as the minute goes, the weightiest first."""
        if doubt := self._answer.doubt:
            yield Piece(5, (self._say("doubt", text=doubt.text),))
        yield from self._reasons()
        yield from self._ways()
        if self._v["notes"] and not self._v["provision"]:
            yield Piece(30, (self._say("ended_note", text=self._v["notes"][0].rstrip("。")),))
        if self._v["successor"]:
            name = self._answer.judgement.verdict(self._v["successor"]).measure.name
            yield Piece(31, (self._say("successor", text=name),))
        yield from self._conditions()

    def _reasons(self) -> Iterator[Piece]:
        failed = [one for one in self._answer.leaves if one["state"] == "failed"]
        told = [f"{one['text']}{_have(one)}" for one in failed]
        if told:
            wordings = [self._say("failed_more", items=told)] if len(told) > 1 else []
            plain = failed[0]["text"]
            wordings += [self._say("failed", items=[one]) for one in (told[0], plain)]
            yield Piece(12, tuple(wordings))
            if (would := failed[0]["would_hold_if"]) and would.split("（")[0] != plain:
                yield Piece(13, (self._say("would", text=would),))
        met = [one["text"] for one in self._answer.leaves if one["state"] == "met"]
        yield Piece(11, self._lists("why", met, _OFTEN))

    def _fact(self, name: str) -> str:
        fact = self._answer.verdict.case.base.facts.get(name)
        return fact.name if fact else name

    def _lists(self, name: str, items: Sequence[str], most: int) -> tuple[str, ...]:
        """The sentence with as many items as there are, then with fewer."""
        kept = list(items[:most])
        return tuple(self._say(name, items=kept[:n]) for n in range(len(kept), 0, -1))

    def _ways(self) -> Iterator[Piece]:
        apply = self._v["apply"]
        if not apply or self._answer.verdict.status == "ineligible":
            return
        if self._v["automatic"]:
            yield Piece(30, (self._say("automatic"),))
        if apply.get("pending"):
            yield Piece(32, (self._say("pending", text=apply["pending"].rstrip("。")),))
        channels = [one["text"].rstrip("。") for one in apply.get("channels") or ()]
        if channels and not self._v["automatic"]:
            short = [plainly(one) for one in channels]
            wordings = self._lists("how", channels, 2) + self._lists("how", short, 1)
            yield Piece(33, wordings)
        for place, name in ((36, "bring"),):
            yield Piece(place, self._lists(name, apply.get(name) or [], 6))
        for place, name in (
            (38, "time_limit"),
            (39, "deadline"),
            (35, "handled_by"),
            (37, "if_not_paid"),
        ):
            if text := apply.get(name):
                wording = "not_paid" if name == "if_not_paid" else name
                texts = dict.fromkeys((text.rstrip("。"), plainly(text).rstrip("。")))
                yield Piece(place, tuple(self._say(wording, text=one) for one in texts))
        provision = self._v["provision"]
        if provision and provision["to"] and not apply.get("deadline"):
            yield Piece(40, (self._say("until", text=describe.day(provision["to"])),))

    def _conditions(self) -> Iterator[Piece]:
        provisos = [one["text"] for one in self._v["subject_to"]]
        if self._answer.doubt:
            provisos = [text for text in provisos if text != self._answer.doubt.text]
        yield Piece(50, self._lists("provisos", provisos, _OFTEN))
        yield Piece(3, (self._say("summary", text=self._v["summary"].rstrip("。")),))

    def more(self) -> Iterator[str]:
        """What may be said besides, where the rest was short."""
        cited = self._v["ended"] or self._v["starts"] or {}
        text = cited.get("number") or self._v["name"]
        for template in self._text["more"]:
            yield self._fill(template, text=text)


def _shorter(text: str, data: Json) -> tuple[str, ...]:
    """The amount without asides, only its sum, and to its first stop."""
    sum_ = total(data["amount"])
    plain = plainly(text)
    full = f"{sum_}，{plainly(data['amount']['text'])}" if sum_ and sum_ not in plain else plain
    wordings = (full, sum_ or plain, re.split("[；。]", plain)[0])
    return tuple(dict.fromkeys(one.rstrip("。") for one in wordings))


def _have(leaf: Json) -> str:
    return f"，您的情况是{leaf['have'].replace('：', '为', 1)}" if leaf.get("have") else ""
