"""Signing in through the identity provider: leaving for it, and coming back."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.accounts import oidc
from bot.accounts.errors import AccountError, SignInError
from bot.accounts.oidc import Arrival, Provider
from bot.accounts.signing import Started
from bot.accounts.users import User
from bot.console.access import audit
from bot.console.cookies import cookie, drop_cookie, set_cookie
from bot.console.login import AtDoor, is_ours, login_page, wanted_place, way_in
from bot.console.office import Office
from bot.console.rendering import redirect, render
from bot.console.visits import SESSION, address_of
from bot.errors import NotFoundError

LEFT = "console_oidc"
"""Cookie: ties the return from the provider to the browser that left."""


def make_router(office: Office) -> APIRouter:
    """``/login/oidc`` and ``/login/oidc/callback``."""
    router = APIRouter(prefix="/login/oidc")

    @router.get("")
    async def leave(request: Request, visit: AtDoor) -> Response:
        provider = _provider(office)
        try:
            departure = await provider.depart(_callback(office, request), wanted_place(request))
        except AccountError as error:
            return await login_page(request, error)
        response = redirect(request, departure.url)
        # Lax: the way back begins at the provider's site.
        set_cookie(request, response, LEFT, departure.binding, age=int(oidc.LIFETIME), lax=True)
        return response

    @router.get("/callback")
    async def arrive(request: Request, visit: AtDoor) -> Response:
        provider, query = _provider(office), dict(request.query_params)
        try:
            binding = cookie(request, LEFT)
            arrival = await provider.arrive(_callback(office, request), query, binding)
            started = await _begin(office, request, arrival)
        except AccountError as error:
            await audit(request, "signin.failed", "", {"by": "oidc"}, name="统一身份")
            response: Response = await login_page(request, error)
        else:
            response = _enter(office, request, started, arrival)
        drop_cookie(request, response, LEFT)
        return response

    return router


def _provider(office: Office) -> Provider:
    if office.oidc is None:
        raise NotFoundError("没有设置单位统一身份登录。")
    return office.oidc


def _callback(office: Office, request: Request) -> str:
    base = office.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/console/login/oidc/callback"


async def _begin(office: Office, request: Request, arrival: Arrival) -> Started:
    """A session for who arrived; ``SignInError`` when no account is theirs."""

    def work(db: Connection) -> User | None:
        user, tied = oidc.match(db, arrival)
        if user is not None and tied:
            office.trail.append(
                db, "user.linked", user.login, person=user.person, address=address_of(request)
            )
        return user

    user = await office.store.transact(work)
    if user is None:
        raise SignInError("这个统一身份账号没有对应的坐席台账号，请系统管理员添加，并填写邮箱。")
    if user.disabled:
        raise SignInError("您的坐席台账号已停用，请找系统管理员。")
    return await office.signing.begin(user, address_of(request), "oidc")


def _enter(office: Office, request: Request, started: Started, arrival: Arrival) -> Response:
    """A page of our own that goes on by itself: a strict cookie is not sent along a redirect
    that began at another site."""
    onward = arrival.next if is_ours(arrival.next) else ""
    response = render(request, "entered.html", onward=way_in(started, onward))
    set_cookie(request, response, SESSION, started.token)
    return response
