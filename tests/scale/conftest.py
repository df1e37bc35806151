"""Two app processes as `policybot serve` starts them, sharing what an operator has them share."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scale.engine import CountingEngine
from tests.services import new_database
from tests.serving import ROOT, free_port, wait_until_ready

RATE_PER_USER = 30


class AppProcess:
    """One app on a port of its own; `database` is its database's address."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.database = environment["POLICYBOT_DATABASE_URL"]
        self._port = free_port()
        self._environment = {**os.environ, **environment, "POLICYBOT_PORT": str(self._port)}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> str:
        return self._log.read_text()

    def start(self) -> None:
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        assert self._process is not None
        wait_until_ready(self.base, self._process, self._log)

    def kill(self) -> None:
        """As if the power failed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=10)
            self._process = None


@pytest.fixture(scope="module")
def engine() -> Iterator[CountingEngine]:
    """The engine that both apps talk to."""
    made = CountingEngine()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql-redis"])
def apps(
    request: pytest.FixtureRequest,
    engine: CountingEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[AppProcess]]:
    """Both apps, started at once on an empty database."""
    folder = tmp_path_factory.mktemp("scale")
    environment = {
        "POLICYBOT_VAR_DIR": str(folder),
        "POLICYBOT_ENGINE_PORT": str(engine.port),
        "POLICYBOT_ENGINE_TOKEN": "token-of-the-tests-only",
        "POLICYBOT_SECRET": "a secret of the tests, the same for both",
        "POLICYBOT_RATE_PER_USER": str(RATE_PER_USER),
        "POLICYBOT_DATABASE_URL": f"sqlite:///{folder}/policybot.sqlite3",
        "POLICYBOT_REDIS_URL": "",
    }
    if request.param != "sqlite":
        server = request.getfixturevalue("redis_server")
        server.start()
        environment["POLICYBOT_DATABASE_URL"] = new_database(request.getfixturevalue("postgres"))
        environment["POLICYBOT_REDIS_URL"] = server.url
    made = [AppProcess(environment, folder / f"app{number}.log") for number in range(2)]
    for app in made:
        app.start()
    for app in made:
        app.wait()
    yield made
    for app in made:
        app.kill()
