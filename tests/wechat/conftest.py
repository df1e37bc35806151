"""Our app beside a fake engine and a fake WeChat, all over HTTP on loopback."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    nullcontext,
)
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

import policy_kb
from bot.api import faults
from bot.engine_client import Breaker, EngineClient
from bot.metrics import Metrics
from bot.middleware import Fence
from bot.path import House, MessagePath, Rates, SessionQueue
from bot.settings import Settings
from bot.shared import make_shared
from bot.store import Store
from bot.wechat.account import account_of
from bot.wechat.channel import Channel
from bot.wechat.pace import Pace
from tests.wechat.platform import APPID, KEY, TOKEN, Caller, Interface, Mode
from tests.wechat.standins import Engine, listening

hypothesis.settings.register_profile("wechat", deadline=None)
hypothesis.settings.load_profile("wechat")

SECRET = "a-secret-of-the-tests-only-32-characters"
TODAY = date(2022, 8, 1)
PATIENT = Pace(patrol=0.1)
"""For tests in which nothing is late, however busy the machine."""

QUICK = Pace(
    answer_within=0.8,
    owe_after=0.5,
    retries=(0.05, 0.1),
    takeover=1.5,
    again=0.3,
    patrol=0.1,
    poll=0.02,
)
"""As WeChat's, some times faster."""


@dataclass
class Town:
    """Everything that runs in one test."""

    caller: Caller
    engine: Engine
    interface: Interface
    house: House
    var: Path

    async def say(self, text: str, openid: str = "oUserOfTheTests", **fields: Any) -> str | None:
        """What the user is shown in reply; None for nothing."""
        reply = await self.caller.say(openid, text, **fields)
        assert reply is not None and reply.status == 200
        return reply.text


Opening = Callable[..., AbstractAsyncContextManager[Town]]


@pytest.fixture(scope="session")
def kb() -> policy_kb.KnowledgeBase:
    """The real knowledge base, loaded once."""
    return policy_kb.load()


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def interface() -> Interface:
    return Interface()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in them: making them takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "policybot.sqlite3"

    async def make() -> None:
        store = Store(f"sqlite:///{path}")
        await store.open()
        await store.close()

    asyncio.run(make())
    return path


@pytest.fixture
def opening(
    kb: policy_kb.KnowledgeBase,
    engine: Engine,
    interface: Interface,
    migrated: Path,
    tmp_path: Path,
) -> Opening:
    """Opens a town; each opening finds the database of the one before."""
    shutil.copy(migrated, tmp_path / "policybot.sqlite3")

    @asynccontextmanager
    async def open_town(
        *, mode: Mode = "plain", pushes: bool = True, pace: Pace = PATIENT, **changes: Any
    ) -> AsyncIterator[Town]:
        async with AsyncExitStack() as stack:
            behind = await stack.enter_async_context(listening(engine.app()))
            api = await stack.enter_async_context(listening(interface.app()))
            settings = make_settings(tmp_path, mode, pushes, api, **changes)
            line = EngineClient(behind, "t" * 20, timeout=3.0, breaker=Breaker(pause=0.05))
            app, house = make_app(settings, kb, line, pace)
            base = await stack.enter_async_context(listening(app))
            caller = Caller([f"{base}/wechat"], mode=mode)
            stack.push_async_callback(caller.close)
            yield Town(caller, engine, interface, house, tmp_path)

    return open_town


def make_app(
    settings: Settings, kb: policy_kb.KnowledgeBase, engine: EngineClient, pace: Pace
) -> tuple[FastAPI, House]:
    """The channel behind the app's own fence, without the other rooms: they take long to build."""
    store = Store(settings.database)
    shared = make_shared(settings, store)
    rates = Rates(settings.rate_per_user, settings.rate_total)
    house = House(
        kb=kb,
        store=store,
        shared=shared,
        queue=SessionQueue(shared, 5.0),
        rates=rates,
        engine=engine,
        clock=lambda: TODAY,
        metrics=Metrics(),
    )
    path, account = MessagePath(house), account_of(settings)
    channel = Channel(account, settings, house, path, pace) if account else None

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await store.open()
        async with channel.running() if channel else nullcontext():
            yield
        await path.close()
        await engine.close()
        await store.close()

    app = FastAPI(lifespan=lifespan)
    faults.install(app)
    if channel is not None:
        app.include_router(channel.router)
    app.add_middleware(Fence)
    return app, house


def make_settings(var: Path, mode: Mode, pushes: bool, api: str, **changes: Any) -> Settings:
    """The settings of an app with WeChat."""
    values: dict[str, Any] = {
        "var_dir": var,
        "engine_token": SecretStr("t" * 20),
        "secret": SecretStr(SECRET),
        "rate_per_user": 10_000,
        "rate_total": 1_000_000,
        "wechat_token": SecretStr(TOKEN),
        "wechat_appid": APPID,
        "wechat_aes_key": None if mode == "plain" else SecretStr(KEY),
        "wechat_secret": SecretStr("app-secret-of-the-tests") if pushes else None,
        "wechat_api": api,
    }
    return Settings(**values | changes, _env_file=None)  # type: ignore[call-arg]


@pytest.fixture
async def town(opening: Opening) -> AsyncIterator[Town]:
    """A town in plaintext mode whose account may push."""
    async with opening() as made:
        yield made


async def until(condition: Callable[[], Any], within: float = 5.0) -> None:
    """Waits until something has come true."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.01)
