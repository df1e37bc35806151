"""The hotline agents' desk: a caller's words become an answer to read out and stand by.

``/console/calls`` is the desk with its three panes, ``/console/cases`` finds calls again. Works
without the engine: then sentences are not read, everything else is.
"""

from __future__ import annotations

from fastapi import APIRouter

from bot.console.desk import casebook, looking, taking
from bot.console.desk.room import Room
from bot.console.desk.showing import Show
from bot.console.office import Office


def make_router(office: Office) -> APIRouter:
    """The desk's pages, to be included under ``/console``."""
    room = Room(office)
    show = Show(room)
    router = APIRouter()
    router.include_router(looking.make_router(room, show))
    router.include_router(taking.make_router(room, show))
    router.include_router(casebook.make_router(room, show))
    return router
