"""The guard of every console page: who may open it, and that a form is really the console's own.

::

    AtDesk = Annotated[Person, signed_in("desk")]

    @router.post("/desk/facts")
    async def facts(request: Request, person: AtDesk) -> Response: ...

A POST (or PUT, DELETE) through the guard needs the token ``csrf`` that every page is rendered
with: as form field ``csrf`` or as header ``X-CSRF``.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Depends, Request

from bot.accounts.roles import PERMISSIONS, ROLES, Person
from bot.accounts.sessions import NEEDS_CODE
from bot.console.errors import RefusedError, SignInNeededError, StaleFormError
from bot.console.office import office_of
from bot.console.visits import Visit, address_of, establish, visit_of

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def signed_in(*permissions: str) -> Any:
    """A dependency that gives the ``Person``; any one of the permissions opens the page.

    Without permissions, any person who is signed in may. Refusals are pages in Chinese, and being
    refused for lack of permission is audited.
    """
    unknown = set(permissions) - set(PERMISSIONS)
    if unknown:
        raise ValueError(f"no such permission: {unknown}")

    async def guard(request: Request) -> Person:
        visit = await establish(request)
        if visit.person is None or not visit.complete:
            raise _sign_in_needed(request, visit)
        if permissions and not visit.person.may(*permissions):
            await audit(request, "access.refused", request.url.path, {"needs": permissions})
            raise RefusedError(_why_refused(permissions))
        await check_form(request)
        return visit.person

    return Depends(guard)


def in_stage(stage: str) -> Any:
    """A dependency for the pages that complete a sign-in; it gives the ``Visit`` in that stage."""

    async def guard(request: Request) -> Visit:
        visit = await establish(request)
        if visit.person is None or visit.stage != stage:
            raise SignInNeededError("请重新登录。", "/console")
        await check_form(request)
        return visit

    return Depends(guard)


async def own_form(request: Request) -> Visit:
    """A dependency for pages that need nobody signed in; their forms are still checked."""
    await check_form(request)
    return await establish(request)


async def check_form(request: Request) -> None:
    """``StaleFormError`` when a request that changes something lacks its visit's token."""
    if request.method in _SAFE:
        return
    visit = await establish(request)
    sent = request.headers.get("x-csrf", "")
    if not sent and request.headers.get("content-type", "").startswith(_FORMS):
        sent = str((await request.form()).get("csrf") or "")
    if not hmac.compare_digest(visit.csrf.encode(), sent.encode()):
        raise StaleFormError


async def audit(
    request: Request,
    action: str,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    *,
    name: str = "",
) -> None:
    """Logs what the person of this request did (``name``: who tried, when nobody is signed in)."""
    await office_of(request).trail.note(
        action,
        subject,
        detail,
        person=visit_of(request).person,
        name=name,
        address=address_of(request),
    )


def _sign_in_needed(request: Request, visit: Visit) -> SignInNeededError:
    if visit.person is not None:
        page = "/console/login/code" if visit.stage == NEEDS_CODE else "/console/login/password"
        return SignInNeededError("登录还没有完成。", page)
    wanted = request.url.path
    if request.method not in _SAFE or wanted == "/console":
        return SignInNeededError("请先登录。", "/console/login")
    if request.url.query:
        wanted += f"?{request.url.query}"
    return SignInNeededError("请先登录。", f"/console/login?next={quote(wanted, safe='')}")


def _why_refused(permissions: tuple[str, ...]) -> str:
    able = {role for permission in permissions for role in PERMISSIONS[permission]}
    names = "或".join(name for role, name in ROLES.items() if role in able)
    return f"这一页只有{names}能打开。需要时请系统管理员调整您的角色；这次访问已记录。"
