"""Bare answers (是, 没有, 不知道, 跳过) and the words that announce a correction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu import clauses as cl
from bot.nlu.normalise import LISTS

_TRAILING = re.compile(r"[啊呀呢吧哦噢喔哈嘛啦哟诶欸]+$")
_NOT_X_BUT_Y = re.compile(
    r"(?<!是)不是(?P<old>(?!我|自己|主动|自愿|本人)[^,。!?吗]{1,12}?)"
    r"[,，。 ]?(?:而)?(?:是|应该是)(?!不是)"
)


_SHORT = 7
_VALUES: Mapping[str, Mapping[str, bool]] = {
    "yes": {"yes": True},
    "no": {"no": True},
    "unknown": {"unknown": True},
    "skip": {"unknown": True},
}


@dataclass(frozen=True)
class Answer:
    """A bare answer; `value` is {"yes": True}, {"no": True} or {"unknown": True}.

    `kind` also tells a refusal (skip) from ignorance; `is_all` that the text is nothing else,
    `is_loose` that it is an answer only if it states no fact (没领过).
    """

    kind: str
    value: Mapping[str, bool]
    start: int
    end: int
    is_all: bool = False
    is_loose: bool = False


class Answers:
    """Reads bare answers by nlu_data/lists/answers.yml."""

    def __init__(self, file: Path = LISTS / "answers.yml") -> None:
        data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        kinds = ("yes", "no", "unknown", "skip")
        self._whole = {word: kind for kind in kinds for word in data[kind]["whole"]}
        self._leading = {word: kind for kind in kinds for word in data[kind].get("leading", ())}
        self._ending = tuple(sorted(data["unknown"]["ending"], key=len, reverse=True))
        self._short_no = re.compile(data["no"]["short"])
        self._short_yes = re.compile(data["yes"]["short"])
        words = data["correction"]
        self._correction = re.compile(
            "|".join(map(re.escape, words["anywhere"]))
            + r"|^(?:哦|啊|呃|嗯|那个)?(?:"
            + "|".join(map(re.escape, words["opening"]))
            + r")(?=.)"
        )

    def find(self, text: str, clauses: tuple[cl.Clause, ...]) -> Answer | None:
        """The bare answer a plain text is or opens with, if any."""
        said = bare(text)
        kind = self._whole.get(said) or self._whole.get(said.rstrip("的了"))
        if kind:
            return Answer(kind, _VALUES[kind], 0, len(text.rstrip()) or len(text), is_all=True)
        if len(said) <= _SHORT and not cl.is_question(said):
            for kind, pattern in (("no", self._short_no), ("yes", self._short_yes)):
                if pattern.fullmatch(said):
                    return Answer(kind, _VALUES[kind], 0, len(text.rstrip()), is_loose=True)
        if len(clauses) > 1 and (kind := self._leading.get(_TRAILING.sub("", clauses[0].text))):
            return Answer(kind, _VALUES[kind], clauses[0].start, clauses[0].end)
        return self._unknown_at_end(text, clauses)

    def correction(self, text: str) -> tuple[int, int] | None:
        """Where a text says that something said before is to be changed."""
        if found := self._correction.search(text):
            return found.span() if len(bare(text)) > len(found[0]) else None
        if found := _NOT_X_BUT_Y.search(text):
            return found.span()
        return None

    def _unknown_at_end(self, text: str, clauses: tuple[cl.Clause, ...]) -> Answer | None:
        if not clauses or cl.is_question(text.replace("多少", "").replace("几", "")):
            return None
        last = clauses[-1]
        said = _TRAILING.sub("", last.text)
        for word in self._ending:
            if said.endswith(word):
                start = last.start + len(said) - len(word)
                return Answer("unknown", _VALUES["unknown"], start, start + len(word))
        return None


def replaced(text: str) -> tuple[int, int] | None:
    """What a 不是30，是35 takes back: the span between 不是 and 是."""
    found = _NOT_X_BUT_Y.search(text)
    return found.span("old") if found else None


def bare(text: str) -> str:
    """A plain text without punctuation and closing particles."""
    said = re.sub(r"[\s,.!?;:~。、\"()\-]+", "", text)
    return _TRAILING.sub("", said) or said
