"""Takes personal identifiers out of a message before anything stores, logs or interprets it.

Recognised: resident identity numbers (18 digits with a valid date and check digit, or the old
15-digit form beside its name), mobile and landline numbers, bank cards (Luhn, or named as one),
and social-security or medical-insurance numbers beside their name. Full-width and Chinese digits
count as digits. Amounts of money and head counts are left alone: the conversation needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

_ASCII_OF = str.maketrans("０１２３４５６７８９ＸｘＡＢＣＤ－　＋", "0123456789XxABCD- +")
_CHINESE_DIGITS = str.maketrans("零〇○一二三四五六七八九幺", "0001234567891")
_CHINESE_RUN = re.compile(r"[零〇○一二三四五六七八九幺]{11,}")

# GB/T 2260: the first digit of a province's code to the second ones; 91 is for foreigners.
_CODES = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "123",
    "9": "1",
}
_PROVINCES = frozenset(first + second for first, rest in _CODES.items() for second in rest)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"

_SEP = r"[ \-]?"
_NOT_AN_AMOUNT = r"(?!\s*(?:[万亿元块%]|[.]\d))"
_IDENTITY = re.compile(rf"(?<![0-9])(?:\d{_SEP}){{17}}[\dXx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9])\d{15}(?![0-9])")
_CARD = re.compile(rf"(?<![0-9])(?:\d{_SEP}){{15,18}}\d(?![0-9])" + _NOT_AN_AMOUNT)
_MOBILE = re.compile(
    rf"(?<![0-9.])(?:\+?86{_SEP})?1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}}(?![0-9])" + _NOT_AN_AMOUNT
)
_LANDLINE = re.compile(
    r"(?<![0-9.])0(?:10|2\d|[3-9]\d{2})[ \-]?[2-8]\d{6,7}(?![0-9])" + _NOT_AN_AMOUNT
)
_SOCIAL = re.compile(
    r"(?:(?:社会?保障?|社保|医保|养老保险|失业保险|工伤保险|参保)(?:卡|账户|个人)?"
    r"(?:编号|号码|账号|卡号|号)|个人编号|参保编号)"
    r"\D{0,6}?([A-Za-z]?\d[\dA-Za-z\- ]{5,18}[\dA-Za-z])"
)
_IDENTITY_CUE = re.compile(r"身份证|证件号|公民身份")
_CARD_CUE = re.compile(r"银行卡|卡号|账号|账户|帐号")


@dataclass(frozen=True, slots=True)
class Found:
    """One identifier: its kind in Chinese and where it stands in the text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """The text without identifiers, and the kinds that were taken out (each once)."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str, *, keep: Collection[str] = ()) -> Masked:
    """Replaces every identifier by ``〔kind已隐去〕``; the rest of the text keeps its wording.

    ``keep`` names kinds that stay.
    """
    found = [item for item in _without_overlaps(find(text)) if item.kind not in keep]
    parts: list[str] = []
    at = 0
    for item in found:
        parts += [text[at : item.start], f"〔{item.kind}已隐去〕"]
        at = item.end
    parts.append(text[at:])
    return Masked("".join(parts), tuple(dict.fromkeys(item.kind for item in found)))


def find(text: str) -> list[Found]:
    """Every identifier in the text, strongest evidence first; spans may overlap."""
    plain = _plain_digits(text)
    return [item for search in _SEARCHES for item in search(plain)]


def _plain_digits(text: str) -> str:
    """The text with full-width and long Chinese digit runs as ASCII digits, positions unchanged."""
    plain = text.translate(_ASCII_OF)
    return _CHINESE_RUN.sub(lambda run: run.group().translate(_CHINESE_DIGITS), plain)


def _without_overlaps(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _identities(plain: str) -> Iterator[Found]:
    for match in _IDENTITY.finditer(plain):
        number = re.sub(r"[ \-]", "", match.group()).upper()
        named = _named_before(plain, match.start(), _IDENTITY_CUE)
        if is_identity_number(number) or (named and _born_plausibly(number[6:14])):
            yield Found("身份证号", *match.span())
    for match in _OLD_IDENTITY.finditer(plain):
        number = match.group()
        plausible = number[:2] in _PROVINCES and _born_plausibly("19" + number[6:12])
        if plausible and _named_before(plain, match.start(), _IDENTITY_CUE):
            yield Found("身份证号", *match.span())


def _socials(plain: str) -> Iterator[Found]:
    for match in _SOCIAL.finditer(plain):
        if sum(char.isdigit() for char in match.group(1)) >= 6:
            yield Found("社保号", *match.span(1))


def _cards(plain: str) -> Iterator[Found]:
    for match in _CARD.finditer(plain):
        named = _named_before(plain, match.start(), _CARD_CUE)
        if named or passes_luhn(re.sub(r"\D", "", match.group())):
            yield Found("银行卡号", *match.span())


def _phones(plain: str) -> Iterator[Found]:
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(plain):
            yield Found("电话号码", *match.span())


_SEARCHES: tuple[Callable[[str], Iterator[Found]], ...] = (_identities, _socials, _cards, _phones)


def _named_before(plain: str, start: int, cue: re.Pattern[str]) -> bool:
    return cue.search(plain[max(0, start - 14) : start]) is not None


def _born_plausibly(yyyymmdd: str) -> bool:
    try:
        born = date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


def is_identity_number(number: str) -> bool:
    """Whether it is a resident identity number (GB 11643: province, date, check digit)."""
    if len(number) != 18 or not number[:17].isdigit() or number[:2] not in _PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _born_plausibly(number[6:14]) and number[17].upper() == _CHECK_DIGITS[total % 11]


def passes_luhn(digits: str) -> bool:
    """Whether the digits satisfy the Luhn check that bank-card numbers carry."""
    total = 0
    for position, char in enumerate(reversed(digits)):
        doubled = int(char) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
