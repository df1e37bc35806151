"""The clauses of a text, and what the words around a place do to what is said there."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BREAK = re.compile(
    r"[,。!?;:、()\n\t ]+|(?<![0-9])\.(?![0-9])|"
    r"(?<=.)(?=但是|不过|可是|然后|而且|另外|还有|现在(?!的))|(?<=[吗嘛呢])(?=[我俺咱])"
)
_DENIED = re.compile(
    r"(?:不是|并非|不算|算不上|没有?|未曾?|从没|从未|不|非|无|不属于|没当过|不再是|还没|没能|没得)"
    r"(?:什么|任何|一个|一家|被|去|在|给我们?|给|正式|能|参加)?$|(?:不想|不打算|不愿意?|不准备|没打算)再?$"
)
_ASKED = re.compile(
    r"(?:是不是|有没有|算不算|能不能|会不会|属不属于|要不要|是否|有无|需不需要|可不可以)(?:已经|属于|算|被|要|先|得)?$|"
    r"(?:多大|几岁|什么人|谁|哪些人?|啥人|怎样|怎么样|[什啥]么?样的?人?|啥条件|什么条件)[^,。]{0,6}(?:算|是|属于|叫)是?$|"
    r"(?:什么时候|啥时候|几时|多会儿|几月份?|何时)(?:能|才|可以|开始|就|算)*$"
)
_REQUIRED = re.compile(
    r"必须|一定要|非得|是不是[要得]|是否[要需]|要不要|需不需要|用不用|才能|才可以|才行|才给|才算|有要求|有没有要求|"
    r"怎么规定|需要.{0,12}(?:吗|么|不)$|要求.{0,10}(?:吗|么|是)|(?:多少|几个?|多久|多长).{0,4}(?:算|才|以上)|"
    r"(?:应该|应当|得|要)(?:先|事先|提前).{0,10}(?:吗|么|不)?$|影响.{0,8}(?:吗|么)$"
)
_WONDERED = re.compile(
    r"(?:能不能|可不可以|可以|能否|可否|是否|能|算|会不会|怎么|咋|如何|去哪|在哪|哪里|多久才)[^,。]{0,9}$"
)
_ENDS_ASKING = re.compile(r"(?:[吗么嘛不没]|呢|办|哪儿?|啥|什么|弄|整|办理|申请)$")
_OR = re.compile(r"[^,。]{2,}(?<!我)(?<!现在)(?<!目前)(?<!一直)(?<!到现在)还是(?:打?给|归|由)?$")
_WEIGHED = re.compile(r"(?:算|属于|到底|究竟|是不是|按|该|给|归|由|打)")
_DEFINED = re.compile(
    r"什么意思|啥意思|怎么理解|什么叫|啥叫|叫什么|什么是|啥是|是什么|是啥|指的?(?:是)?(?:什么|啥|哪)|是指|"
    r"怎么(?:界定|定义|认定|划分?(?!算)|区分|分的|算|判断)|如何(?:界定|定义|认定|划分)|干什么用|干嘛的|是干啥"
)
_QUESTION = re.compile(
    r"[吗么呢?]|怎么|咋|如何|什么|啥|多少|几个?月|哪|谁|能不能|可不可以|有没有|是不是|行不行|多久|"
    r"([\u4e00-\u9fff])[不没]\1|多会儿?|多咱|几时|还是.{1,8}(?:好|划算|合适)|"
    r"(?<![也都还并就又很从再可])不[啊呀嘛]?$|[了到账来完好办批发定停裁]没$"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of the text between breaks."""

    start: int
    end: int
    text: str


def split(text: str) -> tuple[Clause, ...]:
    """The clauses of a plain text, in order; empty ones are left out."""
    cuts = [0]
    for found in _BREAK.finditer(text):
        cuts += [found.start(), found.end()]
    cuts.append(len(text))
    spans = zip(cuts[::2], cuts[1::2], strict=True)
    return tuple(Clause(a, b, text[a:b]) for a, b in spans if a < b)


def around(clauses: tuple[Clause, ...], place: int) -> int:
    """The index of the clause in which a place lies, or the one before it."""
    for index, clause in enumerate(clauses):
        if place < clause.end:
            return index
    return max(len(clauses) - 1, 0)


def is_denied(before: str) -> bool:
    """Whether the words before a phrase deny it (不是, 没有), a question aside."""
    return bool(_DENIED.search(before)) and not _ASKED.search(before)


def is_asked(before: str, phrase: str) -> bool:
    """Whether a phrase is asked about rather than stated: 有没有…, 是不是…, 裁没裁员."""
    if _ASKED.search(before):
        return True
    if phrase[:2] in ("没有", "不是", "不算", "没签", "没交", "没办") and before.endswith(
        phrase[1]
    ):
        return True
    return len(phrase) > 1 and phrase[0] in "没不" and before.endswith(phrase[1])


def is_choice(before: str, after: str) -> bool:
    """Whether a phrase is one side of a question: 算大型还是中型."""
    whole = before + after
    return bool(_WEIGHED.search(whole)) and (after.startswith("还是") or bool(_OR.search(before)))


def is_wondered(before: str, clause: str) -> bool:
    """Whether a phrase comes after 能 or 算 in a question: 能登记失业吗, 算就业困难不."""
    return bool(_WONDERED.search(before)) and bool(_ENDS_ASKING.search(clause))


def is_definition(clause: str) -> bool:
    """Whether a clause asks what a word means (以单位形式参保是什么意思)."""
    return bool(_DEFINED.search(clause))


def is_requirement(clause: str) -> bool:
    """Whether a clause speaks of what is required, not of the person (要交满一年才能领吗)."""
    return bool(_REQUIRED.search(clause))


def is_question(text: str) -> bool:
    """Whether a text asks something."""
    return bool(_QUESTION.search(text))
