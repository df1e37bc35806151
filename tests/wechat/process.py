"""App processes of their own for the tests that kill some: ``python -m tests.wechat.process``."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from bot.wechat.pace import Pace
from tests.wechat.platform import APPID, KEY, TOKEN
from tests.wechat.standins import free_port

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-the-tests-only-32-characters"


@dataclass
class AppProcess:
    """One app process on a database that it shares with others."""

    var: Path
    engine_port: int
    api: str
    pace: Pace = field(default_factory=Pace)
    more: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Starts it and waits until it answers."""
        values = {
            "PORT": str(self.port),
            "ENGINE_PORT": str(self.engine_port),
            "ENGINE_TOKEN": "t" * 20,
            "ENGINE_TIMEOUT": "10",
            "VAR_DIR": str(self.var),
            "SECRET": SECRET,
            "AS_OF": "2022-08-01",
            "RATE_PER_USER": "100000",
            "RATE_TOTAL": "10000000",
            "WECHAT_TOKEN": TOKEN,
            "WECHAT_APPID": APPID,
            "WECHAT_AES_KEY": KEY,
            "WECHAT_SECRET": "app-secret-of-the-tests",
            "WECHAT_API": self.api,
            **self.more,
        }
        environ = {f"POLICYBOT_{name}": value for name, value in values.items()}
        command = [sys.executable, "-m", "tests.wechat.process", json.dumps(asdict(self.pace))]
        with (self.var / f"app-{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environ}, stdout=log, stderr=log
            )
        await self._ready()

    async def _ready(self, within: float = 90.0) -> None:
        deadline = time.monotonic() + within
        async with httpx.AsyncClient(trust_env=False) as http:
            while time.monotonic() < deadline:
                with contextlib.suppress(httpx.HTTPError):
                    if (await http.get(f"{self.base}/healthz")).status_code == 200:
                        return
                assert self.process is not None and self.process.poll() is None, "it has ended"
                await asyncio.sleep(0.1)
        raise AssertionError("the app does not answer")

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Kills it (or asks it to stop) and waits until it is gone."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            await asyncio.to_thread(self.process.wait, 20)


def main() -> None:
    """Serves the real app at the pace given, with the settings of the environment."""
    import logging

    import uvicorn

    from bot.app import create_app
    from bot.settings import Settings

    logging.basicConfig(level=logging.INFO)  # for the canary: more is logged than in service
    pace = json.loads(sys.argv[1])
    app_pace = Pace(**{**pace, "retries": tuple(pace["retries"])})
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    app = create_app(settings, wechat_pace=app_pace)
    uvicorn.run(
        app, host="127.0.0.1", port=settings.port, access_log=False, timeout_graceful_shutdown=1
    )


if __name__ == "__main__":
    main()
