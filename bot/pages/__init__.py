"""The public pages: the chat, and the policies in plain HTML that works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader

from bot.errors import BotError
from bot.guard import MAX_CHARS
from bot.judging import parse_date
from bot.measures import detail, listing
from bot.path import House
from bot.wording import examples, say

HERE = Path(__file__).parent
STATIC = HERE / "static"


def make_router(house: House) -> APIRouter:
    """``/``, ``/chat``, ``/policies`` and ``/policies/{id}``."""
    router = APIRouter(include_in_schema=False)
    render = _renderer()
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

    @router.get("/policies")
    async def policies(request: Request) -> HTMLResponse:
        wanted = request.query_params
        q, region = wanted.get("q", "")[:100], wanted.get("region") or None
        try:
            day = parse_date(wanted["as_of"]) if wanted.get("as_of") else house.clock()
            found = listing(house.kb, q, region=region, as_of=day)
        except BotError as error:
            return render("lost.html", error.status, here="policies", message=error.message)
        page: dict[str, Any] = {"regions": regions, "region": region, "as_of": day.isoformat()}
        return render("policies.html", here="policies", q=q, measures=found, **page)

    @router.get("/policies/{measure_id}")
    async def policy(measure_id: str, request: Request) -> HTMLResponse:
        wanted = request.query_params
        if measure_id not in house.kb.measures:
            return render("lost.html", 404, here="policies", message="没有这项政策。")
        try:
            day = parse_date(wanted["as_of"]) if wanted.get("as_of") else house.clock()
            shown = detail(house.kb, measure_id, region=wanted.get("region") or None, as_of=day)
        except BotError as error:
            return render("lost.html", error.status, here="policies", message=error.message)
        return render("policy.html", here="policies", policy=shown)

    return router


def _renderer() -> Callable[..., HTMLResponse]:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def render(name: str, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(templates.get_template(name).render(**values), status)

    return render
