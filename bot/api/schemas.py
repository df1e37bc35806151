"""Requests and answers of the API, for checking what comes in and documenting what goes out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Facts = Annotated[
    dict[str, Any],
    Field(
        max_length=300,
        description='已知事实：{"headcount": 28} 或范围 {"headcount": {"min": 25, "max": 39}}；'
        "不知道的不写。",
        examples=[{"headcount": 28, "layoffs_last_year": 0}],
    ),
]
AsOf = Annotated[
    date | None,
    Field(description="按哪一天的政策判断，如 2022-08-01；默认今天（北京时间）。"),
]
Region = Annotated[
    str | None,
    Field(max_length=40, description="地区全名或别名，如 通辽市。", examples=["通辽市"]),
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @field_validator("as_of", mode="before", check_fields=False)
    @classmethod
    def _iso_date_only(cls, value: object) -> object:
        # pydantic would take 20220801 for seconds since 1970
        if value is None or (isinstance(value, str) and len(value) == 10):
            return value
        raise ValueError("not an ISO date")


class MessageIn(_Request):
    """One message of a citizen."""

    session_id: str = Field(description="客户端随机产生，8至128个字母、数字或 . _ ~ -。")
    message_id: str = Field(description="每条消息各不相同；重发同一条消息时用同一个。")
    text: str = Field(
        description="用户的话，最多1000个字。",
        examples=["我们是通辽一家餐馆，28个人，能领稳岗返还吗"],
    )
    region: Region = None
    as_of: AsOf = None
    changes: dict[str, Any] = Field(
        default_factory=dict,
        alias="set",
        max_length=30,
        description="直接改正的情况：{事实: 新的值}，null 表示不算了；text 里照样写一句说明。",
        examples=[{"headcount": 35, "layoffs_last_year": None}],
    )


class JudgeIn(_Request):
    """Facts to judge."""

    facts: Facts = Field(default_factory=dict)
    region: Region = None
    as_of: AsOf = None


class ParseIn(_Request):
    """A text to read."""

    text: str = Field(description="要理解的一句话，最多1000个字。")
    as_of: AsOf = None


class FeedbackIn(_Request):
    """Whether an answer helped."""

    session_id: str
    message_id: str = Field(description="被评价的那条消息的 message_id。")
    rating: Literal["up", "down"] = Field(description="up 有用，down 没用。")
    reason: Literal["wrong", "unclear", "not_answered", "outdated", "other"] | None = Field(
        None, description="没用的原因：说错了、看不懂、答非所问、过时了、其他。"
    )
    comment: str = Field("", max_length=500, description="补充说明，最多500个字。")


class MessageOut(BaseModel):
    """The answer to a message."""

    session_id: str
    message_id: str
    replies: list[dict[str, Any]] = Field(
        description="依次显示：kind 为 text、verdict（带 card，即判断结果）或 question；"
        "choices 是可以点的回答，点了就把 say 当作用户的话发回来。"
    )
    facts: dict[str, Any] = Field(description="目前了解到的情况。")
    told: list[dict[str, str]] = Field(description="目前了解到的情况，中文。")
    verdicts: list[dict[str, Any]] = Field(description="谈到的各项政策的判断结果。")
    next_question: dict[str, Any] | None
    region: str | None
    as_of: date
    degraded: bool = Field(description="理解服务正在恢复，这次只给了查询结果。")
    state: Literal["bot", "waiting", "agent"] = Field(
        description="谁在回答：机器人；机器人，同时在等坐席；坐席（这时 replies 是空的）。"
    )


class JudgeOut(BaseModel):
    """Every measure's verdict."""

    region: str | None
    as_of: date
    facts: dict[str, Any]
    verdicts: list[dict[str, Any]]
    next_question: dict[str, Any] | None


class ParseOut(BaseModel):
    """What a text says."""

    intent: str
    confidence: float
    scope: Literal["in", "out", "chat", "control"]
    ask: str | None
    facts: dict[str, Any]
    measures: list[str]
    region: str | None


class HistoryEntry(BaseModel):
    """One message and its answer; identifiers in the text are masked."""

    message_id: str
    text: str
    at: str
    answer: MessageOut


class HistoryOut(BaseModel):
    """A session, oldest message first."""

    session_id: str
    messages: list[HistoryEntry]


class ForgottenOut(BaseModel):
    """What DELETE answers."""

    session_id: str
    forgotten: bool


class ErrorOut(BaseModel):
    """Every 4xx and 5xx."""

    error: dict[str, Any] = Field(
        description="code 固定；message 用中文说明怎样改；field 是有问题的字段。"
    )
