"""A real engine: a tiny model, our launcher, and a stand-in for the app's actions."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.engine.client import TOKEN, Actions, Engine

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Path(__file__).parent / "project"


def pytest_configure(config: pytest.Config) -> None:
    """Rasa and its old dependencies warn about each other; only ours are errors here."""
    for line in ("ignore", r"error:::bot\."):
        config.addinivalue_line("filterwarnings", line)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project's model, trained by Rasa's own command."""
    folder = tmp_path_factory.mktemp("model")
    command = [sys.executable, "-m", "rasa", "train", "--out", str(folder)]
    command += ["--config", "config.yml", "--domain", "domain.yml", "--data", "data.yml"]
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "RASA_MAX_CACHE_SIZE": "0"}
    done = subprocess.run(
        [*command, "--fixed-model-name", "tiny"],
        cwd=PROJECT,
        env={**os.environ, **quiet},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert (folder / "tiny.tar.gz").exists(), done.stdout[-3000:]
    return folder / "tiny.tar.gz"


@pytest.fixture(scope="session")
def engine(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine, started by our launcher; stopped at the end of the run."""
    log = tmp_path_factory.mktemp("log") / "engine.log"
    actions = ThreadingHTTPServer(("127.0.0.1", 0), Actions)
    threading.Thread(target=actions.serve_forever, daemon=True).start()
    environ = {
        **os.environ,
        "POLICYBOT_ENGINE_TOKEN": TOKEN,
        "POLICYBOT_ENGINE_PORT": str(free_port()),
        "POLICYBOT_ACTION_URL": f"http://127.0.0.1:{actions.server_port}/webhook",
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.engine.launcher", str(model)],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=output,
        )
    try:
        running = Engine(int(environ["POLICYBOT_ENGINE_PORT"]), process.pid, log)
        wait_until_ready(running)
        Actions.calls = running.calls
        yield running
    finally:
        process.terminate()
        assert process.wait(timeout=10) == 0, "the engine did not stop cleanly"
        actions.shutdown()
        actions.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(engine: Engine) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            if engine.send("/webhooks/app/ready", method="GET")[0] == 200:
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError(engine.log.read_text())
