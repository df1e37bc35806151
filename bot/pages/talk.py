"""``/chat``: the conversation as a page. Scripts make it lively; plain forms suffice."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot import widget
from bot.errors import BotError, ForbiddenError
from bot.guard import MAX_CHARS
from bot.pages.rendering import Render
from bot.pages.visits import Visits
from bot.path import House, MessagePath, Turn
from bot.wording import examples, say

Field = Annotated[str, Form(max_length=4 * MAX_CHARS)]


def make_router(house: House, path: MessagePath, render: Render, visits: Visits) -> APIRouter:
    """``GET`` shows the conversation, ``POST`` says something in it or deletes it."""
    router = APIRouter(include_in_schema=False)
    regions = [one.name for one in house.kb.regions.values() if one.level != "county"]

    async def show(request: Request, key: str, status: int = 200, **values: Any) -> Response:
        past = await house.store.history(visits.session_id(key)) or []
        topic = house.kb.measures.get(request.query_params.get("topic", ""))
        page: dict[str, Any] = {
            "here": "chat",
            "regions": regions,
            "region": past[-1]["answer"]["region"] if past else None,
            "today": house.clock().isoformat(),
            "limit": MAX_CHARS,
            "greeting": say("greeting"),
            "examples": examples(),
            "past": past,
            "token": visits.token(key),
            "message_id": secrets.token_urlsafe(12),
            "topic": topic.id if topic else "",
            "scripted": widget.is_built(),
            "draft": say("ask_about", measure=topic.name) if topic else "",
            "error": None,
        }
        page |= values
        response = render("chat.html", status, **page)
        visits.keep(response, key, secure=request.url.scheme == "https")
        return response

    def stale(error: ForbiddenError) -> Response:
        page = {"here": "chat", "heading": "没有发送", "message": error.message}
        return render("lost.html", error.status, **page)

    @router.get("/chat")
    async def chat(request: Request) -> Response:
        return await show(request, visits.key(request) or visits.new_key())

    @router.post("/chat")
    async def talk(
        request: Request,
        token: Field = "",
        message_id: Field = "",
        text: Field = "",
        choice: Field = "",
        region: Field = "",
    ) -> Response:
        try:
            key = visits.check(request, token)
        except ForbiddenError as error:
            return stale(error)
        turn = Turn(
            session_id=visits.session_id(key),
            message_id=message_id,
            text=choice or text,
            region=region or None,
            channel="page",
        )
        try:
            await path.handle(turn)
        except BotError as error:
            return await show(request, key, error.status, error=error.message, draft=text)
        return RedirectResponse("/chat#latest", 303)

    @router.post("/chat/forget")
    async def forget(request: Request, token: Field = "") -> Response:
        try:
            key = visits.check(request, token)
        except ForbiddenError as error:
            return stale(error)
        await path.forget(visits.session_id(key))
        return RedirectResponse("/chat", 303)

    return router
