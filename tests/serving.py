"""The real system for tests: `policybot serve` on free ports, once per test run."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-03-02"
"""The day the tests take place: every measure with an end has ended by then."""

START_LIMIT = 600.0
"""Seconds the system may take to be ready on a busy machine, a training included."""


@contextmanager
def served(var: Path, **settings: str) -> Iterator[str]:
    """Run the system with its database in `var`; yields its base address once it is ready.

    ``settings``: more of the environment, such as ``POLICYBOT_ALLOWED_ORIGINS``.
    """
    port, engine_port = free_port(), free_port()
    base = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "POLICYBOT_PORT": str(port),
        "POLICYBOT_ENGINE_PORT": str(engine_port),
        "POLICYBOT_AS_OF": TODAY,
        "POLICYBOT_DATABASE_URL": f"sqlite:///{var / 'test.sqlite3'}",
        "POLICYBOT_SECRET": secrets.token_urlsafe(48),
        "POLICYBOT_ENGINE_TIMEOUT": "20",  # a busy machine is no reason for a fallback
        "POLICYBOT_RATE_PER_USER": "100000",  # tests talk faster than people
        "POLICYBOT_RATE_TOTAL": "100000",
        **settings,
    }
    command = [sys.executable, "-m", "bot.cli", "serve"]
    with (var / "serve.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_until_ready(base, process, var / "serve.log")
            yield base
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def post(base: str, path: str, body: Mapping[str, Any]) -> Any:
    """POST JSON and return the JSON answered; an error status is an AssertionError."""
    request = Request(
        base + path,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    try:
        with urlopen(request, timeout=30) as response:
            return json.load(response)
    except HTTPError as error:
        raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(
    base: str, process: "subprocess.Popen[bytes]", log: Path, path: str = "/readyz"
) -> None:
    """Return once `path` answers 200; an AssertionError with the log's end when it never does."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{base}{path}", timeout=2) as response:
                if response.status == 200:
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"policybot serve is not ready:\n{log.read_text()[-4000:]}")
