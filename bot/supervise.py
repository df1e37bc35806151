"""``policybot serve``: what must be in place, which two processes run, and when they are ready."""

from __future__ import annotations

import asyncio
import errno
import secrets
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from bot.processes import Child, SuperviseError, Supervisor
from bot.settings import Settings
from bot.training import check_engine, ensure_model, hold
from bot.wechat.account import account_of

Say = Callable[[str], None]


def serve(settings: Settings, say: Say) -> None:
    """Train if needed, run both processes until told to stop.

    Raises ``SuperviseError``, ``SettingsError`` or ``TrainingError`` before anything is started.
    """
    if account_of(settings) is None:
        say("没有接入微信（没有设 POLICYBOT_WECHAT_TOKEN），其他照常。")
    check_engine(settings)
    check_port(settings.host, settings.port, "POLICYBOT_PORT")
    check_port("127.0.0.1", settings.engine_port, "POLICYBOT_ENGINE_PORT")
    model = hold(ensure_model(settings, say), settings)
    asyncio.run(_serve(settings, model, say))


async def _serve(settings: Settings, model: Path, say: Say) -> None:
    supervisor = Supervisor(children(settings, model), say)
    address = f"http://{settings.host}:{settings.port}"
    say(f"正在启动，理解服务的日志在 {settings.log_dir} …")
    announcing = asyncio.create_task(_announce(reachable(settings), address, say))
    try:
        await supervisor.run()
    finally:
        announcing.cancel()


def children(settings: Settings, model: Path) -> list[Child]:
    """The two processes, with the secret they share."""
    token = settings.engine_token
    shared = {
        "POLICYBOT_ENGINE_TOKEN": token.get_secret_value() if token else secrets.token_urlsafe(32),
        "POLICYBOT_ENGINE_PORT": str(settings.engine_port),
    }
    scratch = settings.scratch_dir  # unpacked model, jieba's cache
    scratch.mkdir(parents=True, exist_ok=True)
    engine = Child(
        "理解服务",
        [str(settings.engine_python), "-m", "bot.engine.launcher", str(model)],
        {
            **shared,
            "POLICYBOT_ACTION_URL": f"{reachable(settings)}/webhook",
            "TMPDIR": str(scratch),
        },
        settings.log_dir / "engine.log",
    )
    return [engine, Child("应用", [sys.executable, "-m", "bot"], shared)]


def reachable(settings: Settings) -> str:
    """The app's base address as this machine reaches it."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = everywhere.get(settings.host, settings.host)
    return f"http://{host}:{settings.port}"


def check_port(host: str, port: int, variable: str) -> None:
    """Raises ``SuperviseError`` when the address cannot be listened on."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            reason, mend = "已被占用", f"停掉占用它的程序（ss -ltnp 'sport = :{port}'）"
        else:
            reason, mend = f"不能监听（{problem.strerror}）", "检查 POLICYBOT_HOST 和权限"
        raise SuperviseError(
            f"{host}:{port} {reason}：{mend}，或换一个端口，如 {variable}={port + 1}。"
        ) from None


async def _announce(base: str, address: str, say: Say) -> None:
    """Say so once the assistant answers."""
    began = time.monotonic()
    async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
        while True:
            await asyncio.sleep(0.2)
            try:
                if (await client.get(f"{base}/readyz")).status_code == 200:
                    break
            except httpx.HTTPError:
                continue
    say(f"已就绪（{time.monotonic() - began:.0f} 秒）：{address}  按 Ctrl-C 停止")
