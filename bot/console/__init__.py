"""The hotline console under ``/console``: its pages, and what guards and surrounds them.

A page of the console is an APIRouter that ``make_router`` includes. It uses ``access.signed_in``
(who may), ``access.audit`` (who did), ``rendering.render`` and ``rendering.redirect``, adds itself
to ``navigation.PLACES`` and its audit actions to ``bot.audit.actions``. Templates lie in
``templates/`` and extend ``base.html``; files of ``static/`` are served under ``/console/static``.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from bot.accounts.roles import Person
from bot.clock import Now, utc_now
from bot.console import audit, chats, desk, keeping, login, me, oidc, refusals, users
from bot.console.access import signed_in
from bot.console.navigation import start_of
from bot.console.office import Office
from bot.console.rendering import STATIC, redirect
from bot.path import House
from bot.settings import Settings

AnyPerson = Annotated[Person, signed_in()]


def install(app: FastAPI, house: House, settings: Settings, *, now: Now = utc_now) -> None:
    """Adds the console to the app."""
    app.state.office = Office(house, settings, now)
    app.include_router(make_router(app.state.office))
    app.mount("/console/static", StaticFiles(directory=STATIC), name="console_static")
    refusals.install(app)


def make_router(office: Office) -> APIRouter:
    """Every page of the console."""
    router = APIRouter(prefix="/console", include_in_schema=False)

    @router.get("")
    async def start(request: Request, person: AnyPerson) -> Response:
        return redirect(request, start_of(person))

    for page in (login, oidc, me, desk, audit, users, chats, keeping):
        router.include_router(page.make_router(office))

    return router
