"""Chinese and Arabic numerals to intervals: 十几 is 11 to 19, 三四十 is 30 to 49, 1.5万 is 15000.

Only the numeral itself is read here; the words around it (不到, 左右, 个月) are for `numbers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
DIGITS.update({"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7})
DIGITS.update({"捌": 8, "玖": 9, "幺": 1})
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
_WORDS = {"廿": "二十", "卅": "三十", "俩": "两", "仨": "三", "w": "万", "k": "千"}

CHINESE = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖幺几十拾百佰千仟万亿廿卅俩仨"
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMERAL = re.compile(
    rf"(?:{ARABIC})亿(?:{ARABIC})[十百千]?万|"
    rf"(?:{ARABIC})(?:[百千万亿][0-9](?![0-9.个月年天多来])[百千]?|[十百千万亿]+|个?[wk](?![a-z]))?|"
    rf"[二三四五六七八九]?十[一二三四五六七八九]?(?=零[一二两三四五六七八九十]+个月)|"
    rf"[{CHINESE}]+(?:点[零一二三四五六七八九]+[万亿]?)?"
)
_SHORTHAND = re.compile(rf"({ARABIC})([百千万亿])([0-9])([百千]?)")

_FEW = {"": (2, 9), "大": (5, 9), "小": (2, 4)}
"""What 几 stands for, also after 大 and 小."""
_TWICE = re.compile(r"([一二三四五六七八九十两]+)([百千万])([一二三四五六七八九十两]+)\2")


@dataclass(frozen=True)
class Numeral:
    """What a numeral may stand for, both ends included; `step` is its last magnitude.

    三百 has step 100 and 125 has step 1: 三百多 is 301 to 399. `vague` says it was 几 or 三四.
    """

    low: float
    high: float
    step: float = 1
    vague: bool = False


_ABOUT = {"百八十": (80, 110), "千八百": (800, 1100), "万八千": (8000, 11000)}
"""Set phrases: 百八十 is somewhat below or above a hundred."""


def read(text: str, before: str = "") -> Numeral | None:
    """The numeral `text`, or None when it is not one (零十, 万千).

    `before` is the character in front of it: 大几十 is 50 to 99, 小几十 is 20 to 49.
    """
    if text in _ABOUT:
        return Numeral(*_ABOUT[text], vague=True)
    if twice := _TWICE.fullmatch(text):  # 十万八万, 三百五百
        ends = [_chinese(twice[n] + twice[2], 0) for n in (1, 3)]
        values = sorted(end.low for end in ends if end)
        return Numeral(values[0], values[-1], vague=True) if values else None
    if text[:1].isdigit():
        return _arabic(text)
    for word, plain in _WORDS.items():
        text = text.replace(word, plain)
    if "点" in text:
        return _decimal(text)
    if "几" in text:
        is_head = text[0] == "几" and len(text) > 1
        few = _FEW.get(before, _FEW[""]) if is_head else _FEW[""]
        low, high = _chinese(text, few[0]), _chinese(text, few[1])
        if low is None or high is None:
            return None
        least = low.low if text != "十几" and not text.endswith("十几") else low.low - 1
        return Numeral(least, high.low + _filling(text, high), 1, vague=True)
    return _between(text) or _chinese(text, 0)


def _arabic(text: str) -> Numeral | None:
    if "亿" in text[:-1] and text.endswith("万"):  # 1亿2千万
        parts = [_arabic(part) for part in (text[: text.index("亿") + 1], text.partition("亿")[2])]
        number = sum(part.low for part in parts if part)
        return Numeral(number, number, LARGE["万"])
    found = re.match(rf"({ARABIC})(.*)$", text)
    if found is None:
        return None
    if short := _SHORTHAND.fullmatch(text):  # 1万2, 3万5千
        large = SMALL.get(short[2]) or LARGE[short[2]]
        rest = int(short[3]) * (SMALL[short[4]] if short[4] else large / 10)
        number = _round(float(short[1].replace(",", "")) * large + rest)
        return Numeral(number, number, SMALL.get(short[4], large / 10))
    digits = found[1].replace(",", "")
    magnitude, step = 1.0, 1.0
    for character in found[2].removeprefix("个"):
        word = _WORDS.get(character, character)
        magnitude *= SMALL.get(word) or LARGE[word]
    number = float(digits) * magnitude
    if magnitude > 1:
        step = magnitude / 10 ** len(digits.partition(".")[2])
    elif "." not in digits and number > 0:
        step = 10 ** (len(digits) - len(digits.rstrip("0")))
    return Numeral(_round(number), _round(number), step)


def _decimal(text: str) -> Numeral | None:
    """三点五万: digits after 点, then perhaps a magnitude."""
    whole, _, rest = text.partition("点")
    magnitude = LARGE.get(rest[-1], 1)
    before = _chinese(whole, 0)
    if before is None:
        return None
    fraction = "".join(str(DIGITS[c]) for c in rest if c in DIGITS)
    number = _round((before.low + float(f"0.{fraction}")) * magnitude)
    return Numeral(number, number, magnitude / 10 ** len(fraction))


def _filling(text: str, high: Numeral) -> float:
    """How far 几十 reaches beyond 90: to 99; 十几 ends at 19 itself."""
    after = text[text.rindex("几") + 1 :]
    return high.step - 1 if after else 0


def _between(text: str) -> Numeral | None:
    """三四, 三五十, 十七八, 两三百: two digits side by side, the second the greater."""
    for at in range(len(text) - 1):
        first, second = DIGITS.get(text[at]), DIGITS.get(text[at + 1])
        if first is None or second is None:
            continue
        rest = text[at + 2 :]
        if not 0 < first < second or (rest and rest[0] not in "十百千万") or len(text) > at + 4:
            return None
        if at and text[at - 1] in DIGITS:
            return None
        low = _chinese(text[: at + 1] + rest, 0)
        high = _chinese(text[:at] + text[at + 1 :], 0)
        if low is None or high is None:
            return None
        step = (high.low - low.low) / (second - first)
        return Numeral(
            low.low, high.low + (step - 1 if rest and high.low < 10_000 else 0), 1, vague=True
        )
    return None


def _chinese(text: str, few: int) -> Numeral | None:
    """A numeral of Chinese characters, 几 standing for `few`."""
    if all(c in DIGITS for c in text) and len(text) > 1:
        return _positional(text)
    total = section = 0.0
    digit: float | None = None
    step, last, largest, zero = 1.0, 1.0, 1, False
    for c in text:
        if c in DIGITS or c == "几":
            if digit is not None and digit != 0:
                return None
            digit = few if c == "几" else DIGITS[c]
            zero = zero or digit == 0
            step = 1
        elif c in SMALL:
            section += (1 if digit is None else digit) * SMALL[c]
            digit, step, last, zero = None, SMALL[c], SMALL[c], False
        elif c in LARGE:
            section = (section + (digit or 0)) or (1 if digit is None and not total else 0)
            if not section:
                return None
            is_larger = LARGE[c] > largest  # 三万亿; 两亿三千万 adds up
            total = (total + section) * LARGE[c] if is_larger else total + section * LARGE[c]
            largest = max(largest, LARGE[c])
            section, digit, step, last, zero = 0, None, LARGE[c], LARGE[c], False
    if digit is not None:
        short = last >= 100 and not zero  # 一百二 is 120, 一百零二 is 102
        section += digit * (last / 10 if short else 1)
        step = last / 10 if short else 1
    return Numeral(_round(total + section), _round(total + section), step)


def _positional(text: str) -> Numeral:
    """二零二二 and 二二: digits read one by one."""
    number = int("".join(str(DIGITS[c]) for c in text))
    return Numeral(number, number)


def _round(number: float) -> float:
    return int(number) if number == int(number) else round(number, 6)
