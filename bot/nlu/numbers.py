"""Numbers as people write them, with the words that blur or bound them, and their unit.

不到30 is below 30, 三十来号人 is 25 to 39, 半年多 is 7 to 11 months, 百分之五 is 5 %. Every rule of
vagueness stands in `_FUZZ` and `_spread`, so that it can be argued with in one place.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Any, Iterator

from bot.nlu import numerals

_UNITS = {
    "人": r"个人|号人|口人|口子|来号人|号|名|位|人|口",
    "月": r"个整月|个来月|个多月|个月|月(?![初底末])",
    "年": r"周年|整年|年",
    "岁": r"周岁|岁",
    "元": r"块钱|元钱|元|块(?![地钱])|圆",
    "%": r"%|个百分点|个点",
    "成": r"成(?![立为了功交员年本])",
    "级": r"级",
    "届": r"届",
    "次": r"次|回",
    "天": r"天",
    "周": r"个星期|个礼拜|星期|礼拜|周",
    "季": r"个季度|季度",
    "档": r"档",
    None: r"个",
}
_UNIT = re.compile("|".join(f"(?P<u{n}>{p})" for n, p in enumerate(_UNITS.values())))
_UNIT_NAMES = tuple(_UNITS)

_BELOW = r"不到|不足|不满|未满|没满|没到|没够|不够|未到|少于|低于|小于|没超|没有超|" \
    r"(?:没有?|未|不)(?:交|缴|干|做|上|工作|经营|开)?(?:满|够|到|足)"
_AT_MOST = r"不超过|没超过|没有超过|未超过|不多于|不高于|不大于|最多|至多|顶多|顶天|最长"
_AT_LEAST = r"不少于|不低于|不小于|至少|最少|最低|起码|少说也?有?|(?<![不没未])(?:交|缴|干|做)?满|够"
_ABOVE = r"(?<![不没未])超过|(?<![不没未])超出|多于|大于|高于|(?<![不没])超"
_NEARLY = r"(?<![大中])小(?=[一两二三四五六七八九十])|将近|接近|快要?到?|近|差点|差一点|眼看"
_ABOUT = r"大概|大约|约莫|估计|差不多|大致|可能|好像|约"
_BEFORE = re.compile(
    rf"(?:(?P<below>{_BELOW})|(?P<at_most>{_AT_MOST})|(?P<at_least>{_AT_LEAST})|"
    rf"(?P<above>{_ABOVE})|(?P<nearly>{_NEARLY})|(?P<about>{_ABOUT}))了?(?:有|是)?(?:大概|大约)?$"
)
_AFTER = re.compile(
    r"(?P<about>左右|上下|的样子|前后)|(?P<at_least>(?:及|或者?)?以上|往上|起步|开外)|"
    r"(?P<at_most>(?:及|或者?)?以下|以内|之内|以里|内(?!蒙)|封顶|打住)|"
    r"(?P<below>不到|不足|不满|还不到|都不到|都没到|没到|还没到|都没满|还没满)|"
    r"(?P<more>出头|挂零|冒头|有余)|(?P<above>还多)"
)
_MORE = re.compile(r"好?[来多余几把]")
_RANGE = re.compile(r"\s*(?:到|至|-|或者?|、)\s*")
_PERCENT = re.compile(r"(百|千|万)分之")
_PER = {"百": 1.0, "千": 0.1, "万": 0.01}


_NOT_A_NUMBER = re.compile(
    r"一(?:次性|起|直|样|下|些|点|般|定|边|共|旦|律|切|并|会|块(?!钱)|体|致|家|门|手|路|方|向|时|窗|网|站|卡|揽|"
    r"套|事|句|项|条|股|类|种|批|系|口|刻|群|辈|生|心|味|流|代|对一|键|概|带|早|晚)|"
    r"[二三四五六七八两](?:险|金|农|方|手|口子|维码)|二次创业|十分(?!之)|千万(?=[别不要记得])|万一|百姓|百分百|"
    r"(?<![满了过够签是足到快])一个?[月年](?=[^0-9,。]{0,3}(?:[0-9]|工资|流水|收入|挣|营业额|社保|交|缴|发|多少|几))|"
    r"4050|四零五零|12333|12345|[0-9]{1,4}号(?:文|令|公告)|[0-9]{9,}|三八|七七八八|几(?:级|号|点|时|家|项)|"
    r"几个?(?:月|年|天|次|钱|人)?(?=可以|才|能|够|算|内|要)|亿[^0-9]|零(?:就业|申报|工|售|散|花|裁|用)|两者|两个都|一天(?=[^0-9]{0,6}[都也没])|万[^0-9]|千[^0-9把来多]|百[^0-9来十]"
)


@dataclass(frozen=True)
class Number:
    """A number in a text: bounds (None = open end) and whether they are excluded, unit, span.

    `start` to `end` takes in the words that bound it; `unit` is one of 人 月 年 岁 元 % 级 届 次 天
    周 季 档, or None. `vague` marks bounds that were widened because the words were.
    """

    low: float | None
    high: float | None
    unit: str | None
    start: int
    end: int
    low_open: bool = False
    high_open: bool = False
    vague: bool = False
    counter: str = ""

    def scaled(self, factor: float, unit: str | None) -> Number:
        """The same in another unit, `factor` times as small; 两年多 in months ends below 36."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        if self.vague and not self.high_open and self.high is not None and factor > 1:
            return replace(self, low=low, high=high + factor, high_open=True, unit=unit)
        return replace(self, low=low, high=high, unit=unit)

    def to_json(self, *, whole: bool) -> Any:
        """The value as a JSON fact; `whole` closes open ends to the next integer."""
        low, high = self.low, self.high
        if whole:
            low = None if low is None else math.floor(low) + 1 if self.low_open else math.ceil(low)
            high = None if high is None else math.ceil(high) - 1 if self.high_open else math.floor(high)
        if whole and low is not None and high is not None and low > high:
            low, high = high, low  # a fraction, such as 1.5 months, between two whole numbers
        if low is not None and low == high and (whole or not (self.low_open or self.high_open)):
            return _tidy(low)
        value: dict[str, Any] = {}
        if low is not None:
            value["min"] = _tidy(low)
        if high is not None:
            value["max"] = _tidy(high)
            if self.high_open and not whole:
                value["exclusive_max"] = True
        return value


