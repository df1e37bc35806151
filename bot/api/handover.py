"""Asking for a person, and reading what that person writes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from bot import handover
from bot.api.respond import as_json, refusals
from bot.clock import Now
from bot.errors import RateError
from bot.path import House
from bot.path.steps import check_session_id
from bot.wording import say

After = Annotated[int, Query(ge=0, description="已经收到的最后一条的 id；从头取写0。")]

PER_MINUTE = 60
"""Looks at one session's updates; a page looks every three seconds."""


def make_router(house: House, now: Now) -> APIRouter:
    """``/sessions/{id}/handover`` and ``/sessions/{id}/updates``."""
    router = APIRouter(prefix="/sessions/{session_id}", tags=["conversation"])

    @router.post("/handover", responses=refusals(404, 422))
    async def post_handover(session_id: str) -> Response:
        """请坐席接入这个会话。state 是现在谁在回答；没有坐席在线时回 409。"""
        check_session_id(session_id)
        await _limit(house, session_id)
        state = await house.store.transact(lambda db: handover.ask(db, session_id, now()))
        return as_json({"state": state})

    @router.get("/updates", responses=refusals(404, 422))
    async def get_updates(session_id: str, after: After = 0) -> Response:
        """谁在回答（bot 助手，waiting 等坐席接入，agent 坐席），以及坐席写了什么。"""
        check_session_id(session_id)
        await _limit(house, session_id)
        found = await house.store.transact(lambda db: handover.updates(db, session_id, after))
        return as_json(found.to_json())

    return router


async def _limit(house: House, session_id: str) -> None:
    if await house.shared.count(f"updates:{session_id}", 60) > PER_MINUTE:
        raise RateError(say("too_fast", wait="60"), 60)
