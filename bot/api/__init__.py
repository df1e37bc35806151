"""The REST API under ``/api/v1``: messages and sessions, judging, reading, the measures."""

from __future__ import annotations

from fastapi import APIRouter

from bot.api import feedback, messages, opening, policy, reading
from bot.path import House, MessagePath


def make_router(house: House, path: MessagePath) -> APIRouter:
    """All of the API."""
    router = APIRouter(prefix="/api/v1")
    router.include_router(messages.make_router(house, path))
    router.include_router(opening.make_router(house))
    router.include_router(feedback.make_router(house))
    router.include_router(policy.make_router(house))
    router.include_router(reading.make_router(house))
    return router
