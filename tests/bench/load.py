"""A closed-loop load: each user sends the next sentence as soon as the last one is answered."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import quantiles

Turn = Callable[[str, int, str], Awaitable[None]]
"""Sends (session id, message number, text) and returns when the answer is there."""


@dataclass(frozen=True)
class Load:
    """What one load showed: latencies in milliseconds, throughput in turns per second."""

    users: int
    turns: int
    seconds: float
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.turns / self.seconds


async def run(
    turn: Turn, conversations: list[list[str]], users: int, seconds: float, tag: str
) -> Load:
    """Let `users` talk for `seconds`; every conversation is a session of its own.

    A failed turn raises: a benchmark that drops answers would flatter the system.
    """
    latencies: list[float] = []
    deadline = time.perf_counter() + seconds
    numbers = itertools.count()

    async def user(index: int) -> None:
        for conversation in itertools.islice(itertools.cycle(conversations), index, None):
            session = f"bench-{tag}-{next(numbers):08d}"
            for number, text in enumerate(conversation):
                started = time.perf_counter()
                if started >= deadline:
                    return
                await turn(session, number, text)
                latencies.append((time.perf_counter() - started) * 1000)

    started = time.perf_counter()
    await asyncio.gather(*(user(index) for index in range(users)))
    elapsed = time.perf_counter() - started
    return Load(users, len(latencies), elapsed, *percentiles(latencies))


def percentiles(values: list[float]) -> tuple[float, float]:
    """The 50th and the 99th percentile."""
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[98]
