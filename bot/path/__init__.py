"""The message path: what happens to a citizen's message, once, in this order.

verify → queue → de-duplicate → limit → mask → guard → amend → engine → render → send → record.
Channels build a ``Turn`` and call ``MessagePath.handle``; all else about a message is in the steps.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from bot.errors import BotError, EngineError
from bot.path.order import SessionQueue
from bot.path.steps import (
    amend,
    ask_engine,
    deduplicate,
    guard,
    limit,
    mask,
    queue,
    record,
    render,
    send,
    verify,
)
from bot.path.turn import House, Json, Outlet, Rates, Turn

__all__ = ["STEPS", "House", "MessagePath", "Outlet", "Rates", "SessionQueue", "Turn"]

Step = Callable[[Turn, House], Awaitable[None]]

STEPS: tuple[Step, ...] = (
    verify,  # ids, place and date are ones we can answer for
    queue,  # one message of a session at a time, among all the app's processes
    deduplicate,  # a message already answered gets that answer; else recall the session's case
    limit,  # not more than so many a minute; repeats are free
    mask,  # personal identifiers go before anything reads or keeps the text
    guard,  # nothing empty, over-long, or able to give the engine orders
    amend,  # facts set right by hand are judged again without any reading
    ask_engine,  # understand, judge, choose what to say; or say what still works without it
    render,  # verdict cards and the answer that every channel shares
    send,  # hand it to a channel that pushes; the others return it to their caller
    record,  # the message, its answer and the case after it, all or nothing
)


class MessagePath:
    """Walks messages along ``STEPS``: in order within a session, side by side across sessions."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._walking: dict[tuple[str, str], asyncio.Task[Json]] = {}

    async def handle(self, turn: Turn) -> Json:
        """The answer to a message; raises ``BotError`` when the sender has something to mend.

        The same message arriving again while the first is under way joins it. A sender who hangs
        up does not stop the walk, so a repeat finds the answer.
        """
        walk = self._walking.get(turn.key)
        if walk is None:
            walk = asyncio.create_task(self._walk(turn))
            self._walking[turn.key] = walk
            walk.add_done_callback(partial(self._arrived, turn.key))
        else:
            self._house.metrics.dedup_hits.labels("in_flight").inc()
        return await asyncio.shield(walk)

    def _arrived(self, key: tuple[str, str], walk: asyncio.Task[Json]) -> None:
        self._walking.pop(key, None)
        if not walk.cancelled():
            walk.exception()  # where nobody waits any more, asyncio would print its words

    async def forget(self, session_id: str) -> bool:
        """Deletes the session once its message under way is done; whether there was one.

        The engine's short memory is emptied too; an engine that is down has none.
        """
        async with self._house.queue.hold(session_id):
            with suppress(EngineError):
                await self._house.engine.forget(session_id)
            return await self._house.store.forget(session_id)

    async def close(self) -> None:
        """Breaks off what is under way, so that its sessions are free for the next process."""
        walks = list(self._walking.values())
        for walk in walks:
            walk.cancel()
        await asyncio.gather(*walks, return_exceptions=True)

    async def _walk(self, turn: Turn) -> Json:
        started = time.perf_counter()
        metrics = self._house.metrics
        try:
            async with turn.leaving:
                for step in STEPS:
                    await step(turn, self._house)
                    if turn.repeated:
                        break
        except BotError:
            metrics.turns.labels(turn.channel, "refused").inc()
            raise
        except Exception:
            metrics.turns.labels(turn.channel, "failed").inc()
            raise
        outcome = "repeated" if turn.repeated else "degraded" if turn.degraded else "answered"
        metrics.turns.labels(turn.channel, outcome).inc()
        metrics.turn_seconds.observe(time.perf_counter() - started)
        assert turn.answer is not None  # render or deduplicate set it
        return turn.answer
