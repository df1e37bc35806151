"""Whether an answer helped: kept with the question it answered, for the bureau to look into."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection, select

from bot import masking
from bot.api.respond import refusals
from bot.api.schemas import FeedbackIn
from bot.errors import NotFoundError, RateError
from bot.path import House
from bot.path.steps import check_session_id
from bot.store import statements
from bot.store.dialect import insert
from bot.store.tables import feedback, messages, sessions
from bot.wording import say

PER_MINUTE = 30
"""Ratings taken from one session; nobody reads faster."""

Json = dict[str, Any]


def make_router(house: House) -> APIRouter:
    """``/feedback``."""
    router = APIRouter(tags=["conversation"])

    @router.post("/feedback", status_code=204, responses=refusals(404, 422))
    async def post_feedback(given: FeedbackIn) -> Response:
        """评价一条回答。再次评价同一条，以后一次为准；补充说明里的身份证号等先隐去再保存。"""
        check_session_id(given.session_id)
        if await house.shared.count(f"feedback:{given.session_id}", 60) > PER_MINUTE:
            raise RateError(say("too_fast", wait="60"), 60)
        comment = masking.mask(given.comment.strip()).text
        row = {"rating": given.rating, "reason": given.reason, "comment": comment}
        key = given.session_id, given.message_id
        if not await house.store.transact(lambda db: keep(db, *key, row)):
            raise NotFoundError("没有这条回答：可能记录已经删除。", field="message_id")
        return Response(status_code=204)

    return router


def keep(db: Connection, session_id: str, message_id: str, row: Json) -> bool:
    """Keeps a rating in place of an earlier one of the same answer; False without that answer."""
    said = db.execute(
        select(messages.c.text, sessions.c.channel)
        .join(sessions, sessions.c.session_id == messages.c.session_id)
        .where(messages.c.session_id == session_id, messages.c.message_id == message_id)
    ).first()
    answer = statements.answer_to(db, session_id, message_id)
    if said is None or answer is None:
        return False
    changes = {**row, "at": datetime.now(UTC).replace(tzinfo=None), "status": "open"}
    about = [verdict["measure"] for verdict in answer.get("verdicts", ())]
    statement = insert(db, feedback).values(
        session_id=session_id,
        message_id=message_id,
        channel=said.channel,
        question=said.text,
        measures=orjson.dumps(about).decode(),
        answer="",
        **changes,
    )
    db.execute(
        statement.on_conflict_do_update(index_elements=["session_id", "message_id"], set_=changes)
    )
    return True
