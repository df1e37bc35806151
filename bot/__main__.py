"""``python -m bot``: the app alone, as ``policybot serve`` starts it beside the engine.

A setting or a policy that the operator has to mend is told in plain words, not as a traceback, and
ends with the status ``NEEDS_MENDING``: starting it again would not help.
"""

from __future__ import annotations

import asyncio
import sys

import uvicorn
from sqlalchemy.exc import OperationalError

from bot.app import create_app
from bot.errors import BotError
from bot.settings import NEEDS_MENDING, load_settings
from bot.store import Store
from policy_kb import KBError


def main() -> None:
    """Serve until told to stop."""
    try:
        settings = load_settings()
        app = create_app(settings)
    except (BotError, KBError) as problem:
        print(f"错误：{problem}", file=sys.stderr)
        sys.exit(NEEDS_MENDING)
    asyncio.run(open_store(app.state.house.store))
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
    )


async def open_store(store: Store) -> None:
    """Waits for a database that comes up after us, as after a power cut; a signal ends the wait."""
    pause = 1.0
    while True:
        try:
            return await store.open()
        except OperationalError as problem:
            reason = str(problem.orig).partition("\n")[0]
            print(f"数据库打不开（{reason}），{pause:.0f} 秒后再试", file=sys.stderr)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 30.0)


if __name__ == "__main__":
    main()
