"""The REST API under ``/api/v1``: messages and sessions, judging, reading, the measures."""

from __future__ import annotations

from fastapi import APIRouter

from bot.api import feedback, handover, messages, opening, policy, reading
from bot.clock import Now, utc_now
from bot.path import House, MessagePath


def make_router(house: House, path: MessagePath, now: Now = utc_now) -> APIRouter:
    """All of the API; ``now`` tells naive UTC."""
    router = APIRouter(prefix="/api/v1")
    router.include_router(messages.make_router(house, path))
    router.include_router(opening.make_router(house))
    router.include_router(feedback.make_router(house))
    router.include_router(handover.make_router(house, now))
    router.include_router(policy.make_router(house))
    router.include_router(reading.make_router(house))
    return router
