"""Messages of one session wait for each other; sessions do not."""

from __future__ import annotations

import asyncio

from bot.path.order import SessionLocks


async def test_one_session_is_served_in_order_and_leaves_nothing_behind() -> None:
    locks = SessionLocks()
    log: list[str] = []

    async def serve(session: str, name: str) -> None:
        async with locks.hold(session):
            log.append(f"{name} in")
            await asyncio.sleep(0.01)
            log.append(f"{name} out")

    await asyncio.gather(serve("a", "first"), serve("a", "second"), serve("a", "third"))

    assert log == ["first in", "first out", "second in", "second out", "third in", "third out"]
    assert len(locks) == 0


async def test_sessions_do_not_wait_for_each_other() -> None:
    locks = SessionLocks()
    async with locks.hold("a"), asyncio.timeout(1), locks.hold("b"):
        assert len(locks) == 2


async def test_an_error_lets_the_next_one_in() -> None:
    locks = SessionLocks()
    try:
        async with locks.hold("a"):
            raise ValueError
    except ValueError:
        pass
    async with asyncio.timeout(1), locks.hold("a"):
        pass
