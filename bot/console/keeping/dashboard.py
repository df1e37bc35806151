"""The dashboard: what is asked and how well it is answered, and what policy wants looking after."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts.roles import Person
from bot.audit.exporting import BOM, csv_line
from bot.clock import in_beijing
from bot.console.access import audit, signed_in
from bot.console.keeping import charts, watch
from bot.console.keeping.figures import Figures, figures, waiting
from bot.console.office import Office
from bot.console.rendering import render

Reader = Annotated[Person, signed_in("dashboard")]
SPANS = (7, 30, 90, 365)
"""Days that can be looked back on."""
_BAR = 300.0
_SHOWN = 15


def make_router(office: Office) -> APIRouter:
    """``/dashboard``."""
    router = APIRouter(prefix="/dashboard")
    kb = office.house.kb
    doubts = cache(lambda: watch.open_doubts(kb))

    async def counted(days: int) -> Figures:
        last = in_beijing(office.now()).date()
        first = last - timedelta(days=days - 1)
        return await office.store.transact(lambda db: figures(db, first, last))

    def name_of(measure: str) -> str:
        return kb.measures[measure].name if measure in kb.measures else measure

    @router.get("")
    async def dashboard(request: Request, person: Reader, days: int = 30) -> Response:
        span = days if days in SPANS else 30
        found = await counted(span)
        shown = found.measures[:_SHOWN]
        bars = charts.shares([count for _, count in shown], _BAR)
        today: date = office.house.clock()
        values: dict[str, Any] = {
            "span": span,
            "spans": SPANS,
            "found": found,
            "chart": charts.by_day(found.days),
            "asked": [
                (name_of(one), count, bar) for (one, count), bar in zip(shown, bars, strict=True)
            ],
            "waiting": await office.store.transact(waiting),
            "endings": watch.endings(kb, today),
            "soon": watch.SOON.days,
            "doubts": doubts(),
            "names": {one: kb.measures[one].name for one in kb.measures},
        }
        await audit(request, "dashboard.viewed", "", {"days": span})
        return render(request, "keeping/dashboard.html", **values)

    @router.get("/days.csv")
    async def days_csv(request: Request, person: Reader, days: int = 30) -> Response:
        found = await counted(days if days in SPANS else 30)
        head = ("日期", "消息", "没听懂", "理解服务中断", "转人工", "有帮助", "没帮助")
        rows = [
            (one.day, one.turns, one.missed, one.degraded, one.handovers, one.up, one.down)
            for one in found.days
        ]
        return await download(request, "days", [head, *rows])

    @router.get("/measures.csv")
    async def measures_csv(request: Request, person: Reader, days: int = 30) -> Response:
        found = await counted(days if days in SPANS else 30)
        rows = [
            (name_of(measure), day, count)
            for measure, each in sorted(found.by_measure_and_day.items())
            for day, count in sorted(each.items())
        ]
        return await download(request, "measures", [("政策", "日期", "次数"), *rows])

    async def download(request: Request, name: str, rows: list[tuple[Any, ...]]) -> Response:
        await audit(request, "dashboard.exported", name)
        headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
        body = BOM + "".join(map(csv_line, rows))
        return Response(body, media_type="text/csv; charset=utf-8", headers=headers)

    return router
