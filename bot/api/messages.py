"""Messages and sessions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from bot.api.respond import as_json, refusals
from bot.api.schemas import ForgottenOut, HistoryOut, MessageIn, MessageOut
from bot.errors import NotFoundError
from bot.judging import check_date
from bot.path import House, MessagePath, Turn
from bot.path.steps import check_session_id

_UNKNOWN = "没有这个会话：可能还没有发过消息，或者记录已经删除。"


def make_router(house: House, path: MessagePath) -> APIRouter:
    """``/messages`` and ``/sessions``."""
    router = APIRouter(tags=["conversation"])

    @router.post("/messages", response_model=MessageOut, responses=refusals(422, 429, 503))
    async def post_message(message: MessageIn) -> Response:
        """发送一条消息，得到回答。同一个 message_id 再次发送，得到同样的回答，不改变任何东西。"""
        if message.as_of is not None:
            check_date(message.as_of)
        turn = Turn(
            session_id=message.session_id,
            message_id=message.message_id,
            text=message.text,
            region=message.region or None,
            as_of=message.as_of,
            changes=message.changes,
        )
        return as_json(await path.handle(turn))

    @router.get("/sessions/{session_id}", response_model=HistoryOut, responses=refusals(404, 422))
    async def get_session(session_id: str) -> Response:
        """会话记录，从早到晚。消息里的身份证号等已经隐去。"""
        check_session_id(session_id)
        messages: list[dict[str, Any]] | None = await house.store.history(session_id)
        if messages is None:
            raise NotFoundError(_UNKNOWN, field="session_id")
        return as_json({"session_id": session_id, "messages": messages})

    @router.delete(
        "/sessions/{session_id}", response_model=ForgottenOut, responses=refusals(404, 422)
    )
    async def delete_session(session_id: str) -> Response:
        """立即删除会话的全部记录。"""
        check_session_id(session_id)
        if not await path.forget(session_id):
            raise NotFoundError(_UNKNOWN, field="session_id")
        return as_json({"session_id": session_id, "forgotten": True})

    return router
