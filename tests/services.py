"""PostgreSQL and Redis for tests: started on loopback where installed, once per test run.

Without them their tests are skipped with a line that says so; with `POLICYBOT_REQUIRE_SERVICES=1`
they fail instead. The clients are imported late: the engine's tests load this file without them.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import glob
from itertools import count
from pathlib import Path

import pytest

from tests.serving import free_port

START_LIMIT = 60.0
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]  # nothing outlives the test

_names = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The SQLAlchemy address of a PostgreSQL server, without a database's name."""
    programs = [str(Path(shutil.which("postgres") or "/").parent)]
    programs += sorted(glob("/usr/lib/postgresql/*/bin"))
    found = next((place for place in reversed(programs) if Path(place, "initdb").exists()), None)
    if found is None:
        _missing("PostgreSQL")
    else:
        with postgres_server(Path(found)) as address:
            yield address


@pytest.fixture(scope="session")
def redis_server() -> Iterator["RedisServer"]:
    """A Redis server that a test may stop and start again."""
    program = shutil.which("redis-server")
    if program is None:
        _missing("Redis")
    else:
        with tempfile.TemporaryDirectory() as folder:
            server = RedisServer(program, Path(folder))
            server.start()
            yield server
            server.stop()


@pytest.fixture
def redis_url(redis_server: "RedisServer") -> str:
    """The address of an empty Redis."""
    import redis

    redis_server.start()
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bot.sqlite3"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture(autouse=os.environ.get("POLICYBOT_TEST_ON") == "postgresql")
def on_postgres(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever app a test makes keeps its data in PostgreSQL: one database for each folder."""
    from bot.settings import Settings

    if request.node.get_closest_marker("sqlite"):
        return
    server = request.getfixturevalue("postgres")
    made: dict[Path, str] = {}

    def database(settings: Settings) -> str:
        if settings.database_url:
            return settings.database_url
        if settings.var_dir not in made:
            made[settings.var_dir] = new_database(server, request.getfixturevalue("today"))
        return made[settings.var_dir]

    monkeypatch.setattr(Settings, "database", property(database))


@pytest.fixture(scope="session")
def today(postgres: str) -> str:
    """The name of a database with the tables of today, for copying: quicker than making them."""
    from sqlalchemy import create_engine

    from bot.store.migrations import upgrade

    address = new_database(postgres)
    engine = create_engine(address)
    upgrade(engine)
    engine.dispose()
    return address.rpartition("/")[2]


def new_database(postgres: str, template: str = "template0") -> str:
    """Makes a database on the server, empty or a copy of another; its address."""
    from sqlalchemy import create_engine, text

    name = f"policybot_{os.getpid()}_{next(_names)}"
    engine = create_engine(f"{postgres}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'"))
    engine.dispose()
    return f"{postgres}/{name}"


@contextmanager
def postgres_server(programs: Path) -> Iterator[str]:
    """Runs PostgreSQL on a free port; as another user where we are root, which it refuses."""
    folder = Path(tempfile.mkdtemp(prefix="policybot-postgres-"))
    account: list[str] = []
    if os.geteuid() == 0:
        account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "policybot", "-A", "trust"]
    options = [f"-c{setting}" for setting in (*QUICK, "max_connections=200")]
    server = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-p", str(port)]
    with (folder.parent / f"{folder.name}.log").open("w+") as log:
        subprocess.run(
            [*account, *initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        process = subprocess.Popen(
            [*account, *server, "-h", "127.0.0.1", *options], cwd=folder, stdout=log, stderr=log
        )
        try:
            address = f"postgresql+psycopg://policybot@127.0.0.1:{port}"
            _wait(lambda: _postgres_answers(address), "PostgreSQL")
            yield address
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown
            process.wait(timeout=30)
            shutil.rmtree(folder)
            Path(log.name).unlink()


class RedisServer:
    """One Redis on a fixed port of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self._port = free_port()
        self._command = [program, "--port", str(self._port), "--bind", "127.0.0.1"]
        self._command += ["--save", "", "--dir", str(folder), "--logfile", str(folder / "log")]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        if self._process is None:
            self._process = subprocess.Popen(self._command)
            _wait(self._answers, "Redis")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=10)
            self._process = None

    def _answers(self) -> bool:
        import redis

        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _postgres_answers(address: str) -> bool:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import OperationalError

    engine = create_engine(f"{address}/postgres")
    try:
        with engine.connect():
            return True
    except OperationalError:
        return False
    finally:
        engine.dispose()


def _wait(answers: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not answers():
        if time.monotonic() > deadline:
            raise AssertionError(f"{name} does not answer")
        time.sleep(0.05)


def _missing(name: str) -> None:
    line = f"{name} is not installed"
    if os.environ.get("POLICYBOT_REQUIRE_SERVICES") == "1":
        pytest.fail(line)
    pytest.skip(line)
