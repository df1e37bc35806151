"""Shared state in Redis: one round trip for each call, and everything lapses by itself."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot.shared.hits import first_slice, slice_at, until_below
from bot.shared.protocol import Lease

PREFIX = "policybot:"
PATIENCE = 0.5  # seconds for one call: past that the database serves better

_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""
_HIT = """
local total = redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
total = 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  if tonumber(all[i]) < tonumber(ARGV[2]) then redis.call('HDEL', KEYS[1], all[i])
  else total = total + all[i + 1] end
end
return total
"""


class RedisShared:
    """Leases, counts and values in the Redis at ``url``; raises ``redis.RedisError``."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        self._now = now
        # One retry, at once: a connection kept from before a restart of Redis is dead.
        self._redis: Any = Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),
        )
        self._release = self._redis.register_script(_RELEASE)
        self._hit = self._redis.register_script(_HIT)

    async def lease(self, key: str, ttl: float) -> Lease | None:
        """The lease, for at most ``ttl`` seconds; None while somebody else holds it."""
        token = secrets.token_bytes(16)
        taken = await self._redis.set(PREFIX + key, token, nx=True, px=_ms(ttl))
        return Lease(key, token, self) if taken else None

    async def release(self, lease: Lease) -> None:
        """Gives a lease back; one that has lapsed and gone to another stays with the other."""
        await self._release(keys=[PREFIX + lease.key], args=[lease.token])

    async def count(self, key: str, window: float) -> int:
        """Hits at ``key`` in the last ``window`` seconds, this one included."""
        now = self._now()
        span = [slice_at(now, window), first_slice(now, window), _ms(window)]
        return int(await self._hit(keys=[f"{PREFIX}hits:{key}"], args=span))

    async def wait(self, key: str, window: float, limit: int) -> float:
        """Seconds until one more hit would make at most ``limit`` in the window."""
        found = await self._redis.hgetall(f"{PREFIX}hits:{key}")
        hits = {int(number): int(count) for number, count in found.items()}
        return until_below(hits, self._now(), window, limit)

    async def get(self, key: str) -> bytes | None:
        """The value at ``key``, unless it has lapsed."""
        value: bytes | None = await self._redis.get(PREFIX + key)
        return value

    async def set(self, key: str, value: bytes, ttl: float) -> None:
        """Keeps a value for ``ttl`` seconds, in place of the one before."""
        await self._redis.set(PREFIX + key, value, px=_ms(ttl))

    async def delete(self, key: str) -> None:
        """Forgets a value."""
        await self._redis.delete(PREFIX + key)

    async def sweep(self) -> None:
        """Nothing to clear: Redis lets things lapse."""

    async def close(self) -> None:
        """Closes every connection."""
        await self._redis.aclose()


def _ms(seconds: float) -> int:
    return max(int(seconds * 1000), 1)
