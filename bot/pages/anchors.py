"""Stable links to a clause: readable fragments that do not change when pages do."""

from __future__ import annotations

from policy_kb.model import Provision


def anchor(provision: Provision) -> str:
    """The stable id of a provision on its measure's page: document and clause."""
    return clause_anchor(provision.document.id, provision.citation.clause)


def clause_anchor(document: str, clause: str | None) -> str:
    """A clause as a fragment for links: 三（三）11 of nm-2022-86 is nm-2022-86-3.3.11."""
    return f"{document}-{clause_slug(clause)}" if clause else document


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def clause_slug(clause: str) -> str:
    """A clause's number in Arabic figures and dots; what is no numeral is left as it is."""
    parts: list[str] = []
    for part in clause.replace("（", ".").replace("）", ".").replace("第", "").split("."):
        text = part.strip()
        if text and all(char in _DIGITS or char == "十" for char in text):
            tens, ten, ones = text.rpartition("十")
            number = (_DIGITS.get(tens, 1) * 10 if ten else 0) + (_DIGITS[ones] if ones else 0)
            parts.append(str(number))
        elif text:
            parts.append(text.replace(" ", ""))
    return ".".join(parts)
