"""Looks after deliveries whose process is gone, and tries again what could not be sent."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Now, utc_now
from bot.middleware import log_slip
from bot.wechat.courier import Courier
from bot.wechat.inbox import Inbox
from bot.wechat.outbox import KEPT, LATE, SENDING, Delivery, Outbox
from bot.wechat.pace import Pace
from bot.wechat.relay import Relay


class Patrol:
    """Every process walks it; each delivery is looked after by one of them."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        courier: Courier,
        relay: Relay,
        pace: Pace,
        now: Now = utc_now,
    ) -> None:
        self._inbox, self._outbox, self._courier, self._relay = inbox, outbox, courier, relay
        self._pace, self._now = pace, now

    async def walk(self) -> None:
        """Walks until cancelled."""
        while True:
            try:
                for key in await self._relay.pass_on(self._pace.takeover):
                    await self._courier.push(*key)
                for delivery in await self._outbox.due(self._pace.takeover):
                    await self.look_after(delivery)
            except SQLAlchemyError as error:  # the database may come back
                log_slip(error)
            await asyncio.sleep(self._pace.patrol)

    async def look_after(self, delivery: Delivery) -> None:
        """One delivery that is due."""
        key = delivery.session, delivery.message
        too_old = self._now() - delivery.at > timedelta(seconds=self._pace.give_up)
        match delivery.state:
            case state if state == LATE and delivery.words is not None:
                pages = await self._inbox.answer(*key, delivery.words)
                await self._inbox.finish(*key, pages)
            case state if state == KEPT and delivery.sealed is not None and not too_old:
                await self._courier.push(*key)
            case state if state == SENDING:  # it may have been sent: the user can still fetch it
                await self._outbox.unsent(*key, None)
            case _:
                await self._outbox.settle(*key)
