"""The public pages: the chat, and the policies in plain HTML that works without scripts."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.guard import MAX_CHARS
from bot.pages import policies, sitemap
from bot.pages.rendering import make_renderer
from bot.path import House
from bot.wording import examples, say

STATIC = Path(__file__).parent / "static"


def make_router(house: House, public_url: str = "") -> APIRouter:
    """``/``, ``/chat``, the pages of the policies and the sitemap."""
    router = APIRouter(include_in_schema=False)
    render = make_renderer(house.kb)
    regions = [one.name for one in house.kb.regions.values() if one.level != "county"]

    @router.get("/")
    async def home() -> RedirectResponse:
        return RedirectResponse("/chat", 307)

    @router.get("/chat")
    async def chat() -> HTMLResponse:
        return render(
            "chat.html",
            here="chat",
            regions=regions,
            today=house.clock().isoformat(),
            limit=MAX_CHARS,
            greeting=say("greeting"),
            examples=examples(),
        )

    router.include_router(policies.make_router(house, render))
    router.include_router(sitemap.make_router(house, public_url))
    return router
