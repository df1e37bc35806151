"""``python -m bot``: the app alone, as ``policybot serve`` starts it beside the engine.

A setting or a policy that the operator has to mend is told in plain words, not as a traceback, and
ends with the status ``NEEDS_MENDING``: starting it again would not help.
"""

from __future__ import annotations

import sys

import uvicorn

from bot.app import create_app
from bot.errors import BotError
from bot.settings import NEEDS_MENDING, load_settings
from policy_kb import KBError


def main() -> None:
    """Serve until told to stop."""
    try:
        settings = load_settings()
        app = create_app(settings)
    except (BotError, KBError) as problem:
        print(f"错误：{problem}", file=sys.stderr)
        sys.exit(NEEDS_MENDING)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
