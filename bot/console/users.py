"""The administrators' page: who has an account, in which roles, and what can be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.accounts import passwords, users
from bot.accounts.errors import AccountError
from bot.accounts.managing import By
from bot.accounts.roles import ROLES, Person
from bot.accounts.users import User
from bot.console.access import signed_in
from bot.console.office import Office
from bot.console.rendering import redirect, render
from bot.console.visits import address_of

Typed = Annotated[str, Form(max_length=300)]
Ticked = Annotated[list[str], Form()]
Administrator = Annotated[Person, signed_in("users")]

HERE = "/console/users"

Change = Callable[[By, User], Awaitable[None]]


def make_router(office: Office) -> APIRouter:
    """``/users`` and what is changed there."""
    router = APIRouter(prefix="/users")

    @router.get("")
    async def listing(request: Request, person: Administrator) -> Response:
        return await _page(office, request)

    @router.post("")
    async def add(
        request: Request,
        person: Administrator,
        login: Typed = "",
        name: Typed = "",
        email: Typed = "",
        roles: Ticked = [],  # noqa: B006 (FastAPI copies it)
        sso: bool = Form(False),
    ) -> Response:
        password = None if sso else passwords.suggest()
        by = By(person, address=address_of(request))
        typed = {"login": login, "name": name, "email": email, "roles": roles, "sso": sso}
        try:
            user = await office.managing.add(
                by, login=login, name=name, roles=roles, password=password, email=email
            )
        except AccountError as error:
            return await _page(office, request, wrong=error.message, typed=typed)
        if password is None:
            return redirect(request, HERE, good=f"已添加{user.name}，可以用单位统一身份登录。")
        return render(request, "password.html", user=user, password=password)

    @router.post("/{user_id}/edit")
    async def edit(
        request: Request, person: Administrator, user_id: int, name: Typed = "", email: Typed = ""
    ) -> Response:
        async def change(by: By, user: User) -> None:
            await office.managing.edit(by, user, name=name, email=email)

        user = await _change(office, request, person, user_id, change)
        return redirect(request, HERE, good=f"已更改{user.name}的资料。")

    @router.post("/{user_id}/reset")
    async def reset(
        request: Request, person: Administrator, user_id: int, totp: bool = Form(False)
    ) -> Response:
        password = passwords.suggest()

        async def change(by: By, user: User) -> None:
            await office.managing.reset(by, user, password, totp=totp)

        user = await _change(office, request, person, user_id, change)
        return render(request, "password.html", user=user, password=password)

    @router.post("/{user_id}/disable")
    async def disable(request: Request, person: Administrator, user_id: int) -> Response:
        if user_id == person.id:
            raise AccountError("不能停用自己，请另一位系统管理员来做。")
        user = await _change(office, request, person, user_id, office.managing.disable)
        return redirect(request, HERE, good=f"已停用{user.name}，其登录都已退出。")

    @router.post("/{user_id}/enable")
    async def enable(request: Request, person: Administrator, user_id: int) -> Response:
        user = await _change(office, request, person, user_id, office.managing.enable)
        return redirect(request, HERE, good=f"已启用{user.name}，登录锁定也已解除。")

    @router.post("/{user_id}/roles")
    async def roles_(
        request: Request,
        person: Administrator,
        user_id: int,
        roles: Ticked = [],  # noqa: B006
    ) -> Response:
        async def change(by: By, user: User) -> None:
            await office.managing.set_roles(by, user, roles)

        user = await _change(office, request, person, user_id, change)
        return redirect(request, HERE, good=f"已更改{user.name}的角色。")

    return router


async def _change(
    office: Office, request: Request, person: Person, user_id: int, change: Change
) -> User:
    """Makes the change and gives the account as it is after; raises ``AccountError``."""
    user = await office.store.transact(lambda db: users.by_id(db, user_id))
    await change(By(person, address=address_of(request)), user)
    return await office.store.transact(lambda db: users.by_id(db, user_id))


async def _page(
    office: Office, request: Request, *, wrong: str = "", typed: dict[str, object] | None = None
) -> Response:
    empty = {"login": "", "name": "", "email": "", "roles": ["agent"], "sso": False}
    page = {
        "users": await office.store.transact(users.listing),
        "names": ROLES,
        "oidc": office.oidc is not None,
        "wrong": wrong,
        "typed": typed or empty,
    }
    return render(request, "users.html", 422 if wrong else 200, **page)
