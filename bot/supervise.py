"""``policybot serve``: starts the engine and the app, keeps them running, stops them cleanly.

Each child runs in a process group of its own, so that Ctrl-C reaches only the supervisor, which
then stops both in order. A child that dies is started again, after a growing pause.
"""

from __future__ import annotations

import asyncio
import ctypes
import errno
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx

from bot.errors import BotError
from bot.settings import ROOT, Settings
from bot.training import check_engine, ensure_model

Say = Callable[[str], None]

STOP_SECONDS = 6.0  # from SIGTERM to SIGKILL
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0  # a child that lived this long starts again at once, with a short pause
LOG_LIMIT = 5_000_000  # bytes; a larger log becomes NAME.1 at the next start
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SuperviseError(BotError):
    """The assistant cannot be started; the message says what to mend."""

    code = "supervise"


@dataclass
class Child:
    """One process to keep running; its output goes to ``log``, or without one to the terminal."""

    name: str
    command: list[str]
    environ: dict[str, str] = field(default_factory=dict)
    log: Path | None = None


def serve(settings: Settings, say: Say) -> None:
    """Train if needed, run both processes until told to stop.

    Raises ``SuperviseError`` or ``TrainingError`` before anything is started.
    """
    check_engine(settings)
    check_port(settings.host, settings.port, "POLICYBOT_PORT")
    check_port("127.0.0.1", settings.engine_port, "POLICYBOT_ENGINE_PORT")
    model = ensure_model(settings, say)
    asyncio.run(_serve(settings, model, say))


async def _serve(settings: Settings, model: Path, say: Say) -> None:
    supervisor = Supervisor(children(settings, model), say)
    address = f"http://{settings.host}:{settings.port}"
    say(f"正在启动，日志在 {settings.log_dir} …")
    announcing = asyncio.create_task(_announce(reachable(settings), address, say))
    await supervisor.run()
    announcing.cancel()


def children(settings: Settings, model: Path) -> list[Child]:
    """The two processes, with the secret they share."""
    token = settings.engine_token
    shared = {
        "POLICYBOT_ENGINE_TOKEN": token.get_secret_value() if token else secrets.token_urlsafe(32),
        "POLICYBOT_ENGINE_PORT": str(settings.engine_port),
    }
    scratch = settings.var_dir / "tmp"  # unpacked model, jieba's cache: not where others can write
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
    command = [sys.executable, "-m", "uvicorn", "--factory", "bot.app:create_app"]
    command += ["--host", settings.host, "--port", str(settings.port), "--no-server-header"]
    command += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
    return [engine, Child("应用", command, shared)]


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


class Supervisor:
    """Runs children until a signal, or ``stop``, says to end.

    ``pause`` is the first wait before a restart, in seconds; it doubles up to half a minute.
    """

    def __init__(self, children: list[Child], say: Say, *, pause: float = 1.0) -> None:
        self._children = children
        self._say = say
        self._pause = pause
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask for an orderly end; ``run`` returns when all children are gone."""
        self._stopping.set()

    async def run(self) -> None:
        """Start everything, keep it running, and stop it when told."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop)
        try:
            await asyncio.gather(*map(self._keep, self._children))
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)

    async def _keep(self, child: Child) -> None:
        """Run one child again and again until told to stop."""
        pause = self._pause
        while not self._stopping.is_set():
            began = time.monotonic()
            status = await self._run_once(child)
            if self._stopping.is_set():
                return
            if time.monotonic() - began > STEADY_SECONDS:
                pause = self._pause
            where = f"，详见 {child.log}" if child.log else ""
            self._say(f"{child.name}意外退出（{_describe(status)}），{pause:g} 秒后重启{where}")
            await _wait(self._stopping, pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self, child: Child) -> int:
        """Run one child until it ends or is told to; its exit status (negative: the signal)."""
        with _output(child.log) as output:
            process = await asyncio.create_subprocess_exec(
                *child.command,
                cwd=ROOT,
                env={**os.environ, **child.environ},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        ended = asyncio.create_task(process.wait())
        told = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({ended, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        await _end_group(process, ended)
        return await ended


async def _end_group(process: asyncio.subprocess.Process, ended: asyncio.Task[int]) -> None:
    """Stop the child and whatever it started: politely, and after some seconds by force."""
    _signal_group(process.pid, signal.SIGTERM)
    await asyncio.wait({ended}, timeout=STOP_SECONDS)
    _signal_group(process.pid, signal.SIGKILL)


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Sleep, but not longer than until the event."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


def _describe(status: int) -> str:
    return f"信号 {signal.Signals(-status).name}" if status < 0 else f"退出码 {status}"


def _output(log: Path | None) -> IO[bytes]:
    """Where a child writes: its log, or a copy of the terminal's error stream."""
    if log is None:
        return os.fdopen(os.dup(sys.stderr.fileno()), "wb")
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("ab")


def _end_with_parent() -> None:
    """In the child: be told to stop if the supervisor itself is killed (Linux only)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
