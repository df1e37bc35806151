"""Keeps the messages of one session in order, whatever the channel throws at the apps at once."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import BusyError
from bot.shared import Lease, Shared

TURN_LIMIT = 15.0  # seconds after which the session of a process that died goes on elsewhere

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.5  # seconds between looks at another process's lease


class SessionLocks:
    """One lock per session, first come first served; a session nobody waits for costs nothing."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: defaultdict[str, int] = defaultdict(int)

    @asynccontextmanager
    async def hold(self, session_id: str) -> AsyncIterator[None]:
        """Waits for the session's turn and keeps it for the length of the block."""
        lock = self._locks.setdefault(session_id, asyncio.Lock())
        self._users[session_id] += 1
        try:
            async with lock:
                yield
        finally:
            self._users[session_id] -= 1
            if not self._users[session_id]:
                del self._users[session_id], self._locks[session_id]

    def __len__(self) -> int:
        return len(self._locks)


class SessionQueue:
    """One message of a session at a time: by a lock in this process, by a lease among processes.

    ``limit`` is the longest a turn may take, in seconds.
    """

    def __init__(self, shared: Shared, limit: float = TURN_LIMIT) -> None:
        self._shared, self._limit = shared, limit
        self._locks = SessionLocks()

    @asynccontextmanager
    async def hold(self, session_id: str) -> AsyncIterator[None]:
        """Waits for the session's turn and keeps it for the length of the block.

        Raises ``BusyError`` when the other processes keep it for more than two turns.
        """
        async with self._locks.hold(session_id):
            lease = await self._wait(f"session:{session_id}")
            try:
                yield
            finally:
                await self._shared.release(lease)

    async def _wait(self, key: str) -> Lease:
        pause, patience = _FIRST_PAUSE, time.monotonic() + 2 * self._limit
        while (lease := await self._shared.lease(key, self._limit)) is None:
            if time.monotonic() > patience:
                raise BusyError("上一条消息还在处理，请过几秒再发一次。")
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        return lease
