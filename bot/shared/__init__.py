"""What several app processes share for a while: leases, counts, small values.

By default in the database; with a Redis address in Redis, and in the database while Redis is away.
What must outlast an outage of Redis belongs into tables of its own.
"""

from __future__ import annotations

from bot.settings import Settings, SettingsError
from bot.shared.fallback import FallbackShared
from bot.shared.protocol import Lease, Shared
from bot.shared.redis import RedisShared
from bot.shared.sql import SqlShared
from bot.store import Store

__all__ = ["FallbackShared", "Lease", "RedisShared", "Shared", "SqlShared", "make_shared"]


def make_shared(settings: Settings, store: Store) -> Shared:
    """The shared state that the settings ask for; nothing is opened yet.

    Raises ``SettingsError`` when the address cannot be read.
    """
    embedded = SqlShared(store)
    if not settings.redis_url:
        return embedded
    try:
        first = RedisShared(settings.redis_url)
    except ValueError:  # its words quote the address
        raise SettingsError(
            "POLICYBOT_REDIS_URL 的值不对：应如 redis://:密码@主机:6379/0。"
        ) from None
    return FallbackShared(first, embedded)
