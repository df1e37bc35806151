"""The console for browser tests: the app alone, without the engine, and people who may use it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from bot.accounts import users
from bot.accounts.passwords import Passwords
from bot.clock import utc_now
from bot.store import Store
from tests.serving import ROOT, TODAY, free_port, wait_until_ready

PASSWORD = "Correct-horse-7"


@dataclass(frozen=True)
class Console:
    """A running console: its address, and the environment that commands need to reach it."""

    base: str
    environment: dict[str, str]

    def add(self, login: str, *roles: str, name: str = "张三", must_change: bool = False) -> None:
        """Makes an account that signs in with ``PASSWORD``."""

        async def work() -> None:
            store = Store(self.environment["POLICYBOT_DATABASE_URL"])
            await store.open()
            kept = await Passwords().hash(PASSWORD)
            await store.transact(
                lambda db: users.add(
                    db,
                    login=login,
                    name=name,
                    roles=roles,
                    password=kept,
                    now=utc_now(),
                    must_change=must_change,
                )
            )
            await store.close()

        with ThreadPoolExecutor(1) as beside:  # Playwright has a loop in this thread
            beside.submit(lambda: asyncio.run(work())).result()

    def run(self, *arguments: str, stdin: str = "") -> str:
        """What a ``policybot`` command prints."""
        command = [sys.executable, "-m", "bot.cli", *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            text=True,
            capture_output=True,
            check=True,
        )
        return done.stdout

    def sign_in(self, page: Page, login: str, password: str = PASSWORD) -> None:
        """Through the login page."""
        page.goto(f"{self.base}/console/login")
        page.get_by_label("账号").fill(login)
        page.get_by_label("密码").fill(password)
        with page.expect_navigation():
            page.keyboard.press("Enter")


@contextmanager
def serving_console(var: Path) -> Iterator[Console]:
    """Runs the app with a database in ``var``; the engine is not needed and not there."""
    base = f"http://127.0.0.1:{(port := free_port())}"
    environment = {
        **os.environ,
        "POLICYBOT_PORT": str(port),
        "POLICYBOT_ENGINE_PORT": str(free_port()),
        "POLICYBOT_ENGINE_TOKEN": "token-of-the-tests-only",
        "POLICYBOT_AS_OF": TODAY,
        "POLICYBOT_VAR_DIR": str(var),
        "POLICYBOT_DATABASE_URL": f"sqlite:///{var / 'test.sqlite3'}",
        "POLICYBOT_SECRET": "a secret of the tests, 32 characters",
    }
    with (var / "app.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_until_ready(base, process, var / "app.log", "/healthz")
            yield Console(base, environment)
        finally:
            process.terminate()
            process.wait(timeout=30)
