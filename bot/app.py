"""The app as a whole: everything that meets the internet, and the engine's way to the actions."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

import policy_kb
from bot import api, console, ops, pages, webhook, widget
from bot.api import faults
from bot.clock import Clock, Now, make_clock, utc_now
from bot.engine_client import EngineClient
from bot.housekeeping import Chore, chores_of, housekeeping
from bot.metrics import Metrics
from bot.middleware import Fence
from bot.origins import Origins, origins_of
from bot.path import House, MessagePath, Rates, SessionQueue
from bot.path.order import TURN_LIMIT
from bot.settings import Settings, load_settings
from bot.shared import make_shared
from bot.store import Store
from bot.wechat.account import account_of
from bot.wechat.channel import Channel
from bot.wechat.pace import Pace

ABOUT = (
    "人社政策问答：用自己的话说情况，判断能享受哪些政策、依据哪一条、怎么办理。"
    '出错时都回 {"error": {code, message, field}}，message 用中文说明怎样改。'
)


def create_app(
    settings: Settings | None = None,
    *,
    kb: policy_kb.KnowledgeBase | None = None,
    store: Store | None = None,
    engine: EngineClient | None = None,
    clock: Clock | None = None,
    now: Now = utc_now,
    wechat_pace: Pace | None = None,
) -> FastAPI:
    """Builds the app; the parts not given are made from the settings (default: the environment's).

    Loads the knowledge base and the actions (``PolicyFileError`` when the policies are not sound,
    ``SettingsError`` without the engine's token, or when those of WeChat do not fit together); the
    database is opened when the app starts.
    """
    # httpx would log the engine's address with the token in it
    logging.getLogger("httpx").setLevel(logging.WARNING)
    settings = settings or load_settings()
    token = settings.require_engine_token()
    store = store or Store(settings.database)
    shared = make_shared(settings, store)
    house = House(
        kb=kb or policy_kb.load(),
        store=store,
        shared=shared,
        queue=SessionQueue(shared, max(TURN_LIMIT, 3 * settings.engine_timeout)),
        rates=Rates(settings.rate_per_user, settings.rate_total),
        engine=engine or EngineClient(settings.engine_url, token, timeout=settings.engine_timeout),
        clock=clock or make_clock(settings.as_of),
        metrics=Metrics(),
    )
    path = MessagePath(house)
    account = account_of(settings)
    wechat = Channel(account, settings, house, path, wechat_pace) if account else None
    executor = webhook.make_executor(house.kb, house.clock)
    app = FastAPI(
        title="policybot",
        description=ABOUT,
        version="1",
        lifespan=_lifespan(house, path, chores_of(settings, now), wechat),
        docs_url=None,  # both load scripts from elsewhere; /openapi.json stays
        redoc_url=None,
    )
    app.state.house = house
    faults.install(app)
    app.include_router(api.make_router(house, path, now))
    app.include_router(pages.make_router(house, path, settings))
    app.include_router(widget.make_router())
    if wechat is not None:
        app.include_router(wechat.router)
    app.include_router(ops.make_router(house))
    app.include_router(webhook.make_router(executor, token))
    console.install(app, house, settings, now=now)
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    app.add_middleware(
        Origins,
        allowed=origins_of(settings.allowed_origins, "POLICYBOT_ALLOWED_ORIGINS"),
        own=settings.public_url,
    )
    app.add_middleware(
        Fence,
        frame_ancestors=origins_of(settings.frame_ancestors, "POLICYBOT_FRAME_ANCESTORS"),
        https=settings.public_url.startswith("https://"),
    )
    return app


def _lifespan(house: House, path: MessagePath, chores: list[Chore], wechat: Channel | None) -> Any:
    if wechat is not None:
        chores = [*chores, wechat.expire]

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await house.store.open()
        try:
            async with AsyncExitStack() as running:
                await running.enter_async_context(housekeeping(house, chores))
                if wechat is not None:
                    await running.enter_async_context(wechat.running())
                yield
        finally:
            await path.close()
            await house.engine.close()
            await house.shared.close()
            await house.store.close()

    return lifespan
