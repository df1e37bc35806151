"""Leases, counts and values: the same in the database, in Redis, and when Redis goes away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.shared import FallbackShared, RedisShared, Shared, SqlShared
from bot.store import Store


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
async def both(request: pytest.FixtureRequest, tmp_path: Any) -> AsyncIterator[list[Shared]]:
    """The shared state as two processes have it, each with connections of its own."""
    from tests.services import new_database

    async with AsyncExitStack() as leaving:
        made: list[Shared] = []
        if request.param == "redis":
            url = request.getfixturevalue("redis_url")
            made = [RedisShared(url), RedisShared(url)]
        else:
            url = f"sqlite:///{tmp_path}/bot.sqlite3"
            if request.param == "postgresql":
                url = new_database(request.getfixturevalue("postgres"))
            for store in (Store(url), Store(url)):
                await store.open()
                leaving.push_async_callback(store.close)
                made.append(SqlShared(store))
        for shared in made:
            leaving.push_async_callback(shared.close)
        yield made


async def test_a_lease_has_one_holder(both: list[Shared]) -> None:
    taken = await asyncio.gather(*(both[i % 2].lease("session:1", 5) for i in range(20)))
    held = [lease for lease in taken if lease is not None]

    assert len(held) == 1
    assert await both[1].lease("session:2", 5) is not None
    await both[0].release(held[0])
    assert await both[1].lease("session:1", 5) is not None


async def test_a_lease_lapses_and_its_old_holder_cannot_give_away_the_new_ones(
    both: list[Shared],
) -> None:
    lapsed = await both[0].lease("session:1", 0.05)
    assert lapsed is not None
    await asyncio.sleep(0.1)
    assert await both[1].lease("session:1", 5) is not None

    await both[0].release(lapsed)

    assert await both[0].lease("session:1", 5) is None


async def test_hits_are_counted_for_all_processes_and_forgotten_after_the_window(
    both: list[Shared],
) -> None:
    counts = await asyncio.gather(*(both[i % 2].count("rate:1", 60) for i in range(20)))

    assert sorted(counts) == list(range(1, 21))
    assert await both[0].count("rate:2", 60) == 1
    assert await both[0].count("short", 0.2) == 1
    await asyncio.sleep(0.25)
    assert await both[1].count("short", 0.2) == 1


async def test_how_long_to_wait_is_told(both: list[Shared]) -> None:
    for _ in range(3):
        await both[0].count("rate:1", 60)

    assert await both[1].wait("rate:1", 60, 4) == 0
    assert 50 < await both[1].wait("rate:1", 60, 3) <= 60
    assert await both[1].wait("rate:2", 60, 1) == 0


async def test_values_are_kept_until_they_lapse(both: list[Shared]) -> None:
    assert await both[0].get("token") is None
    await both[0].set("token", b"\x00one", 60)
    await both[0].set("token", b"\x00two", 60)
    assert await both[1].get("token") == b"\x00two"

    await both[1].delete("token")
    assert await both[0].get("token") is None

    await both[0].set("token", b"three", 0.05)
    await asyncio.sleep(0.1)
    assert await both[1].get("token") is None


async def test_without_redis_the_database_serves_and_redis_again_when_it_is_back(
    redis_server: Any, redis_url: str, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(f"sqlite:///{tmp_path}/bot.sqlite3")
    await store.open()
    secret = redis_url.replace("redis://", "redis://user:words-of-the-key@")
    shared = FallbackShared(RedisShared(redis_url), SqlShared(store), pause=0.2)
    lost = FallbackShared(RedisShared(secret), SqlShared(store))
    held = await shared.lease("session:1", 5)
    assert held is not None

    redis_server.stop()
    with caplog.at_level(logging.WARNING):
        assert [await shared.count("rate:1", 60) for _ in range(3)] == [1, 2, 3]
        assert await shared.lease("session:2", 5) is not None
        await shared.release(held)
        assert await lost.count("rate:2", 60) == 1
    assert caplog.text.count("Redis 没有应答") == 2  # once for each
    assert "words-of-the-key" not in caplog.text

    redis_server.start()
    await asyncio.sleep(0.3)
    assert await shared.count("rate:1", 60) == 1
    for one in (shared, lost):
        await one.close()
    await store.close()
