"""Reading one text without a conversation."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bot.api.respond import as_json, refusals
from bot.api.schemas import ParseIn, ParseOut
from bot.judging import check_date
from bot.path import House
from bot.reading import read


def make_router(house: House) -> APIRouter:
    """``/parse``."""
    router = APIRouter(tags=["understanding"])

    @router.post("/parse", response_model=ParseOut, responses=refusals(422, 503))
    async def parse(request: ParseIn) -> Response:
        """只理解一句话：意图、范围、说到的事实、政策和地区。"""
        if request.as_of is not None:
            check_date(request.as_of)
        today = house.clock()
        reading = await read(house.engine, request.text, today=today, as_of=request.as_of)
        return as_json(reading)

    return router
