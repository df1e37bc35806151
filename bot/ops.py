"""For operators: is the app alive, is the whole ready, what has it counted."""

from __future__ import annotations

import time
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.path import House

_REMEMBER_READY = 1.0  # seconds; a probing load balancer must not become the engine's main user


def make_router(house: House) -> APIRouter:
    """``/healthz``, ``/readyz`` and ``/metrics``."""
    router = APIRouter(tags=["operations"])
    seen: dict[str, Any] = {"at": -_REMEMBER_READY, "engine": False}

    async def engine_answers() -> bool:
        if time.monotonic() - seen["at"] >= _REMEMBER_READY:
            seen["engine"] = await house.engine.answers()
            seen["at"] = time.monotonic()
        house.metrics.ready.set(seen["engine"])
        return bool(seen["engine"])

    @router.get("/healthz")
    async def healthz() -> JSONResponse:
        """The process is alive."""
        return JSONResponse({"status": "ok"})

    @router.get("/readyz", responses={503: {"description": "模型还没有回答"}})
    async def readyz() -> JSONResponse:
        """Whether the engine's model answers and the database too."""
        parts = {"engine": await engine_answers(), "database": await _database_answers(house)}
        ready = all(parts.values())
        return JSONResponse({"ready": ready, **parts}, 200 if ready else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        """Prometheus text format."""
        return Response(house.metrics.render(), media_type=house.metrics.content_type)

    return router


async def _database_answers(house: House) -> bool:
    try:
        return await house.store.ping()
    except SQLAlchemyError:
        return False
