"""Starts Rasa as the engine: ``python -m bot.engine.launcher MODEL``, in the engine's environment.

Bound to loopback, with a token on every address, telemetry off, and logs that hold no user's text.
Reads ``POLICYBOT_ENGINE_TOKEN``, ``POLICYBOT_ENGINE_PORT`` and ``POLICYBOT_ACTION_URL``.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from bot.engine import mends

HERE = Path(__file__).resolve().parent
LOOPBACK = "127.0.0.1"


def main() -> None:
    """Serve the model given on the command line until told to stop."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("usage: python -m bot.engine.launcher MODEL.tar.gz")
    token = os.environ.get("POLICYBOT_ENGINE_TOKEN", "")
    if not token or "POLICYBOT_ACTION_URL" not in os.environ:
        sys.exit("POLICYBOT_ENGINE_TOKEN and POLICYBOT_ACTION_URL must be set")
    prepare()
    serve(sys.argv[1], int(os.environ.get("POLICYBOT_ENGINE_PORT", "5005")), token)


def prepare() -> None:
    """Set the stage for Rasa: no telemetry, quiet logs, faults mended. Imports it."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    mends.before_import()
    _quiet_logs()
    mends.after_import()


def serve(model: str, port: int, token: str) -> None:
    """Run Rasa's server in this process; returns when it was told to stop."""
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    loaded = False

    async def check_model(app: Any, _loop: Any) -> None:
        # Rasa would go on without a model, answering nothing.
        nonlocal loaded
        loaded = app.ctx.agent.is_ready()
        if not loaded:
            app.stop()

    serve_application(
        model,
        interface=LOOPBACK,
        port=port,
        credentials=str(HERE / "credentials.yml"),
        auth_token=token,
        endpoints=AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml")),
        server_listeners=[(check_model, "after_server_start")],
    )
    if not loaded:
        sys.exit(f"the model could not be loaded: {model}")


def _quiet_logs() -> None:
    """Warnings and worse only, and of Rasa's structured entries only the name.

    Their other fields, and the locals of their tracebacks, are where users' text would be.
    """
    import structlog

    # All are Rasa's own, about its dependencies; filters do not last, since sanic resets them.
    warnings.showwarning = lambda *_args, **_kwargs: None
    logging.disable(logging.INFO)  # jieba and others turn their own levels down after us
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s"
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            lambda _logger, _method, entry: str(entry.get("event", "")),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )


if __name__ == "__main__":
    main()
