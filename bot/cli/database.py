"""One piece of work on the database, for commands that need no running assistant."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.audit import Trail
    from bot.settings import Settings
    from bot.store import Store

T = TypeVar("T")


def with_database(work: Callable[[Settings, Store, Trail], Awaitable[T]]) -> T:
    """What ``work`` returns; the database of the settings is open meanwhile."""
    from bot.audit import Trail
    from bot.settings import load_settings
    from bot.store import Store

    async def run() -> T:
        settings = load_settings()
        store = Store(settings.database)
        await store.open()
        try:
            return await work(settings, store, Trail(store, settings.require_secret()))
        finally:
            await store.close()

    return asyncio.run(run())


def operator() -> str:
    """Whoever runs the command, as the audit log names them."""
    return f"命令行（{getpass.getuser()}）"
