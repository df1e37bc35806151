"""Shared state in the database: one short transaction for each call."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from bot.shared.hits import first_slice, slice_at, until_below
from bot.shared.protocol import Lease
from bot.store import Store
from bot.store.dialect import insert_for
from bot.store.tables import shared_entries as entries
from bot.store.tables import shared_hits as slices

_AT_KEY = entries.c.key == bindparam("at")
_GET = select(entries.c.value).where(_AT_KEY, entries.c.expires > bindparam("now"))
_DELETE = delete(entries).where(_AT_KEY)
_RELEASE = _DELETE.where(entries.c.value == bindparam("token"))
_IN_WINDOW = (slices.c.key == bindparam("at")) & (slices.c.slice >= bindparam("first"))
_SUM = select(func.sum(slices.c.hits)).where(_IN_WINDOW)
_HITS = select(slices.c.slice, slices.c.hits).where(_IN_WINDOW)


class SqlShared:
    """Leases, counts and values in the store's database.

    ``now`` tells seconds since 1970; processes on several machines need clocks that agree.
    """

    def __init__(self, store: Store, now: Callable[[], float] = time.time) -> None:
        self._store, self._now = store, now

    async def lease(self, key: str, ttl: float) -> Lease | None:
        """The lease, for at most ``ttl`` seconds; None while somebody else holds it."""
        token, now = secrets.token_bytes(16), self._now()
        row = {"key": key, "value": token, "expires": _ms(now + ttl), "now": _ms(now)}

        def take(db: Connection) -> bool:
            return db.execute(_take(db.dialect.name), row).first() is not None

        return Lease(key, token, self) if await self._store.transact(take) else None

    async def release(self, lease: Lease) -> None:
        """Gives a lease back; one that has lapsed and gone to another stays with the other."""
        row = {"at": lease.key, "token": lease.token}
        await self._store.transact(lambda db: db.execute(_RELEASE, row))

    async def count(self, key: str, window: float) -> int:
        """Hits at ``key`` in the last ``window`` seconds, this one included."""
        now = self._now()
        row = {"key": key, "slice": slice_at(now, window), "expires": _ms(now + window)}
        span = {"at": key, "first": first_slice(now, window)}

        def hit(db: Connection) -> int:
            db.execute(_hit(db.dialect.name), row)
            return int(db.execute(_SUM, span).scalar() or 0)

        return await self._store.transact(hit)

    async def wait(self, key: str, window: float, limit: int) -> float:
        """Seconds until one more hit would make at most ``limit`` in the window."""
        now = self._now()
        span = {"at": key, "first": first_slice(now, window)}
        rows = await self._store.transact(lambda db: db.execute(_HITS, span).all())
        return until_below({row.slice: row.hits for row in rows}, now, window, limit)

    async def get(self, key: str) -> bytes | None:
        """The value at ``key``, unless it has lapsed."""
        row = {"at": key, "now": _ms(self._now())}
        return await self._store.transact(lambda db: db.execute(_GET, row).scalar())

    async def set(self, key: str, value: bytes, ttl: float) -> None:
        """Keeps a value for ``ttl`` seconds, in place of the one before."""
        row = {"key": key, "value": value, "expires": _ms(self._now() + ttl)}
        await self._store.transact(lambda db: db.execute(_put(db.dialect.name), row))

    async def delete(self, key: str) -> None:
        """Forgets a value."""
        await self._store.transact(lambda db: db.execute(_DELETE, {"at": key}))

    async def sweep(self) -> None:
        """Deletes what has lapsed."""
        now = _ms(self._now())

        def clear(db: Connection) -> None:
            for table in (entries, slices):
                db.execute(delete(table).where(table.c.expires <= now))

        await self._store.transact(clear)

    async def close(self) -> None:
        """Nothing to close: the connections are the store's."""


def _ms(seconds: float) -> int:
    return int(seconds * 1000)


@cache  # statements take longer to build than to run
def _put(dialect: str, only_lapsed: bool = False) -> Any:
    put = insert_for(dialect, entries)
    new = {"value": put.excluded.value, "expires": put.excluded.expires}
    lapsed = entries.c.expires <= bindparam("now") if only_lapsed else None
    return put.on_conflict_do_update(index_elements=[entries.c.key], set_=new, where=lapsed)


@cache
def _take(dialect: str) -> Any:
    return _put(dialect, only_lapsed=True).returning(entries.c.key)


@cache
def _hit(dialect: str) -> Any:
    one = insert_for(dialect, slices).values(hits=1)
    return one.on_conflict_do_update(
        index_elements=[slices.c.key, slices.c.slice], set_={"hits": slices.c.hits + 1}
    )
