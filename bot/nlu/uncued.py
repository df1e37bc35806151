"""What the words around a number say it is about where no cue does: ages, staff, arrears."""

from __future__ import annotations

import re

from bot.nlu.number import Number
from bot.nlu.text import Text
from policy_kb.vocabulary import Fact

_YOUNGEST, _OLDEST = 14, 90
_PERSON = re.compile(
    r"(?:今年|我|俺|本人|刚|都|才|已经|爸|妈|父亲|母亲|老公|老婆|爱人|对象|媳妇|丈夫|妻子|儿子|女儿|闺女|姑娘|孩子|"
    r"弟弟?|妹妹?|哥|姐姐?|叔|姨|舅|婶|嫂子?|爷爷?|奶奶?|老爹|老娘|老汉|婆婆?|公公|他|她|那口子|男的?|女的?|岁数|年龄|年纪)$"
)
_AFTER_AGE = re.compile(r"$|多?了|[,。、 的女男还没下失快啊呢吧多整就在]|多岁|无业|待业")
_SEX = re.compile(r"(?:^|[,。 ])(?:本人)?[男女]性?(?:$|[,。 ])")
_INSURED = re.compile(
    r"(?:员工|职工|人|店员)?(?:都|全|也)+(?:给)?(?:上|交|缴|参|入|买)"
    r"(?:了|着|过)?(?:失业|社保|保险|五险|保)"
)
_WHOLE_STAFF = re.compile(r"[^,。没未不]{0,6}(?:都|全|均)")
_LEFT = re.compile(
    r"(?:员工|职工|人)?(?:是|都|全|都是|属于|系)*(?:他们)?(?:因)?(?:合同到期|退休|正常减员|自然减员|自己(?:走|辞|不干|提)|"
    r"主动(?:离职|辞|走)|自愿(?:离职|辞)|辞职|调走|调出)"
)
SPANS = ("年", "月", "天", "周", "季")
_PAID = re.compile(r"(?:交|缴)(?:满|够|足)")
_RUN = re.compile(
    r"(?:开|经营|办|干)(?:了|的|着)?[^,。]{0,6}(?:店|馆|铺子?|坊|吧|厂|超市|公司|生意|买卖|摊|场|部)"
    r"(?:有|都|已经|快|也)*$"
)
_RENT = re.compile(r"的?(?:房租|租金|场地费|场租|租)")
_LOOKED_UP = re.compile(
    r"[能补领发给返贷缓]|查|看看|看下|看一下|知道|问|告诉|到底|算算|多少|得|需要|必须|最少|至少"
)
_ORGANISATION = re.compile(
    r"公司|厂|店|馆|律所|会计所|诊所|协会|商会|学会|基金会|机构|养老院|企业|单位|中心|学校|医院|幼儿园|事务所|合作社|酒店|超市|基金会|协会|商会|铺|坊|摊|门市|饭庄|网吧"
)
PEOPLE_IN_MOTION = re.compile(
    r"(?:招|雇|聘|录|送|派|安排|转岗|培训|裁|辞退|开除|走了|退了|退掉|见习|合伙|入驻|接收|留下|参加|组织|给|来了|新增|退休)[^,。]{0,6}$"
)
_PEOPLE_DOING = re.compile(r"培训|见习|入驻|学员|孵化|合伙")
_GAP = re.compile(r"[了,]?(?:都|也)?(?:没有?|未)(?:再)?(?:给)?(?:交|缴|上班|干|工作|领|发)")
"""半年没交社保 tells how long it was not paid."""
_OWED = re.compile(r"(?:欠|拖欠|压)(?:了|着|我们?|大家|工人|员工)*$")
_WAGES = re.compile(r"(?:的)?工资|的?薪")
_BOUNDS = ("以下", "以上", "以内", "之内")
_CLASS = re.compile(r"的?(?:小|中|大|微)*型?(?:企业|公司|厂|单位|店|个体|用人单位)")
_LEAST_PAID = 100
_PAYS = re.compile(
    r"(?:扩岗|扩招|合同|补助|补贴|留工|稳岗|吸纳|就业|培训|见习|政策|大学生|毕业生)(?:的|那个?|这个?)+$|"
    r"(?:每人|一人|每个人|一个人|人均|每名|一个)(?:给|补|发|是|都)*$"
)
"""What stands before the sum that a measure pays."""
_STOPPED = re.compile(r"(?:断|停)(?:了|缴|交|保|过)*(?:有|快|将近|好)?$")


