"""What agents think of a verdict: 👍, or 口径有误 with a reason, for the knowledge keeper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from bot.console.desk.errors import DeskError
from bot.store.tables import feedback

CHANNEL = "console"
REASONS: Mapping[str, str] = {
    "wrong": "口径有误",
    "outdated": "已经过期或有新规定",
    "unclear": "说得不清楚",
    "not_answered": "没有答到点上",
    "other": "其他",
}
MOST = 500  # characters of a comment


def keep(
    db: Connection,
    *,
    number: str,
    measure: str,
    rating: str,
    reason: str,
    comment: str,
    question: str,
    at: datetime,
) -> None:
    """Keeps a rating in place of the one given before for the same verdict of the same call.

    ``comment`` and ``question`` come masked. Raises ``DeskError`` for a wrong rating or reason.
    """
    if rating not in ("up", "down") or (rating == "down" and reason not in REASONS):
        raise DeskError("请选一个原因。")
    about = f"{number}:{measure}"
    mine = (feedback.c.channel == CHANNEL, feedback.c.message_id == about)
    db.execute(delete(feedback).where(*mine))
    db.execute(
        insert(feedback).values(
            session_id=None,
            message_id=about,
            channel=CHANNEL,
            rating=rating,
            reason=reason if rating == "down" else None,
            comment=comment,
            question=question,
            measures=json.dumps([measure]),
            at=at,
            status="open" if rating == "down" else "closed",
            answer="",
        )
    )
