"""``policybot users``: the console's accounts. Passwords are typed or piped in, never arguments."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.database import operator, with_database
from bot.cli.options import AsJson
from bot.cli.people import print_users

if TYPE_CHECKING:
    from bot.accounts.managing import By, Managing
    from bot.accounts.users import User
    from bot.audit import Trail
    from bot.settings import Settings
    from bot.store import Store

T = TypeVar("T")
Login = Annotated[str, typer.Argument(help="账号，如 zhangsan。")]
Roles = Annotated[
    list[str],
    typer.Option(
        "--role", help="角色，可以写几次：agent 坐席、keeper 知识管理员、auditor 审计员、"
        "administrator 系统管理员。"
    ),
]  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the ``users`` group."""
    users = typer.Typer(
        help="坐席台的账号：添加、列出、更改、停用、重置、角色。", no_args_is_help=True
    )
    users.command()(add)
    users.command("list")(show)
    users.command()(edit)
    users.command()(disable)
    users.command()(enable)
    users.command()(reset)
    users.command()(roles)
    app.add_typer(users, name="users")


def add(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="姓名。")],
    role: Roles,
    email: Annotated[str | None, typer.Option("--email", help="统一身份账号的邮箱。")] = None,
    sso: Annotated[
        bool, typer.Option("--sso", help="不设密码，只用单位统一身份登录；要有 --email。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """添加一个账号。密码按提示输入，或从标准输入读一行；第一次登录时要求本人更改。"""
    from bot.accounts import passwords
    from bot.accounts.roles import check_roles

    check_roles(role)
    password = None if sso else _ask_password(lambda typed: passwords.check(typed, login=login))

    async def work(managing: Managing, by: By) -> User:
        return await managing.add(
            by, login=login, name=name, roles=role, password=password, email=email
        )

    print_users([_run(work)], as_json)


def show(as_json: AsJson = False) -> None:
    """列出全部账号。"""
    from bot.accounts import users

    async def work(managing: Managing, by: By) -> list[User]:
        return await managing.store.transact(users.listing)

    print_users(_run(work), as_json)


def edit(
    login: Login,
    name: Annotated[str | None, typer.Option("--name", help="姓名。")] = None,
    email: Annotated[
        str | None, typer.Option("--email", help="统一身份账号的邮箱；改了以后要重新对上。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """更改姓名或邮箱；没有写出的不变。"""

    async def change(managing: Managing, by: By, user: User) -> None:
        new_name = user.name if name is None else name
        new_email = user.email if email is None else email
        await managing.edit(by, user, name=new_name, email=new_email)

    _change(login, change, as_json)


def disable(login: Login, as_json: AsJson = False) -> None:
    """停用账号，马上退出它的全部登录。"""
    _change(login, lambda managing, by, user: managing.disable(by, user), as_json)


def enable(login: Login, as_json: AsJson = False) -> None:
    """启用账号，并解除登录锁定。"""
    _change(login, lambda managing, by, user: managing.enable(by, user), as_json)


def reset(
    login: Login,
    totp: Annotated[bool, typer.Option("--totp", help="同时停用动态口令（手机丢了）。")] = False,
    as_json: AsJson = False,
) -> None:
    """重置密码，退出它的全部登录并解除锁定；新密码按提示输入，或从标准输入读一行。"""
    from bot.accounts import passwords

    password = _ask_password(lambda typed: passwords.check(typed, login=login))
    _change(
        login, lambda managing, by, user: managing.reset(by, user, password, totp=totp), as_json
    )


def roles(login: Login, role: Roles, as_json: AsJson = False) -> None:
    """更改角色：写出的就是全部角色。"""
    _change(login, lambda managing, by, user: managing.set_roles(by, user, role), as_json)


def _change(
    login: str, change: Callable[[Managing, By, User], Awaitable[None]], as_json: bool
) -> None:
    from bot.accounts import users

    async def work(managing: Managing, by: By) -> User:
        user = await managing.store.transact(lambda db: users.by_login(db, login))
        await change(managing, by, user)
        return await managing.store.transact(lambda db: users.by_id(db, user.id))

    print_users([_run(work)], as_json)


def _run(work: Callable[[Managing, By], Awaitable[T]]) -> T:
    """Opens the database for one piece of work."""
    from bot.accounts.lockout import Lockout
    from bot.accounts.managing import By, Managing
    from bot.accounts.passwords import Passwords
    from bot.shared import make_shared

    async def run(settings: Settings, store: Store, trail: Trail) -> T:
        shared = make_shared(settings, store)
        try:
            managing = Managing(store, trail, Lockout(shared), Passwords())
            return await work(managing, By(name=operator()))
        finally:
            await shared.close()

    return with_database(run)


def _ask_password(check: Callable[[str], None]) -> str:
    """The password as typed twice, or the first line that is piped in; checked against the rule."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt(
            "密码（不显示）", hide_input=True, confirmation_prompt="再输一遍", err=True
        )
    check(password)
    return password
