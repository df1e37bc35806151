"""Document numbers and clauses as typed: 86号, 2022-86, 内人社办发〔2022〕86号 三（三）11."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_FULL = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{1,8}?发)?\s*[\[(〔【]\s*(?P<year>\d{4})\s*[\])〕】]\s*(?P<number>\d{1,4})\s*号?"
)
_YEAR_FIRST = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff]{1,8}?)?(?P<year>20\d{2})[-—年/ ](?P<number>\d{1,4})号?"
)
_PLAIN = re.compile(r"^(?P<issuer>[\u4e00-\u9fff]{1,8}?)?(?P<number>\d{1,4})号(?:文件|文)?")
_ITEM = re.compile(r"第?\s*(\d{1,2})\s*(?:项|条|点|款)?$")
NUMERALS = "一二三四五六七八九十"
_PART = re.compile(rf"第?([{NUMERALS}]+)[、条部分]*")
_SECTION = re.compile(rf"[(（]([{NUMERALS}]+)[)）]")


@dataclass(frozen=True, slots=True)
class Paper:
    """What was typed of a document: its number, perhaps year, issuer's word and clause."""

    number: int
    year: int | None = None
    issuer: str = ""
    clause: str = ""

    def means(self, official: str | None) -> bool:
        """Whether a document of that official number may be meant."""
        known = _FULL.search(plain(official or ""))
        if known is None or int(known["number"]) != self.number:
            return False
        if self.year is not None and int(known["year"]) != self.year:
            return False
        return not self.issuer or _subsequence(
            self.issuer.removesuffix("发"), known["issuer"] or ""
        )


def plain(text: str) -> str:
    """Full-width folded and blanks dropped; 〔 〕 stay."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_paper(text: str) -> Paper | None:
    """The document that ``text`` names, and the clause after it; None if it names none."""
    typed = unicodedata.normalize("NFKC", text).strip()
    found = _FULL.search(typed) or _YEAR_FIRST.match(typed) or _PLAIN.match(typed)
    if found is None:
        return None
    if typed[: found.start()].strip():
        return None
    groups = found.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    rest = plain(typed[found.end() :]).lstrip(",，:：的-")
    if len(rest) > 12 or (rest and not _looks_like_clause(rest)):
        return None
    return Paper(int(groups["number"]), year, groups.get("issuer") or "", rest)


def same_clause(typed: str, clause: str | None) -> bool:
    """Whether a clause as typed (三(三)11, 第11项, 三) is ``clause`` or a part around it."""
    if not clause:
        return False
    parts, own = split_clause(typed), split_clause(clause)
    if parts[2] and not (parts[0] or parts[1]):
        return parts[2] == own[2]
    return all(want in ("", have) for want, have in zip(parts, own, strict=True))


def split_clause(text: str) -> tuple[str, str, str]:
    """A clause's part, section and item: 三（三）11 → 三, 三, 11; empty where it has none."""
    typed = plain(text)
    item = _ITEM.search(typed)
    head = typed[: item.start()] if item else typed
    section = _SECTION.search(head)
    part = _PART.match(_SECTION.sub("", head))
    return part[1] if part else "", section[1] if section else "", item[1] if item else ""


def _looks_like_clause(rest: str) -> bool:
    return any(split_clause(rest)) and not re.search(
        r"[^\d第项条点款部分、()（）一二三四五六七八九十]", rest
    )


def _subsequence(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