def find(text: str) -> list[Number]:
    """Every number of a plain text, from left to right, none overlapping another."""
    found: list[Number] = []
    at = 0
    while at < len(text):
        number = _at(text, at, found[-1].end if found else 0)
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.end
    return found


def _tidy(number: float) -> float:
    return int(number) if float(number).is_integer() else round(number, 6)


def _at(text: str, at: int, since: int) -> Number | None:
    """The number whose numeral begins at `at`; words before it are read back to `since`."""
    if half := _half(text, at):
        return _bounded(text, half, since)
    if percent := _PERCENT.match(text, at):
        inner = _core(text, percent.end())
        if inner is None:
            return None
        scaled = inner.scaled(_PER[percent[1]], "%")
        return _bounded(text, replace(scaled, start=at, vague=False), since)
    if _NOT_A_NUMBER.match(text, at) or (at and text[at - 1] == "第" and "档" not in text[at:at + 2]):
        return None
    if not numerals.NUMERAL.match(text, at):
        return None
    if at and (text[at - 1] in "这那" or (text[at - 1].isascii() and text[at - 1].isalnum())):
        return None  # 这俩, 那三项 point at what was said; a12 is a name
    core = _core(text, at)
    if core is None:
        return None
    core = _to_second(text, core)
    return _bounded(text, _with_rest(text, core), since)


def _half(text: str, at: int) -> Number | None:
    """半年, 半个月, 一半: halves."""
    if text.startswith("一半", at):
        return Number(50, 50, "%", at, at + 2)
    found = re.compile(r"(?:大|小|多|将近)?半(年多?|个多?月)").match(text, at)
    if not found or (at and text[at - 1] in "上下前后年月个"):
        return None
    months = 6.0 if found[1].startswith("年") else 0.5
    if "多" in found[0]:
        return Number(months, 2 * months, "月", at, found.end(), True, True, vague=True)
    return Number(months, months, "月", at, found.end())


def _core(text: str, at: int) -> Number | None:
    """A numeral with 来, 多, 几 after it, and its unit."""
    found = numerals.NUMERAL.match(text, at)
    if not found:
        return None
    read = numerals.read(found[0])
    if read is None or (found[0] in "千万百亿" and not text[found.end() :][:1] in "来多个"):
        return None
    number = Number(read.low, read.high, None, at, found.end(), vague=read.vague)
    if hundred_millions := re.compile(r"个(亿|多亿)").match(text, found.end()):
        return replace(number.scaled(1e8, "元"), end=hundred_millions.end())
    number = _vague(text, number, read.step)
    return _united(text, number)


def _vague(text: str, number: Number, step: float) -> Number:
    """三十来, 两百多, 三万余, 30几: what follows the numeral before its unit."""
    more = _MORE.match(text, number.end)
    if not more or number.low is None:
        return number
    word, n = more[0][-1], number.low
    if word in "几余多" and step < 10 and number.high == n:
        if not (word in "多余" and step == 1 and n >= 10 and n % 10 == 0):
            return number
    if word == "来" and (n < 10 or text[more.end() : more.end() + 1] in ("自", "了", "过")):
        return number
    end = more.end()
    magnitude = re.compile(r"[万亿]").match(text, end)
    factor = numerals.LARGE[magnitude[0]] if magnitude else 1
    end = magnitude.end() if magnitude else end
    low, high = (n - 5, n + 9) if n < 100 else (n * 0.9, n * 1.2)
    if n < 20:
        low, high = n - 2, n + 5
    if word != "来":  # 两百多人 is 201 to 299; 两万多 is a sum of money, 20000 to 30000
        low, high = (n + 1, n + step - 1) if n < 10_000 else (n, n + step)
    return replace(
        number, low=_tidy(low) * factor, high=_tidy(high) * factor + factor - 1, end=end, vague=True
    )


