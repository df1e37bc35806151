"""The auditors' page: the log with filters, whether it is whole, and the log as CSV."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from bot.accounts.roles import Person
from bot.audit import exporting, statements, verifying
from bot.audit.actions import ACTIONS, action_name
from bot.audit.reading import wanted
from bot.clock import in_beijing
from bot.console.access import audit, signed_in
from bot.console.office import Office
from bot.console.rendering import redirect, render
from bot.errors import RequestError

Auditor = Annotated[Person, signed_in("audit")]

HERE = "/console/audit"
PAGE = 100
"""Entries on one page."""

_FILTERS = ("since", "until", "name", "action", "subject")


def make_router(office: Office) -> APIRouter:
    """``/audit``, ``/audit/export.csv`` and ``/audit/verify``."""
    router = APIRouter(prefix="/audit")

    @router.get("")
    async def entries(request: Request, person: Auditor, below: int | None = None) -> Response:
        asked = _asked(request)
        try:
            chosen = wanted(**asked)
        except RequestError as error:
            return _page(request, asked, [], 0, wrong=error.message)
        found, total = await office.store.transact(
            lambda db: (
                statements.newest(db, chosen, below=below, limit=PAGE + 1),
                statements.count(db, chosen),
            )
        )
        await audit(request, "audit.viewed", "", _told(asked))
        return _page(request, asked, found, total)

    @router.get("/export.csv")
    async def export(request: Request, person: Auditor) -> Response:
        asked = _asked(request)
        chosen = wanted(**asked)
        await audit(request, "audit.exported", "", _told(asked))
        name = f"audit-{in_beijing(office.now()):%Y%m%d-%H%M}.csv"
        return StreamingResponse(
            exporting.csv_of(office.store, chosen),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @router.post("/verify")
    async def verify(request: Request, person: Auditor) -> Response:
        report = await verifying.verify(office.store, office.trail.key)
        if report.broken:
            return redirect(request, HERE, bad=f"记录有问题，第一处：{report.broken.reason}。")
        first, last = report.start.seq + 1, report.head.seq
        note = _resealed(report.resealed)
        return redirect(request, HERE, good=f"第{first}条至第{last}条完整，没有改动。", note=note)

    return router


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "")[:100] for name in _FILTERS}


def _told(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}


def _page(
    request: Request, asked: dict[str, str], found: list[Any], total: int, *, wrong: str = ""
) -> Response:
    more = found[PAGE - 1].seq if len(found) > PAGE else None
    page = {
        "entries": found[:PAGE],
        "total": total,
        "asked": asked,
        "query": urlencode(_told(asked)),
        "more": more,
        "actions": ACTIONS,
        "action_name": action_name,
        "wrong": wrong,
    }
    return render(request, "audit.html", 422 if wrong else 200, **page)


def _resealed(places: list[int]) -> str:
    if not places:
        return ""
    named = "、".join(f"第{seq}条" for seq in places)
    return f"{named}处换过密钥。如果当时没有换过，就是记录被改过。"
