"""Looking things up at the desk: the page, suggestions while typing, comparisons, clauses."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts.roles import Person
from bot.console.access import audit, signed_in
from bot.console.desk import compare
from bot.console.desk.errors import DeskError
from bot.console.desk.room import NEW, Room
from bot.console.desk.showing import Show, address
from bot.console.desk.work import compared
from bot.console.rendering import redirect
from bot.console.search import Hit
from bot.judging import parse_date

AtDesk = Annotated[Person, signed_in("desk")]
KINDS = {
    "measure": "政策",
    "document": "文件",
    "clause": "条款",
    "region": "地区",
    "fact": "情况",
    "call": "通话",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the box."""

    hit: Hit
    kind: str
    title: str
    detail: str


def make_router(room: Room, show: Show) -> APIRouter:
    """The pages under ``/calls`` that change nothing."""
    router = APIRouter(prefix="/calls")

    @router.get("")
    async def desk(request: Request, person: AtDesk) -> Response:
        draft = await room.draft(person)
        return redirect(request, address(draft) if draft else f"/console/calls/{NEW}")

    @router.get("/suggest")
    async def suggest(request: Request, person: AtDesk, q: str = "") -> Response:
        lines = [_suggestion(room, hit) for hit in room.finder.find(q[:200])]
        return show.fragment(request, "suggestions", lines=lines, q=q)

    @router.get("/{number}")
    async def page(request: Request, person: AtDesk, number: str) -> Response:
        call = await room.call(number, person)
        if call.number:
            await audit(request, "call.opened", call.number)
        return show.page(request, call)

    @router.get("/{number}/compare")
    async def two(
        request: Request, person: AtDesk, number: str, first: str, second: str
    ) -> Response:
        call = await room.call(number, person)
        _known(room, first, second)
        found = compare.measures(room.stage, call.case, first, second)
        return show.fragment(request, "overlay", overlay={"kind": "two", "comparison": found})

    @router.get("/{number}/days")
    async def days(
        request: Request, person: AtDesk, number: str, earlier: str, later: str, measure: str = ""
    ) -> Response:
        call = await room.call(number, person)
        if measure:
            _known(room, measure)
        pair = sorted((parse_date(earlier), parse_date(later)))
        shown = compared(room, call, (pair[0], pair[1]), measure or None)
        return show.fragment(request, "overlay", overlay=shown)

    @router.get("/{number}/clause")
    async def clause(
        request: Request, person: AtDesk, number: str, document: str, clause: str
    ) -> Response:
        paper = room.kb.documents.get(document)
        if paper is None:
            raise DeskError("没有这份文件。")
        found = await asyncio.to_thread(room.library.excerpt, paper, clause)
        shown = {"kind": "clause", "document": paper, "clause": clause, "excerpt": found}
        shown["supplied"] = room.library.supplied
        return show.fragment(request, "overlay", overlay=shown)

    return router


def _known(room: Room, *measures: str) -> None:
    for one in measures:
        if one not in room.kb.measures:
            raise DeskError("没有这项政策。")


def _suggestion(room: Room, hit: Hit) -> Suggestion:
    title, detail = _words(room, hit)
    return Suggestion(hit, KINDS[hit.kind], title, detail)


def _words(room: Room, hit: Hit) -> tuple[str, str]:
    """How a hit is shown: its name, and what tells it from others."""
    kb = room.kb
    if hit.kind == "measure":
        measure = kb.measures[hit.id]
        named = hit.matched and hit.matched not in measure.name
        also = f"又叫{hit.matched}" if named else ""
        current = any(one.in_force(room.today) for one in measure.provisions)
        ended = "" if current else "今天没有执行"
        return measure.name, "，".join(filter(None, (also, ended)))
    if hit.kind in ("document", "clause"):
        paper = kb.documents[hit.id]
        name = paper.number or paper.short or paper.title
        if hit.kind == "document":
            return name, paper.short or paper.title
        names = "、".join(kb.measures[one].name for one in hit.measures)
        return f"{name} {hit.clause}", names
    if hit.kind == "fact":
        return kb.facts[hit.id].name, "在情况表里填"
    if hit.kind == "region":
        return hit.id, "设为所在地"
    return hit.id, "打开这次通话"
