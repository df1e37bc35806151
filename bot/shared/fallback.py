"""Redis where it answers; the database while it does not.

While some processes have noticed and others have not, two may hold one lease. The database's own
rule of one answer per message then still holds, so no message is answered twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.exceptions import RedisError

from bot.shared.protocol import Lease, Shared

log = logging.getLogger("policybot.shared")

PAUSE = 5.0  # seconds between tries while Redis is away

T = TypeVar("T")


class FallbackShared:
    """Asks ``first``; when that fails, ``second``, and spares ``first`` for ``pause`` seconds."""

    def __init__(
        self,
        first: Shared,
        second: Shared,
        *,
        pause: float = PAUSE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._first, self._second = first, second
        self._pause, self._now = pause, now
        self._away = False
        self._retry_at = 0.0

    async def lease(self, key: str, ttl: float) -> Lease | None:
        """The lease, for at most ``ttl`` seconds; None while somebody else holds it."""
        return await self._ask(lambda shared: shared.lease(key, ttl))

    async def release(self, lease: Lease) -> None:
        """Gives a lease back where it was given; where that is away, it lapses."""
        try:
            await lease.home.release(lease)
        except (RedisError, OSError) as problem:
            self._missing(problem)

    async def count(self, key: str, window: float) -> int:
        """Hits at ``key`` in the last ``window`` seconds, this one included."""
        return await self._ask(lambda shared: shared.count(key, window))

    async def wait(self, key: str, window: float, limit: int) -> float:
        """Seconds until one more hit would make at most ``limit`` in the window."""
        return await self._ask(lambda shared: shared.wait(key, window, limit))

    async def get(self, key: str) -> bytes | None:
        """The value at ``key``, unless it has lapsed."""
        return await self._ask(lambda shared: shared.get(key))

    async def set(self, key: str, value: bytes, ttl: float) -> None:
        """Keeps a value for ``ttl`` seconds, in place of the one before."""
        await self._ask(lambda shared: shared.set(key, value, ttl))

    async def delete(self, key: str) -> None:
        """Forgets a value."""
        await self._ask(lambda shared: shared.delete(key))

    async def sweep(self) -> None:
        """Clears away what has lapsed."""
        await self._second.sweep()

    async def close(self) -> None:
        """Closes every connection."""
        await self._first.close()
        await self._second.close()

    async def _ask(self, work: Callable[[Shared], Awaitable[T]]) -> T:
        if not self._away or self._now() >= self._retry_at:
            try:
                answer = await work(self._first)
            except (RedisError, OSError) as problem:
                self._missing(problem)
            else:
                self._found()
                return answer
        return await work(self._second)

    def _missing(self, problem: Exception) -> None:
        self._retry_at = self._now() + self._pause
        if not self._away:  # its words may hold the address with the password
            log.warning("Redis 没有应答（%s），改用数据库", type(problem).__name__)
        self._away = True

    def _found(self) -> None:
        if self._away:
            log.warning("Redis 恢复了")
        self._away = False
