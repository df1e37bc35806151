"""Signing in and out: the password, the one-time code, the new password that is due."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from bot.accounts import sessions, users
from bot.accounts.errors import AccountError
from bot.accounts.roles import Person
from bot.accounts.sessions import FULL, NEEDS_CODE, NEEDS_PASSWORD
from bot.accounts.signing import Started
from bot.console.access import audit, in_stage, own_form, signed_in
from bot.console.cookies import cookie, drop_cookie, set_cookie
from bot.console.navigation import start_of
from bot.console.office import Office, office_of
from bot.console.rendering import redirect, render
from bot.console.visits import SESSION, Visit, address_of

Typed = Annotated[str, Form(max_length=400)]
AtDoor = Annotated[Visit, Depends(own_form)]
AtCode = Annotated[Visit, in_stage(NEEDS_CODE)]
AtNewPassword = Annotated[Visit, in_stage(NEEDS_PASSWORD)]
Inside = Annotated[Person, signed_in()]

_OURS = re.compile(r"/console/(?!log)[\w/?&=%.~:+-]*", re.ASCII)

NEXT = "console_next"
"""Cookie: where somebody wanted to go before signing in."""


def make_router(office: Office) -> APIRouter:
    """``/login`` with its further steps, and ``/logout``."""
    router = APIRouter()

    @router.get("/login")
    async def door(request: Request, visit: AtDoor, next: str = "") -> Response:
        if visit.person and visit.complete:
            return redirect(request, start_of(visit.person))
        page = await login_page(request)
        if is_ours(next):
            set_cookie(request, page, NEXT, next, age=900)
        return page

    @router.post("/login")
    async def sign_in(
        request: Request, visit: AtDoor, login: Typed = "", password: Typed = ""
    ) -> Response:
        try:
            started = await office.signing.by_password(login, password, address_of(request))
        except AccountError as error:
            return await login_page(request, error, login)
        return enter(request, started)

    @router.get("/login/code")
    async def code(request: Request, visit: AtCode) -> Response:
        return render(request, "code.html", wrong="")

    @router.post("/login/code")
    async def take_code(request: Request, visit: AtCode, code: Typed = "") -> Response:
        try:
            started = await office.signing.by_code(visit.session, code, address_of(request))
        except AccountError as error:
            return render(request, "code.html", error.status, wrong=error.message)
        return enter(request, started)

    @router.get("/login/password")
    async def new_password(request: Request, visit: AtNewPassword) -> Response:
        return render(request, "new_password.html", wrong="")

    @router.post("/login/password")
    async def take_password(
        request: Request, visit: AtNewPassword, password: Typed = "", again: Typed = ""
    ) -> Response:
        try:
            started = await set_password(request, visit, None, password, again)
        except AccountError as error:
            return render(request, "new_password.html", error.status, wrong=error.message)
        return enter(request, started, good="密码已经改好。")

    @router.post("/logout")
    async def sign_out(request: Request, visit: AtDoor) -> Response:
        if visit.person:
            await office.store.transact(lambda db: sessions.end(db, visit.token))
            await audit(request, "signout")
        return _leave(request, "已经退出。")

    @router.post("/logout/everywhere")
    async def sign_out_everywhere(request: Request, person: Inside) -> Response:
        ended = await office.store.transact(lambda db: sessions.end_all(db, person.id))
        await audit(request, "signout.everywhere", person.login, {"sessions": ended})
        return _leave(request, "在所有设备上都已退出。")

    return router


async def set_password(
    request: Request, visit: Visit, current: str | None, new: str, again: str
) -> Started:
    """Changes the password of the visit's person; raises ``AccountError``."""
    if new != again:
        raise AccountError("两次输入的新密码不一样。", field="again")
    signing = office_of(request).signing
    return await signing.change_password(visit.session, current, new, address_of(request))


def enter(request: Request, started: Started, *, good: str = "") -> Response:
    """Goes in with a new session, to what is still lacking or to where the person wanted to go."""
    inside = started.stage == FULL
    said = good if inside else ""
    response = redirect(request, way_in(started, wanted_place(request)), good=said)
    if inside:
        drop_cookie(request, response, NEXT)
    set_cookie(request, response, SESSION, started.token)
    return response


def way_in(started: Started, wanted: str) -> str:
    """The page that comes after signing in: what is still lacking, what was wanted, the start."""
    if started.stage == NEEDS_CODE:
        return "/console/login/code"
    if started.stage == NEEDS_PASSWORD:
        return "/console/login/password"
    return wanted or start_of(started.user.person)


def wanted_place(request: Request) -> str:
    """Where somebody wanted to go before signing in; empty when it is no page of ours."""
    wanted = cookie(request, NEXT)
    return wanted if is_ours(wanted) else ""


def _leave(request: Request, said: str) -> Response:
    response = redirect(request, "/console/login", good=said)
    drop_cookie(request, response, SESSION)
    return response


async def login_page(
    request: Request, error: AccountError | None = None, login: str = ""
) -> Response:
    """The login page; with what went wrong, and the login as it was typed."""
    office = office_of(request)
    page = {
        "login": login,
        "wrong": error.message if error else "",
        "expired": error is None and bool(cookie(request, SESSION)),
        "any_accounts": await office.store.transact(users.exist),
        "oidc": office.oidc is not None,
    }
    return render(request, "login.html", error.status if error else 200, **page)


def is_ours(path: str) -> bool:
    """Whether a path leads to a page of the console, other than to sign in or out."""
    return _OURS.fullmatch(path) is not None and ".." not in path
