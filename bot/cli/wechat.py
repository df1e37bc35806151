"""``policybot wechat``: the official account's menu."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import AsJson

if TYPE_CHECKING:
    from bot.settings import Settings

File = Annotated[Path | None, typer.Option("--file", help="菜单文件；默认 bot/wechat/menu.yml。")]


def register(app: typer.Typer) -> None:
    """Add ``wechat menu show`` and ``wechat menu push``."""
    menu = typer.Typer(no_args_is_help=True, help="公众号的菜单，写在 bot/wechat/menu.yml。")
    menu.command()(show)
    menu.command()(push)
    group = typer.Typer(no_args_is_help=True, help="微信公众号。")
    group.add_typer(menu, name="menu")
    app.add_typer(group, name="wechat")


def show(file: File = None, as_json: AsJson = False) -> None:
    """检查菜单文件，显示推送后的样子；不连接微信。"""
    from bot.settings import load_settings
    from bot.wechat.menu import rows

    menu = _load(file, load_settings())
    if as_json:
        typer.echo(json.dumps(menu, ensure_ascii=False))
        return
    for top, name, does in rows(menu):
        typer.echo(f"{top} · {name}  →  {does}")


def push(file: File = None) -> None:
    """把菜单推送到公众号，替换现在的。用户退出公众号再进来，或过几分钟，就能看到。"""
    from bot.settings import load_settings
    from bot.wechat.menu import rows

    settings = load_settings()
    menu = _load(file, settings)
    asyncio.run(_push(settings, menu))
    typer.echo(f"已推送，共{len(rows(menu))}项。")


def _load(file: Path | None, settings: Settings) -> dict[str, Any]:
    from bot.wechat.menu import FILE, load_menu

    return load_menu(file or FILE, settings.public_url)


async def _push(settings: Settings, menu: dict[str, Any]) -> None:
    """With the access token that the running app uses: getting another could end that one."""
    from bot.settings import SettingsError
    from bot.shared import make_shared
    from bot.store import Store
    from bot.wechat.account import account_of
    from bot.wechat.api import Api
    from bot.wechat.token import AccessToken

    account = account_of(settings)
    if account is None or not account.app_secret:
        raise SettingsError(
            "推送菜单要先设 POLICYBOT_WECHAT_TOKEN、POLICYBOT_WECHAT_APPID 和 "
            "POLICYBOT_WECHAT_SECRET（AppSecret）。"
        )
    store = Store(settings.database)
    shared, api = make_shared(settings, store), Api(account.api)
    await store.open()
    try:
        await AccessToken(account, api, shared).call(lambda token: api.create_menu(token, menu))
    finally:
        await api.close()
        await shared.close()
        await store.close()
