"""Deliveries from WeChat and what is said to them within its five seconds.

An answer that is ready in time is the passive reply. One that is not lets WeChat go and follows by
a push, or waits for the user's next message. WeChat's repeats join the answer under way or get the
one given: see ``Outbox``.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.errors import BotError
from bot.masking import mask
from bot.middleware import log_slip
from bot.path import House, MessagePath, Turn
from bot.wechat.choices import resolve
from bot.wechat.courier import Courier
from bot.wechat.messages import Asked, Inbound, asked
from bot.wechat.openid import OpenIds
from bot.wechat.outbox import KEPT, LATE, PASSIVE, Outbox, Pages, Situation
from bot.wechat.pace import Pace
from bot.wechat.pages import joined
from bot.wechat.relay import Relay
from bot.wechat.render import MORE, Renderer, paged, shown
from bot.wording import say

Gone = Callable[[], Awaitable[bool]]
"""Tells whether WeChat has hung up."""

FORGET_ME = "删除我的记录"
"""Deletes at once and without the engine, so that it works whatever else does not."""

_AROUND = " 。.！!“”\"'"

_FETCHING = re.compile(
    r"\W*|\W*\w\W*|[\d\W]+|(?:查看|看)(?:一下)?(?:结果)?|结果|继续|更多|好的|好了|在吗|收到|任意(?:一个)?字|ok",
    re.IGNORECASE,
)
"""Words that only fetch an answer the user was told to wait for."""


class Inbox:
    """Takes deliveries in; ``receive`` gives the text of the passive reply."""

    def __init__(
        self,
        house: House,
        path: MessagePath,
        outbox: Outbox,
        courier: Courier,
        relay: Relay,
        openids: OpenIds,
        renderer: Renderer,
        pace: Pace,
    ) -> None:
        self._house, self._path = house, path
        self._outbox, self._courier, self._openids = outbox, courier, openids
        self._relay = relay
        self._render, self._pace = renderer, pace
        self._answering: dict[tuple[str, str], asyncio.Task[Pages | None]] = {}
        self._finishing: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def receive(self, message: Inbound, gone: Gone) -> str | None:
        """What to reply to a delivery; None for ``success``, which says nothing to the user."""
        arrived = time.monotonic()
        deadline = arrived + self._pace.answer_within
        wanted = asked(message, self._house.kb)
        session = self._openids.session(message.openid)
        if wanted.do == "nothing":
            return None
        if wanted.do == "forget" or wanted.words.strip(_AROUND) == FORGET_ME:
            await self.forget(session)
            return say("wechat_forgotten") if wanted.words else None
        key = session, self._openids.message(message.openid, message.key)
        situation = await self._outbox.look(*key)
        own = situation.own
        if own is not None and own.state != LATE:
            self._count("repeated")
            return await self._give(key, own.pages) if own.state in (KEPT, PASSIVE) else None
        ready = self._at_hand(wanted, situation)
        if ready is not None:
            return await self._give(key, ready)
        words = _words(wanted, message, situation)
        if any(one.told for one in situation.unseen) and _FETCHING.fullmatch(words):
            return await self._fetch(key, deadline)
        answering = self._start(key, words, message.openid)
        pushing: bool | None = None
        if not await _ready(answering, arrived + self._pace.owe_after):
            pushing = await self._owe(key, message.openid, words)
        if not await _ready(answering, deadline) or await gone():
            if pushing is None:
                pushing = await self._owe(key, message.openid, words)
            return self._let_go(key, answering, pushing)
        pages = answering.result()
        return say("wechat_forgotten") if pages is None else await self._give(key, pages)

    async def answer(
        self, session: str, message: str, words: str, openid: str | None = None
    ) -> Pages | None:
        """The pages said to a message; None when the session has been deleted at its wish."""
        turn = Turn(session_id=session, message_id=message, text=words, channel="wechat")
        try:
            answer = await self._path.handle(turn)
        except BotError as error:
            return paged(error.message)
        except Exception as error:
            log_slip(error)
            return paged(say("wechat_trouble"))
        if any(reply.get("forget") for reply in answer["replies"]):
            await self._outbox.forget(session)
            return None
        handed_over = await self._relay.ask(session, words, answer)
        if openid is not None and (handed_over or answer.get("state", "bot") != "bot"):
            await self._relay.remember(session, openid)
        return joined([*self._render.answer(answer), *handed_over])

    async def forget(self, session: str) -> None:
        """Deletes everything about the session."""
        await self._path.forget(session)
        await self._outbox.forget(session)

    async def finish(self, session: str, message: str, pages: Pages | None) -> None:
        """An answer that WeChat did not wait for: kept, and pushed where that is possible."""
        if pages is None:
            return
        pushing = bool(pages) and await self._courier.can_push()
        due = self._pace.takeover if pushing else None
        if await self._outbox.keep(session, message, pages, due) and pushing:
            await self._courier.push(session, message)

    async def close(self) -> None:
        """Leaves what is under way to whoever starts next."""
        for task in (*self._finishing.values(), *self._answering.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _at_hand(self, wanted: Asked, situation: Situation) -> Pages | None:
        """Pages that need no conversation: a fixed answer, or the rest of a long one."""
        if wanted.do == "answer":
            return self._render.fixed(wanted.fixed)
        if len(situation.shown) > 1 and wanted.words.strip().lower() in MORE:
            return situation.shown[1:]
        return None

    def _start(self, key: tuple[str, str], words: str, openid: str) -> asyncio.Task[Pages | None]:
        """The answer under way, begun by the first who asks."""
        answering = self._answering.get(key)
        if answering is None:
            answering = asyncio.create_task(self.answer(*key, words, openid))
            self._answering[key] = answering
            answering.add_done_callback(lambda _: self._answering.pop(key, None))
        return answering

    async def _give(self, key: tuple[str, str], pages: Pages) -> str | None:
        given = await self._outbox.give(*key, pages)
        if given:
            self._count("passive")
        return shown(given) if given else None

    async def _owe(self, key: tuple[str, str], openid: str, words: str) -> bool:
        """Notes that the answer is owed; whether it can be pushed."""
        pushing = await self._courier.can_push()
        await self._outbox.owe(
            *key,
            words=mask(words).text,
            sealed=self._openids.seal(openid, key[0]) if pushing else None,
            told=not pushing,
            due=self._pace.takeover,
        )
        return pushing

    def _let_go(
        self, key: tuple[str, str], answering: asyncio.Task[Pages | None], pushing: bool
    ) -> str | None:
        """Lets WeChat go before the answer is there; somebody waits for it."""
        if key not in self._finishing:
            finishing = asyncio.create_task(self._finish(key, answering))
            self._finishing[key] = finishing
            finishing.add_done_callback(lambda _: self._finishing.pop(key, None))
        self._count("late")
        return None if pushing else say("wechat_late")

    async def _finish(self, key: tuple[str, str], answering: asyncio.Task[Pages | None]) -> None:
        try:
            await self.finish(*key, await asyncio.shield(answering))
        except Exception as error:  # the patrol looks after it
            log_slip(error)

    async def _fetch(self, key: tuple[str, str], deadline: float) -> str | None:
        """What was kept for the user, as soon as it is ready; else that it is not."""
        while time.monotonic() < deadline:
            unseen = (await self._outbox.look(*key)).unseen
            if not unseen:
                return None
            if any(one.state == KEPT for one in unseen):
                self._count("fetched")
                return await self._give(key, ())
            await asyncio.sleep(self._pace.poll)
        return say("wechat_still_late")

    def _count(self, outcome: str) -> None:
        self._house.metrics.wechat.labels(outcome).inc()


async def _ready(answering: asyncio.Task[Pages | None], deadline: float) -> bool:
    """Whether the answer is there by then."""
    await asyncio.wait({answering}, timeout=max(deadline - time.monotonic(), 0.01))
    return answering.done()


def _words(wanted: Asked, message: Inbound, situation: Situation) -> str:
    """The words for the conversation: those noted when WeChat was let go, or what was picked."""
    if situation.own is not None and situation.own.words is not None:
        return situation.own.words
    if message.kind != "text":
        return wanted.words
    return resolve(wanted.words, situation.shown[0] if situation.shown else None)
