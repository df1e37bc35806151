"""The keeper's queue in the database: feedback, and questions that were not understood."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot import masking
from bot.accounts.roles import Person
from bot.errors import NotFoundError, RequestError
from bot.store import statements
from bot.store.tables import feedback

STATUSES = {"open": "待处理", "answered": "已答复", "closed": "已关闭"}
RATINGS = {"down": "说没帮上忙", "missed": "没听懂", "up": "说有帮助"}
REASONS = {
    "wrong": "结论不对",
    "unclear": "看不明白",
    "not_answered": "答非所问",
    "outdated": "政策过时",
    "other": "其他",
}
LONGEST = 2000
_LISTED = 500
_EXPORTED = 5000


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. Moments are naive UTC; ``measures`` are ids."""

    id: int
    session_id: str | None
    message_id: str
    channel: str
    rating: str
    reason: str | None
    comment: str
    question: str
    measures: tuple[str, ...]
    at: datetime
    status: str
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    intent: str | None


def listed(db: Connection, *, rating: str, status: str) -> list[Item]:
    """The latest entries of that rating (empty: complaints and questions) and status."""
    ratings = [rating] if rating in RATINGS else ["down", "missed"]
    query = select(feedback).where(feedback.c.rating.in_(ratings), feedback.c.status == status)
    rows = db.execute(query.order_by(feedback.c.at.desc(), feedback.c.id.desc()).limit(_LISTED))
    return [_item(row) for row in rows]


def counts(db: Connection) -> dict[str, int]:
    """How many entries there are of each status, mere praise aside."""
    query = select(feedback.c.status, func.count()).where(feedback.c.rating != "up")
    return {status: count for status, count in db.execute(query.group_by(feedback.c.status))}


def find(db: Connection, number: int) -> Item:
    """The entry; ``NotFoundError`` without one."""
    row = db.execute(select(feedback).where(feedback.c.id == number)).first()
    if row is None:
        raise NotFoundError("没有这一条，可能已经删除。")
    return _item(row)


def answer_given(db: Connection, item: Item) -> list[str]:
    """What the bot had answered, while the conversation is kept."""
    if item.session_id is None:
        return []
    given = statements.answer_to(db, item.session_id, item.message_id)
    return [reply["text"] for reply in (given or {}).get("replies", ()) if reply.get("text")]


def settle(db: Connection, numbers: list[int], person: Person, now: datetime, **values: Any) -> int:
    """Answers or closes entries: ``status``, ``answer`` and ``intent``; how many there were."""
    if values["status"] not in STATUSES:
        raise RequestError("处理结果要从列表里选。", field="status")
    if values["status"] == "answered" and not values["answer"].strip():
        raise RequestError("答复不能是空的。不需要答复的，选“已关闭”。", field="answer")
    words = masking.mask(values["answer"].strip()[:LONGEST]).text
    change = {**values, "answer": words, "answered_by": person.name, "answered_at": now}
    return db.execute(update(feedback).where(feedback.c.id.in_(numbers)).values(change)).rowcount


def labelled(db: Connection) -> dict[str, list[str]]:
    """Questions by the intent a keeper gave them, each once."""
    query = select(feedback.c.intent, feedback.c.question).where(feedback.c.intent.is_not(None))
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for intent, question in db.execute(query.order_by(feedback.c.id).limit(_EXPORTED)):
        found[intent][question] = None
    return {intent: list(texts) for intent, texts in sorted(found.items())}


def _item(row: Row[Any]) -> Item:
    values = {**row._mapping, "measures": tuple(json.loads(row.measures))}
    return Item(**values)
