"""The public pages: the chat, and the policies in plain HTML that works without scripts."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from bot.pages import policies, sitemap, talk
from bot.pages.rendering import make_renderer
from bot.pages.visits import Visits
from bot.path import House, MessagePath
from bot.settings import Settings

STATIC = Path(__file__).parent / "static"


def make_router(house: House, path: MessagePath, settings: Settings) -> APIRouter:
    """``/``, ``/chat``, the pages of the policies and the sitemap."""
    router = APIRouter(include_in_schema=False)
    render = make_renderer(house.kb)
    visits = Visits(settings.require_secret(), settings.conversation_days)

    @router.get("/")
    async def home() -> RedirectResponse:
        return RedirectResponse("/chat", 307)

    router.include_router(talk.make_router(house, path, render, visits))
    router.include_router(policies.make_router(house, render))
    router.include_router(sitemap.make_router(house, settings.public_url))
    return router
