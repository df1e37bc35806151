"""Pushing answers that came too late for a passive reply, by the customer-service interface."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot.clock import Now, utc_now
from bot.metrics import Metrics
from bot.shared import Shared
from bot.wechat.api import Api, ApiError, Fault
from bot.wechat.openid import OpenIds
from bot.wechat.outbox import Delivery, Outbox
from bot.wechat.pace import Pace
from bot.wechat.render import shown
from bot.wechat.token import AccessToken

log = logging.getLogger("policybot.wechat")

_DENIED = "wechat:push-denied"
_DENIED_FOR = 600.0  # seconds until an account without the right is tried again


class Courier:
    """Sends kept answers. What cannot be sent stays kept, for the user's next message."""

    def __init__(
        self,
        outbox: Outbox,
        openids: OpenIds,
        shared: Shared,
        api: Api,
        token: AccessToken | None,
        metrics: Metrics,
        pace: Pace,
        now: Now = utc_now,
    ) -> None:
        self._outbox, self._openids, self._shared = outbox, openids, shared
        self._api, self._token = api, token
        self._metrics, self._pace, self._now = metrics, pace, now

    async def can_push(self) -> bool:
        """Whether the account may send messages of its own accord, as far as we know."""
        return self._token is not None and await self._shared.get(_DENIED) is None

    async def push(self, session: str, message: str) -> None:
        """Sends a kept answer, trying again while WeChat is busy."""
        for pause in (*self._pace.retries, None):
            delivery = await self._outbox.claim(session, message, self._pace.takeover)
            if delivery is None:  # the user has fetched it
                return
            fault = await self._send(delivery)
            if fault is None:
                await self._outbox.pushed(session, message)
                self._metrics.wechat.labels("pushed").inc()
                return
            await self._outbox.unsent(session, message, self._next_try(delivery, fault))
            if pause is None or fault is not Fault.BUSY:
                self._metrics.wechat.labels("unsent").inc()
                return
            await asyncio.sleep(pause)

    async def _send(self, delivery: Delivery) -> Fault | None:
        """Sends one answer; what went wrong, if anything."""
        sealed = delivery.sealed
        openid = self._openids.unseal(sealed, delivery.session) if sealed is not None else None
        if openid is None or self._token is None:
            return Fault.REFUSED
        text = shown(delivery.pages)
        try:
            await self._token.call(lambda token: self._api.send_text(token, openid, text))
        except ApiError as error:
            log.warning("客服消息没有发出：%s", error.message)
            if error.fault is Fault.DENIED:
                await self._shared.set(_DENIED, b"1", _DENIED_FOR)
            return Fault.BUSY if error.fault is Fault.TOKEN else error.fault
        return None

    def _next_try(self, delivery: Delivery, fault: Fault) -> float | None:
        """Seconds until the patrol tries again; None for never."""
        too_old = self._now() - delivery.at > timedelta(seconds=self._pace.give_up)
        return None if too_old or fault is not Fault.BUSY else self._pace.again
