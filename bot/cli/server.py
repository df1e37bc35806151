"""Finding the running assistant, or bringing one (or only its engine) up for one command."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from bot.processes import Child
    from bot.settings import Settings

LONGEST_START = 120.0  # seconds; a cold engine on a busy machine

Say = Callable[[str], None]


class StartError(BotError):
    """A temporary engine or server did not come up."""

    code = "start"


async def is_ready(base: str) -> bool:
    """Whether an assistant at ``base`` answers and its model too."""
    import httpx

    async with httpx.AsyncClient(trust_env=False, timeout=3) as http:
        try:
            return (await http.get(f"{base}/readyz")).status_code == 200
        except httpx.HTTPError:
            return False


def with_secrets(settings: Settings) -> Settings:
    """The settings with a token, and an engine port that nobody uses."""
    from pydantic import SecretStr

    changes: dict[str, object] = {}
    if settings.engine_token is None:
        changes["engine_token"] = SecretStr(secrets.token_urlsafe(32))
    if not _is_free("127.0.0.1", settings.engine_port):
        changes["engine_port"] = _free_port()
    return settings.model_copy(update=changes)


@asynccontextmanager
async def temporary(settings: Settings, say: Say, *, engine_only: bool) -> AsyncIterator[None]:
    """Runs the engine (and the app) for the length of the block, then stops them.

    ``settings`` come from ``with_secrets``. Raises ``StartError`` when they do not come up.
    """
    from bot import processes, supervise, training

    training.check_engine(settings)
    if not engine_only:
        supervise.check_port(settings.host, settings.port, "POLICYBOT_PORT")
    model = training.hold(training.ensure_model(settings, say), settings)
    children: list[Child] = supervise.children(settings, model)
    supervisor = processes.Supervisor(children[:1] if engine_only else children, say)
    running = asyncio.create_task(supervisor.run())
    try:
        await _wait_until_ready(settings, running, engine_only)
        # The supervisor takes Ctrl-C as its own end; here it has to end the command.
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
        yield
    finally:
        supervisor.stop()
        await running


async def _wait_until_ready(
    settings: Settings, running: asyncio.Task[None], engine_only: bool
) -> None:
    from bot.engine_client import EngineClient
    from bot.supervise import reachable

    engine = EngineClient(settings.engine_url, settings.require_engine_token())
    try:
        async with asyncio.timeout(LONGEST_START):
            while not running.done():
                if await (engine.answers() if engine_only else is_ready(reachable(settings))):
                    return
                await asyncio.sleep(0.2)
    except TimeoutError:
        pass
    finally:
        await engine.close()
    raise StartError(f"理解服务没有启动成功，详见 {settings.log_dir}。")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
