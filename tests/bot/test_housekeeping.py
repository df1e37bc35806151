"""Old conversations go, with all that hangs on them; one process does it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import func, insert, select, update

from bot.clock import utc_now
from bot.housekeeping import expire_conversations, forget_old_records, one_round, sweep_shared
from bot.path import House
from bot.shared import SqlShared
from bot.store import Record, Store
from bot.store.tables import (
    agent_messages,
    feedback,
    messages,
    sessions,
    shared_entries,
    shared_hits,
    turns,
)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = Store(database_url)
    await made.open()
    yield made
    await made.close()


def house_of(store: Store, shared: SqlShared | None = None) -> House:
    """As much of a house as the chores need."""
    other = cast(Any, None)
    house = House(other, store, other, other, other, other, other, other)
    return replace(house, shared=shared or SqlShared(store))


async def said(store: Store, session_id: str, days_ago: float) -> None:
    """A session with one message, an agent's word in it, and its last message so long ago."""
    await store.record(Record(session_id, "m1", "api", "你好", {"replies": []}, {}))
    at = utc_now() - timedelta(days=days_ago)
    word = {"session_id": session_id, "author": "坐席3号", "text": "您好", "at": at}
    await store.transact(lambda db: db.execute(insert(agent_messages), word))
    await store.transact(
        lambda db: db.execute(
            update(sessions).where(sessions.c.session_id == session_id).values(updated_at=at)
        )
    )


async def rows(store: Store, table: Any) -> int:
    count = select(func.count()).select_from(table)
    return await store.transact(lambda db: db.execute(count).scalar()) or 0


async def test_conversations_past_their_term_go_with_all_that_hangs_on_them(store: Store) -> None:
    for number in range(3):
        await said(store, f"old-session-{number}", 30.1)
    await said(store, "new-session", 29.9)

    await expire_conversations(30)(house_of(store))

    assert await store.history("old-session-1") is None
    assert await store.history("new-session") is not None
    assert await rows(store, messages) == await rows(store, agent_messages) == 1


async def test_what_has_lapsed_is_cleared(store: Store) -> None:
    clock = [1000.0]
    shared = SqlShared(store, now=lambda: clock[0])
    await shared.set("short", b"1", 1)
    await shared.count("short", 1)
    await shared.set("long", b"1", 100)
    await shared.count("long", 100)
    clock[0] += 10

    await sweep_shared(house_of(store, shared))

    assert await shared.get("long") == b"1"
    assert await rows(store, shared_entries) == await rows(store, shared_hits) == 1


async def test_one_process_does_it_in_each_period(store: Store) -> None:
    clock, done = [1000.0], []
    shared = SqlShared(store, now=lambda: clock[0])
    house = house_of(store, shared)

    async def chore(_: House) -> None:
        done.append(clock[0])

    for seconds in (0, 1, 300, 300):
        clock[0] += seconds
        await one_round(house, [chore], period=600)

    assert done == [1000.0, 1601.0]


async def test_a_chore_that_fails_does_not_keep_the_next_one(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    async def fails(_: House) -> None:
        raise ValueError("words of a citizen")

    async def works(_: House) -> None:
        done.append(True)

    await one_round(house_of(store), [fails, works])

    assert done == [True]
    assert "ValueError" in caplog.text and "citizen" not in caplog.text


async def test_the_bureaus_own_records_go_after_two_years(store: Store) -> None:
    await said(store, "a-session", 0)
    item = {
        "message_id": "m1", "channel": "api", "rating": "down", "comment": "", "question": "问",
        "measures": "[]", "answer": "", "at": utc_now() - timedelta(days=801),
    }  # fmt: skip
    kept = [{**item, "status": status} for status in ("open", "closed")]
    await store.transact(lambda db: db.execute(insert(feedback), kept))
    await store.transact(lambda db: db.execute(update(turns).values(at=item["at"])))

    await forget_old_records()(house_of(store))

    assert await rows(store, turns) == 0
    assert await rows(store, feedback) == 1  # what is still open waits for its keeper
