"""Policies without a conversation: judge facts, list and show measures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from bot.api.respond import as_json, refusals
from bot.api.schemas import JudgeIn, JudgeOut
from bot.errors import NotFoundError
from bot.judging import judgement, parse_date, report
from bot.measures import detail, listing
from bot.path import House

Day = Annotated[str | None, Query(max_length=10, description="如 2022-08-01，默认今天。")]
Place = Annotated[str | None, Query(max_length=40, description="地区，如 通辽市。")]
Words = Annotated[str, Query(max_length=100, description="名称、别名或文号的一部分。")]


def make_router(house: House) -> APIRouter:
    """``/judge`` and ``/measures``."""
    router = APIRouter(tags=["policy"])
    kb = house.kb

    @router.post("/judge", response_model=JudgeOut, responses=refusals(422))
    async def judge(request: JudgeIn) -> Response:
        """按地区、日期和已知事实判断每一项政策，并给出最值得问的下一个问题。"""
        as_of = request.as_of or house.clock()
        judged = judgement(kb, request.facts, region=request.region or None, as_of=as_of)
        return as_json(report(kb, judged))

    @router.get("/measures", responses=refusals(422))
    async def measures(region: Place = None, as_of: Day = None, q: Words = "") -> Response:
        """政策列表，可按地区、日期和名称、别名、文号查找。"""
        day = parse_date(as_of) if as_of else house.clock()
        found: list[dict[str, Any]] = listing(kb, q, region=region or None, as_of=day)
        return as_json({"region": region, "as_of": day.isoformat(), "measures": found})

    @router.get("/measures/{measure_id}", responses=refusals(404, 422))
    async def measure(measure_id: str, region: Place = None, as_of: Day = None) -> Response:
        """一项政策：当日有效的规定、条件、标准、办理办法，以及历次规定。"""
        if measure_id not in kb.measures:
            raise NotFoundError("没有这项政策，请从 /api/v1/measures 里选。", field="measure_id")
        day = parse_date(as_of) if as_of else house.clock()
        return as_json(detail(kb, measure_id, region=region or None, as_of=day))

    return router
