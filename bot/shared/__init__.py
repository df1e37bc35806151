"""What several app processes share for a while: leases, counts, small values.

By default in the database; with a Redis address in Redis, and in the database while Redis is away.
What must outlast an outage of Redis belongs into tables of its own.
"""

from __future__ import annotations

from bot.settings import Settings
from bot.shared.fallback import FallbackShared
from bot.shared.protocol import Lease, Shared
from bot.shared.redis import RedisShared
from bot.shared.sql import SqlShared
from bot.store import Store

__all__ = ["FallbackShared", "Lease", "RedisShared", "Shared", "SqlShared", "make_shared"]


def make_shared(settings: Settings, store: Store) -> Shared:
    """The shared state that the settings ask for; nothing is opened yet."""
    embedded = SqlShared(store)
    if not settings.redis_url:
        return embedded
    return FallbackShared(RedisShared(settings.redis_url), embedded)
