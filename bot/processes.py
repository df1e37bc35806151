"""Processes kept running: started, restarted when they die, stopped together.

Each child runs in a process group of its own, so that Ctrl-C reaches only the supervisor, which
then stops them all. A child that dies is started again, after a growing pause.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bot.errors import BotError
from bot.settings import NEEDS_MENDING, ROOT

Say = Callable[[str], None]

STOP_SECONDS = 6.0  # from SIGTERM to SIGKILL
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0  # after a life this long the pause is short again
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


class Supervisor:
    """Runs children until a signal, or ``stop``, says to end.

    ``pause`` is the first wait before a restart, in seconds; it doubles up to half a minute.
    """

    def __init__(self, children: list[Child], say: Say, *, pause: float = 1.0) -> None:
        self._children = children
        self._say = say
        self._pause = pause
        self._stopping = asyncio.Event()
        self._broken = ""

    def stop(self) -> None:
        """Ask for an orderly end; ``run`` returns when all children are gone."""
        self._stopping.set()

    async def run(self) -> None:
        """Start everything, keep it running, and stop it when told.

        Raises ``SuperviseError`` when a child says that it needs mending first.
        """
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop)
        try:
            await asyncio.gather(*map(self._keep, self._children))
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)
        if self._broken:
            raise SuperviseError(f"{self._broken}没有启动，请按上面的说明改正后再启动。")

    async def _keep(self, child: Child) -> None:
        """Run one child again and again until told to stop."""
        pause = self._pause
        while not self._stopping.is_set():
            began = time.monotonic()
            status = await self._run_once(child)
            if self._stopping.is_set():
                return
            if status == NEEDS_MENDING:
                self._broken = child.name
                return self.stop()
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