def without_cue(text: Text, number: Number, fact: Fact) -> float:
    """Numbers whose unit alone says what they are about."""
    after = text.text[number.end :]
    if fact.id == "age" and number.unit == "岁":
        return 2.0
    if fact.id == "age" and _is_age(text, number):
        return 2.0
    if fact.id == "headcount" and number.unit == "人" and _has_staff(text, number):
        return 1.0
    if fact.id == "insured_headcount" and _counts_people(number) and _INSURED.match(after):
        return 2.5
    if fact.id == "natural_attrition_last_year" and _counts_people(number) and _LEFT.match(after):
        return 2.5
    if fact.id == "unemployment_insured_months" and _PAID.search(
        text.text[max(number.start - 1, 0) : number.end]
    ):
        return 1.5
    if fact.id == "tenancy_months" and number.unit in SPANS and _RENT.match(after):
        return 1.5
    run = fact.id in ("business_months", "months_since_founded") and number.unit in SPANS
    if run and _RUN.search(text.before(number.start)):
        return 1.5
    if fact.id in ("graduation_year", "hires_graduation_year") and number.unit == "届":
        return 1.5
    return 0.0


def _counts_people(number: Number) -> bool:
    return number.unit == "人" or number.counter == "个"


def _is_age(text: Text, number: Number) -> bool:
    """我今年45, 老公55了, 女,52: a plain number after a person, or alone beside 男 or 女."""
    if number.unit or number.counter or not _YOUNGEST <= (number.low or 0) <= _OLDEST:
        return False
    before, after = text.before(number.start), text.text[number.end :]
    if _PERSON.search(before):
        return bool(_AFTER_AGE.match(after))
    alone = not before and number.end >= text.clause_at(number.start).end
    return alone and bool(_SEX.search(text.text))


def _has_staff(text: Text, number: Number) -> bool:
    """Whether people counted in a text are a unit's staff."""
    if PEOPLE_IN_MOTION.search(text.before(number.start)):
        return False
    if text.context.viewpoint:
        return text.context.viewpoint == "enterprise"
    return bool(_ORGANISATION.search(text.text)) and not _PEOPLE_DOING.search(text.text)


def is_of_something_else(text: Text, number: Number) -> bool:
    """Whether a number tells of a gap or of wages owed, or is what the question is about."""
    before, after = text.before(number.start), text.text[number.end :]
    lasts = number.unit in SPANS
    if lasts and (_GAP.match(after) or _STOPPED.search(before)):
        return True
    if _is_of_a_class(text, number, after) or _is_sum_by_name(number, before):
        return True
    if _OWED.search(before) or (number.unit == "月" and _WAGES.match(after)):
        return True
    return is_asked_for(text, number)


def _is_of_a_class(text: Text, number: Number, after: str) -> bool:
    """Whether a number bounds a class of firms (30人以下的厂子), not the one spoken of."""
    said = text.text[number.start : number.end]
    return said.endswith(_BOUNDS) and bool(_CLASS.match(after))


def _is_sum_by_name(number: Number, before: str) -> bool:
    """Whether a plain number is what something pays: 扩岗的1500, 一人给1000."""
    is_plain = number.unit is None and not number.counter
    return is_plain and (number.low or 0) >= _LEAST_PAID and bool(_PAYS.search(before))


def may_be_of(fact: Fact, text: Text, number: Number) -> bool:
    """Whether a text that does not tell for whom it speaks may still be of this fact's applicant.

    A unit's where an organisation is named; a number among other words, none of a unit, is an age.
    """
    if text.context.viewpoint is not None:
        return False
    of_unit = bool(_ORGANISATION.search(text.text))
    if fact.id == "age":
        return not of_unit and len(text.clauses) > 1 and number.start > 0
    return fact.about == "enterprise" and of_unit


def is_whole_staff(text: Text, number: Number) -> bool:
    """Whether those insured are said to be all there are: 28名员工都参保, 给6个伙计上社保."""
    all_of_them = _WHOLE_STAFF.match(text.text, number.end)
    return bool(all_of_them) or text.before(number.start).endswith("给")


def is_no_age(fact: Fact, number: Number) -> bool:
    """Whether a plain number cannot be anybody's age here (我俩, 45以上)."""
    if number.unit != "岁" and number.reached is None and None in (number.low, number.high):
        return fact.id == "age"
    low, high = number.low or number.high or 0, number.high or number.low or 0
    return fact.id == "age" and number.unit != "岁" and not _YOUNGEST <= low <= high <= _OLDEST


def is_asked_for(text: Text, number: Number) -> bool:
    """Whether 几 asks (能领几个月, 帮我看看交了几年) rather than tells (交了几年社保)."""
    before, after = text.before(number.start), text.text[number.end :]
    few = text.text[number.start : number.end].startswith("几")
    return few and bool(_LOOKED_UP.search(before) or after[:1] in ("?", "吗", "呢"))
