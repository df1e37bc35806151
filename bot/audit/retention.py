"""Removing what is old enough, so that the rest can still be verified."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.audit import Trail, statements
from bot.clock import Now, utc_now
from bot.store import Store


async def shorten(store: Store, trail: Trail, days: int, now: Now = utc_now) -> int:
    """Removes the entries older than ``days`` (the database insists on 180); how many they were.

    The log then begins at a checkpoint, and an entry tells which: number and hash of the last one
    removed. Without that entry a checkpoint proves nothing.
    """

    def work(db: Connection) -> int:
        statements.lock_head(db)  # before anything is read: nobody appends meanwhile
        end = statements.older_than(db, now() - timedelta(days=days))
        if end is None:
            return 0
        removed = statements.remove_through(db, end, now())
        detail = {"through": end.seq, "hash": end.hash, "entries": removed}
        trail.append(db, statements.SHORTENED, f"至第{end.seq}条", detail, name="系统")
        return removed

    return await store.transact(work)
