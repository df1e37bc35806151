"""Hand-overs in the official account: asking for a person, and passing on what that person writes.

While a person is being asked for or answers, the user's OpenID is kept encrypted in the shared
state, for two hours after their last message; what agents write is then pushed. Without it, or
without the right to push, it waits for the user's next message.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot import handover
from bot.clock import Now, utc_now
from bot.errors import BotError
from bot.path import House
from bot.path.turn import Json
from bot.store.tables import agent_messages, sessions
from bot.wechat.openid import OpenIds
from bot.wechat.outbox import Outbox
from bot.wechat.pages import Page
from bot.wechat.render import paged
from bot.wording import say

REACHABLE = 7200.0
"""Seconds after a user's last message that an agent can still write to them."""

_ASKED = "人工"
_LOOK_BACK = timedelta(minutes=10)


class Relay:
    """Carries words between users of the account and agents at the desk."""

    def __init__(self, house: House, outbox: Outbox, openids: OpenIds, now: Now = utc_now) -> None:
        self._house, self._outbox, self._openids, self._now = house, outbox, openids, now
        self._passed: int | None = None

    async def ask(self, session: str, words: str, answer: Json) -> tuple[Page, ...]:
        """Asks for a person when the user wishes one; what to say about it."""
        offered = any(reply.get("handover") for reply in answer["replies"])
        if not offered or _ASKED not in words or answer.get("state", "bot") != "bot":
            return ()
        now = self._now()
        try:
            await self._house.store.transact(lambda db: handover.ask(db, session, now))
        except BotError as refused:  # nobody is at the desk
            return paged(refused.message)
        return paged(say("wechat_waiting"))

    async def remember(self, session: str, openid: str) -> None:
        """Keeps the way to a user whom a person may have to write to."""
        sealed = self._openids.seal(openid, session)
        await self._house.shared.set(f"wechat:to:{session}", sealed, REACHABLE)

    async def pass_on(self, due: float) -> list[tuple[str, str]]:
        """Puts what agents wrote since the last look into the outbox; its keys there, to push.

        Of several processes each looks, and the first one's entry counts.
        """
        if self._passed is None:
            self._passed = await self._begin()
        passed = self._passed
        written = await self._house.store.transact(
            lambda db: db.execute(
                select(agent_messages)
                .join(sessions, sessions.c.session_id == agent_messages.c.session_id)
                .where(agent_messages.c.id > passed, sessions.c.channel == "wechat")
                .order_by(agent_messages.c.id)
            ).all()
        )
        keys = []
        for one in written:
            key = one.session_id, f"agent-{one.id}"
            sealed = await self._house.shared.get(f"wechat:to:{one.session_id}")
            text = say("wechat_agent", agent=one.author, text=one.text)
            await self._outbox.put(*key, paged(text), sealed, due if sealed else None)
            self._passed = one.id
            keys.append(key)
        return keys

    async def _begin(self) -> int:
        """The last message that is too old to be passed on now."""
        end = self._now() - _LOOK_BACK
        latest = select(func.max(agent_messages.c.id)).where(agent_messages.c.at < end)
        return int(await self._house.store.transact(lambda db: db.scalar(latest)) or 0)
