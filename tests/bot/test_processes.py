"""Supervision, with real processes: restart, stop, and what is said about it."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.processes import Child, SuperviseError, Supervisor
from bot.settings import NEEDS_MENDING

FOREVER = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FOREVER}"


def python(code: str, log: Path, name: str = "子进程") -> Child:
    return Child(name, [sys.executable, "-c", code], log=log)


def pids(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().split()] if log.exists() else []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.02)


async def test_a_killed_child_is_started_again_and_said_so(tmp_path: Path) -> None:
    said: list[str] = []
    log = tmp_path / "log"
    supervisor = Supervisor([python(FOREVER, log)], said.append, pause=0.05)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: len(pids(log)) == 1)
    os.kill(pids(log)[0], signal.SIGKILL)
    await until(lambda: len(pids(log)) == 2)
    assert "子进程意外退出（信号 SIGKILL），0.05 秒后重启" in said[0]
    supervisor.stop()
    await running
    assert not any(map(is_alive, pids(log)))


async def test_the_pause_grows_while_a_child_keeps_dying(tmp_path: Path) -> None:
    said: list[str] = []
    dying = python("raise SystemExit(3)", tmp_path / "log")
    supervisor = Supervisor([dying], said.append, pause=0.02)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: len(said) == 3)
    supervisor.stop()
    await running
    pauses = [line.split("，")[1] for line in said[:3]]
    assert pauses == ["0.02 秒后重启", "0.04 秒后重启", "0.08 秒后重启"]
    assert "退出码 3" in said[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_stops_all_children_within_seconds(
    tmp_path: Path, number: signal.Signals
) -> None:
    logs = [tmp_path / "a", tmp_path / "b"]
    supervisor = Supervisor([python(FOREVER, log) for log in logs], print)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: all(pids(log) for log in logs))
    began = time.monotonic()
    os.kill(os.getpid(), number)
    await running
    assert time.monotonic() - began < 3
    assert not any(is_alive(pids(log)[0]) for log in logs)


async def test_a_child_that_will_not_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.processes.STOP_SECONDS", 0.3)
    log = tmp_path / "log"
    supervisor = Supervisor([python(DEAF, log)], print)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: pids(log))
    supervisor.stop()
    await running
    assert not is_alive(pids(log)[0])


async def test_what_a_child_started_goes_with_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {FOREVER!r}])"
    supervisor = Supervisor([python(parent, log)], print)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: pids(log))
    supervisor.stop()
    await running
    await until(lambda: not is_alive(pids(log)[0]))


async def test_a_child_that_needs_mending_ends_everything(tmp_path: Path) -> None:
    good = tmp_path / "good"
    broken = python(f"raise SystemExit({NEEDS_MENDING})", tmp_path / "bad", "应用")
    supervisor = Supervisor([python(FOREVER, good), broken], print)
    with pytest.raises(SuperviseError, match="应用没有启动"):
        await supervisor.run()
    assert not any(map(is_alive, pids(good)))


async def test_the_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import asyncio, pathlib\n"
        "from bot.processes import Child, Supervisor\n"
        f"child = Child('x', [{sys.executable!r}, '-c', {FOREVER!r}], "
        f"log=pathlib.Path({str(log)!r}))\n"
        "asyncio.run(Supervisor([child], print).run())\n"
    )
    supervisor = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    await until(lambda: pids(log))
    supervisor.kill()
    await supervisor.wait()
    await until(lambda: not is_alive(pids(log)[0]))


async def test_a_log_that_grew_large_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.processes.LOG_LIMIT", 5)
    log = tmp_path / "log"
    log.write_text("old words\n")
    supervisor = Supervisor([python(FOREVER, log)], print)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: log.exists() and log.read_text().strip().isdigit())
    supervisor.stop()
    await running
    assert (tmp_path / "log.1").read_text() == "old words\n"
