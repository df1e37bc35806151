"""The channel put together: the callback, and what runs beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import APIRouter

from bot.path import House, MessagePath
from bot.settings import Settings
from bot.wechat.account import Account
from bot.wechat.api import Api
from bot.wechat.courier import Courier
from bot.wechat.inbox import Inbox
from bot.wechat.openid import OpenIds
from bot.wechat.outbox import Outbox
from bot.wechat.pace import Pace
from bot.wechat.patrol import Patrol
from bot.wechat.relay import Relay
from bot.wechat.render import Renderer
from bot.wechat.routes import make_router
from bot.wechat.token import AccessToken


class Channel:
    """The channel of one account. Nothing runs before ``running`` is entered."""

    def __init__(
        self,
        account: Account,
        settings: Settings,
        house: House,
        path: MessagePath,
        pace: Pace | None = None,
    ) -> None:
        pace = pace or Pace()
        openids = OpenIds(account.secret, account.appid)
        outbox = Outbox(house.store)
        self._api = Api(account.api)
        token = AccessToken(account, self._api, house.shared) if account.app_secret else None
        courier = Courier(outbox, openids, house.shared, self._api, token, house.metrics, pace)
        renderer = Renderer(house.kb, settings.public_url)
        relay = Relay(house, outbox, openids)
        self._inbox = Inbox(house, path, outbox, courier, relay, openids, renderer, pace)
        self._patrol = Patrol(self._inbox, outbox, courier, relay, pace)
        self._outbox, self._days = outbox, settings.conversation_days
        self._account, self._pace = account, pace

    @property
    def router(self) -> APIRouter:
        """``/wechat``."""
        return make_router(self._account, self._inbox, self._pace.window)

    async def expire(self, _house: House) -> None:
        """Housekeeping's chore: deletes what is older than conversations are kept."""
        await self._outbox.expire(self._days)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Looks after what is owed to users, for the length of the block."""
        patrolling = asyncio.create_task(self._patrol.walk())
        try:
            yield
        finally:
            patrolling.cancel()
            with suppress(asyncio.CancelledError):
                await patrolling
            await self._inbox.close()
            await self._api.close()
