"""The knowledge keeper's pages: what people found wrong or was not understood, and the figures."""

from __future__ import annotations

from fastapi import APIRouter

from bot.console.keeping.dashboard import make_router as dashboard_router
from bot.console.keeping.queue import make_router as queue_router
from bot.console.office import Office


def make_router(office: Office) -> APIRouter:
    """``/queue`` and ``/dashboard``, to be included under ``/console``."""
    router = APIRouter()
    router.include_router(queue_router(office))
    router.include_router(dashboard_router(office))
    return router
