"""The words and shapes of dates: 去年, 上个月, 年底, 2022年8月1日, 三个月前."""

from __future__ import annotations

import re

YEAR_WORDS = {"大前年": -3, "前年": -2, "去年": -1, "上年度": -1, "上一年": -1, "上年": -1}
YEAR_WORDS.update({"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "明年": 1})
MONTH_WORDS = {"上上个月": -2, "上个月": -1, "上月": -1, "这个月": 0, "本月": 0, "当月": 0}
DAY_WORDS = {
    "今天": 0,
    "今日": 0,
    "昨天": -1,
    "前天": -2,
    "大前天": -3,
    "前几天": -4,
    "上周": -7,
    "上星期": -7,
}
DAY_WORDS.update({"上礼拜": -7, "刚刚": 0, "目前": 0, "现在": 0, "当前": 0})

N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
DAY = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{2,3}|[一二三四五六七八九十](?=[日号]))"
C = "[零〇一二三四五六七八九]"
YEAR4 = rf"(?:(?:19|20)[0-9]{{2}}|二[零〇]{C}{{2}})"
WORD = "|".join(sorted(YEAR_WORDS, key=len, reverse=True))
CN2 = "[零〇一二][零〇一二三四五六七八九]"
"""一九年, 二二年: a year by its last two digits."""
FULL = re.compile(
    rf"(?P<y>{YEAR4})(?P<s>[-/.年])\s?(?P<m>{N})(?:[-/.月](?:份)?(?:(?P<d>{DAY})[日号]?)?)?"
)
BARE_DAY = (
    r"(?<=[0-9一二三四五六七八九十]{2})"
    r"(?![0-9一二三四五六七八九十百千万个人名位元块天月%.余几多来口岁家成年])"
)
"""四月二十八, 3月12 到: a day without 号."""
YEAR_MONTH = re.compile(
    r"(?<![0-9.])(?P<y>20[0-3][0-9])[./-](?P<m>1[0-2]|0?[1-9])(?![0-9.万千%元])"
)
BARE_YEAR = re.compile(rf"(?P<y>{YEAR4})(?:年度?|届)")
SHORT = re.compile(
    rf"(?<![0-9.零〇一二三四五六七八九十])(?P<y>[0-4][0-9]|{CN2})年"
    r"(?:(?P<m>(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}))月份?(?:(?P<d>[0-9]{1,2})[日号])?)?"
    r"(?=(?P<after>.{0,6}))"
)
AFTER_SHORT = re.compile(
    r"(?:才|刚|就|又|的?份?)(?=毕业|入职|来|招|考|进|办|开)|毕业|入职|招|考|拿|失业|离职|离开|辞|裁|成立|注册|开业|开的|的时候|那会|那年|初|底|年|春|夏|秋|冬|下半|上半|"
    r"停|断|办|领|退|来|的政策|标准|疫情|取|建|参军|当兵|"
    r"的(?:$|[,。冬腊春夏秋]|[0-9一二三四五六七八九十]+月)"
)
BEFORE_SHORT = re.compile(
    r"(?:交|缴|干|做|满|工作|上班|打工|了|待|呆|共|近|快|多|超过|签|营|差|每|工龄|保险|社保)$"
)
OF_YEAR = re.compile(
    rf"(?<!马)(?P<w>{WORD})(?:(?:的)?(?:这个|那个)?(?P<m>{N})月份?(?:(?P<d>{N})[日号])?)?"
)
PART = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "年初": (1, 2),
    "开年": (1, 2),
    "初": (1, 2),
    "年中": (6, 7),
}
PART.update(
    {
        "年底": (12, 12),
        "年末": (12, 12),
        "底": (12, 12),
        "末": (12, 12),
        "春天": (3, 5),
        "春节": (1, 2),
    }
)
PART.update({"夏天": (6, 8), "秋天": (9, 11), "冬天": (11, 12)})
PART_OF_MONTH = re.compile("初|底|末|上旬|中旬|下旬|中")
"""7月底, 上个月初: people do not mean certain days by them, so that they stand for the month."""
PARTS = re.compile("|".join(sorted(PART, key=len, reverse=True)))
MONTH_DAY = re.compile(
    rf"(?<![0-9年个.])(?!一月[0-9一二两三四五六七八九]+[百千万0-9])(?P<m>{N})(?:月份?(?:(?P<d>{N})(?:[日号]|{BARE_DAY}))|月份|月(?![中以内]))"
)
ENDS_SPAN = re.compile(r"(?:就|才|给|刚|被|的时候)?(?:停|断|没|起|开始|欠|到期|退的|办的)")
"""社保6月停的 names the month, though 社保6月 alone is a length."""
IS_SPAN = re.compile(r"(?:参保|缴费|交|缴|培训|学徒|见习|经营|社保|保险|干|工作)$")
"""参保8月 in a telegram is eight months."""
_MONTHS, _DAYS = (
    "|".join(sorted(names, key=len, reverse=True)) for names in (MONTH_WORDS, DAY_WORDS)
)
WORDS = re.compile(rf"(?P<w>{_MONTHS})(?:的)?(?:(?P<d>{N})[日号])?|{_DAYS}")
WEEKDAY = re.compile(r"(?P<w>上上|上|这|本)(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])")
WEEKDAYS = "一二三四五六日"
FEASTS = {"元旦": (1, 1), "五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1)}
FEASTS.update({"十一": (10, 1), "国庆": (10, 1), "双十一": (11, 11), "双11": (11, 11)})
FEASTS.update({"双十二": (12, 12), "清明": (4, 5), "妇女节": (3, 8), "劳动节": (5, 1)})
LUNAR = {"冬月": (11, 20, 1, 20), "腊月": (12, 20, 2, 15)}
"""The last months of the lunar year: from a day of the year to a day of the next."""
_FEAST = "|".join(sorted(FEASTS, key=len, reverse=True))
FEAST = re.compile(
    rf"(?P<w>{WORD})(?:的)?(?:(?P<f>{_FEAST})(?!个|人|名|月|万)|(?P<l>冬月|腊月))|"
    rf"(?P<g>{_FEAST})(?=节|那天|当天|前后|之前|前|以后|之后|后|放假|假期|那会)|(?P<h>双十一|双11|双十二)"
)
AGO = re.compile(
    r"(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半|几)(?P<u>年|个?多?月|天|个?星期|周)(?:以?前|之前)(?![申办])"
)
