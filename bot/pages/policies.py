"""The public pages of the policies: the list, each measure, each document, and the sitemap."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.errors import BotError
from bot.judging import parse_date
from bot.measures import detail, listing
from bot.pages.anchors import anchor, clause_anchor
from bot.pages.diagram import draw
from bot.pages.flow import flow_of
from bot.pages.papers import paper
from bot.pages.rendering import Render, Shelf
from bot.pages.timeline import timeline
from bot.path import House
from policy_kb import RegionError

_LONGEST = 100  # characters of a search
_NO_MEASURE = "没有这项政策，可能是链接写错了。"
_NO_DOCUMENT = "没有收录这份文件，可能是链接写错了。"


def make_router(house: House, render: Render) -> APIRouter:
    """``/policies``, ``/policies/{measure}``, ``/documents/{document}``."""
    router = APIRouter(include_in_schema=False)
    kb, shelf = house.kb, Shelf()
    places = [one.name for one in kb.regions.values() if one.level != "county"]
    people = {one.id: one.name for one in kb.facts["audience"].choices.values()}

    def lost(message: str, status: int) -> Response:
        return render("lost.html", status, here="policies", message=message)

    def looked_at(request: Request) -> tuple[str | None, date]:
        """Place and day a reader wants; ``BotError`` or ``RegionError`` for ones we do not know."""
        wanted = request.query_params
        region = (wanted.get("region") or "").strip()[:40]
        day = parse_date(wanted["as_of"]) if wanted.get("as_of") else house.clock()
        return kb.region(region).name if region else None, day

    @router.get("/policies")
    async def policies(request: Request) -> Response:
        q = request.query_params.get("q", "").strip()[:_LONGEST]
        who = request.query_params.get("who", "")
        who = who if who in people else ""
        try:
            region, day = looked_at(request)
        except (BotError, RegionError) as error:
            return lost(str(error), 422)

        def build() -> Response:
            found = listing(kb, q, region=region, as_of=day)
            chosen = [one for one in found if not who or who in one["audience"]]
            page: dict[str, Any] = {"places": places, "region": region, "people": people}
            page |= {"as_of": day.isoformat(), "q": q, "who": who, "measures": chosen}
            return render("policies.html", here="policies", **page)

        return shelf.serve(request, ("list", q, who, region, day), build)

    @router.get("/policies/{measure_id}")
    async def policy(measure_id: str, request: Request) -> Response:
        if measure_id not in kb.measures:
            return lost(_NO_MEASURE, 404)
        try:
            region, day = looked_at(request)
        except (BotError, RegionError) as error:
            return lost(str(error), 422)

        def build() -> Response:
            shown = detail(kb, measure_id, region=region, as_of=day)
            measure = kb.measures[measure_id]
            provisions = {anchor(one): one for one in measure.provisions}
            chosen = next((one for one in shown["provisions"] if one["selected"]), None)
            current = provisions.get(_anchor_of(chosen)) if chosen else None
            return render(
                "policy.html",
                here="policies",
                policy=shown,
                day=day,
                places=places,
                anchor_of=_anchor_of,
                common=shown["verdict"]["conditions"][: len(current.program.nodes)]
                if current
                else [],
                history=timeline(kb, measure, day, current),
                drawing=draw(flow_of(current, shown["audience_text"])) if current else None,
            )

        return shelf.serve(request, ("measure", measure_id, region, day), build)

    @router.get("/documents/{document_id}")
    async def document(document_id: str, request: Request) -> Response:
        if document_id not in kb.documents:
            return lost(_NO_DOCUMENT, 404)

        def build() -> Response:
            return render("document.html", here="policies", paper=paper(kb, document_id))

        return shelf.serve(request, ("document", document_id), build)

    return router


def _anchor_of(provision: dict[str, Any]) -> str:
    return clause_anchor(provision["document"], provision["clause"])