def _united(text: str, number: Number) -> Number:
    """Add the unit after the number, and money's 万元."""
    unit = _UNIT.match(text, number.end)
    if not unit:
        return number
    name = _UNIT_NAMES[int(str(unit.lastgroup)[1:])]
    if name == "岁" or name != "年" or not re.match(r"年(?:级|龄|底|初|末|前|以前)", unit.string[unit.start() :]):
        number = replace(number, unit=name, end=unit.end(), counter=unit[0])
    if name == "成":
        return replace(number.scaled(10, "%"), vague=False)
    if unit[0] == "个多月" or (number.unit in ("年", "月") and text[number.end : number.end + 1] == "多"):
        end = number.end + (unit[0] != "个多月")
        return replace(
            number, high=(number.high or 0) + 1, low_open=number.unit == "年", high_open=True,
            end=end, vague=True,
        )
    return number


def _with_rest(text: str, number: Number) -> Number:
    """两年半, 一年零三个月, 一个半月, 三块五: what is added after the unit."""
    if number.unit in ("年", "月") and text.startswith("半", number.end) and not number.vague:
        end = number.end + 1
        if number.unit == "年":
            return replace(number.scaled(12, "月"), low=(number.low or 0) * 12 + 6,
                           high=(number.high or 0) * 12 + 6, end=end)
    if number.unit is None and text.startswith("半月", number.end) and number.counter == "个":
        return replace(number, low=(number.low or 0) + 0.5, high=(number.high or 0) + 0.5,
                       unit="月", end=number.end + 2)
    if number.unit == "年" and number.low is not None and number.low < 100 and not number.vague:
        more = re.compile(r"[零又]?").match(text, number.end)
        rest = _core(text, more.end()) if more else None
        if rest and rest.unit == "月" and "个" in rest.counter and number.high is not None:
            return replace(rest, low=number.low * 12 + (rest.low or 0),
                           high=number.high * 12 + (rest.high or 0), start=number.start)
    return number


def _to_second(text: str, first: Number) -> Number:
    """30到40人, 100-200: the second number of a range takes the first one's place as its high end."""
    to = _RANGE.match(text, first.end)
    if not to or first.low is None or first.vague:
        return first
    second = _core(text, to.end())
    if second is None or second.low is None or second.high is None:
        return first
    if first.unit not in (None, second.unit) or second.low <= first.low:
        return first
    if to[0].strip() == "、" and (second.low - first.low != 1 or second.low > 20 or first.unit):
        return first
    low = first.low
    if second.high >= 10_000 and low < 1000 and second.high % 10_000 == 0:
        low *= 10_000  # 3到5万
    return replace(second, low=low, start=first.start, vague=False)


_FUZZ = 0.1
"""左右 and 大概 leave room of a tenth on both sides, at least 1."""


def _bounded(text: str, number: Number, since: int) -> Number:
    """Apply the words before and after that bound or blur the number."""
    number = _short_of(text, number, since) or number
    before = _BEFORE.search(text, since, number.start)
    if before:
        number = replace(_apply(str(before.lastgroup), number), start=before.start())
    after = _AFTER.match(text, number.end)
    if after and not (before and before.lastgroup in ("below", "above")):
        number = replace(_apply(str(after.lastgroup), number), end=after.end())
    return number


def _short_of(text: str, number: Number, since: int) -> Number | None:
    """还差两个月满一年 is ten months."""
    if number.unit != "月" or number.low is None or not re.search(r"差$", text[since : number.start]):
        return None
    to = re.compile(r"(?:就|才|不)?(?:满|到|够|是)?").match(text, number.end)
    whole = _core(text, to.end()) if to else None
    if whole is None or whole.unit != "年" or whole.low is None:
        return None
    months = whole.low * 12
    low, high = months - (number.high or 0), months - number.low
    return replace(number, low=low, high=high, start=number.start - 1, end=whole.end)


def _apply(word: str, number: Number) -> Number:
    low, high = number.low, number.high
    if word == "below":
        return replace(number, low=None, high=low, high_open=True, low_open=False)
    if word == "at_most":
        return replace(number, low=None, high=high)
    if word == "at_least":
        return replace(number, high=None, high_open=False)
    if word == "more":
        return replace(number, low_open=True, high=(high or 0) + max(1, 0.2 * (high or 0)))
    if word == "above":
        if number.vague or low is None:
            return replace(number, high=None, high_open=False)
        return replace(number, high=None, low_open=True)
    if number.vague:
        return number
    return _spread(word, number)


def _spread(word: str, number: Number) -> Number:
    """左右 is a tenth either way, 将近 a tenth below; small whole numbers by one."""
    if number.low is None or number.high is None:
        return number
    room = max(_FUZZ * number.low, 1 if number.unit != "%" else 0)
    if number.unit == "年":
        room = max(_FUZZ * number.low, 0.25)
    low = max(number.low - room, 0)
    if word == "nearly":
        return replace(number, low=low, high=number.low, high_open=True, vague=False)
    return replace(number, low=low, high=number.high + room)


def after(numbers: list[Number], at: int) -> Iterator[Number]:
    """The numbers that begin at or after a place."""
    return (number for number in numbers if number.start >= at)
