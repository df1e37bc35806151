"""Accounts as a terminal shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from bot.cli.printing import print_json

if TYPE_CHECKING:
    from bot.accounts.users import User

Json = dict[str, Any]


def print_users(found: list[User], as_json: bool) -> None:
    """One account a line: seat, login, name, roles, state, last sign-in; or all as JSON."""
    from bot.accounts.roles import role_names
    from bot.clock import in_beijing

    if as_json:
        print_json([_as_json(user) for user in found])
        return
    if not found:
        typer.echo(
            "还没有账号。建第一个：policybot users add 账号 --name 姓名 --role administrator"
        )
    for user in found:
        state = "停用" if user.disabled else "待改密码" if user.must_change else "可用"
        seen = (
            f"{in_beijing(user.signed_in_at):%Y-%m-%d %H:%M}" if user.signed_in_at else "没有登录过"
        )
        factor = "  动态口令" if user.totp_secret else ""
        who = f"{user.number}号  {user.login}  {user.name}"
        typer.echo(f"{who}  {role_names(user.roles)}  {state}{factor}  {seen}")


def _as_json(user: User) -> Json:
    return {
        "login": user.login,
        "name": user.name,
        "number": user.number,
        "roles": sorted(user.roles),
        "email": user.email,
        "disabled": user.disabled,
        "must_change": user.must_change,
        "totp": user.totp_secret is not None,
        "signed_in_at": user.signed_in_at.isoformat() + "Z" if user.signed_in_at else None,
    }
