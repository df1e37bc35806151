"""What is tidied away while the app runs: conversations, audit entries, what processes shared.

Every process tries, one of them does it: the lease is left to lapse, so that the others find it
taken until the next round is due.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta

from bot.audit import Trail
from bot.audit.retention import shorten
from bot.clock import Now, utc_now
from bot.handover import release_forgotten
from bot.middleware import log_slip
from bot.path import House
from bot.settings import Settings
from bot.store.statements import forget_records

log = logging.getLogger("policybot.housekeeping")

PERIOD = 600.0
"""Seconds between rounds."""

RECORDS_KEPT = timedelta(days=800)
"""How far back the bureau's own records go: two years and a little."""

Chore = Callable[[House], Awaitable[None]]


def chores_of(settings: Settings, now: Now = utc_now) -> list[Chore]:
    """What there is to tidy away, with the terms that the settings give; ``now`` is the console's.

    Raises ``SettingsError`` without the secret that the audit log is signed with.
    """
    return [
        expire_conversations(settings.conversation_days),
        shorten_audit(settings, now),
        release_forgotten_chats(now),
        forget_old_records(now),
        sweep_shared,
    ]


def expire_conversations(days: int) -> Chore:
    """Deletes conversations whose last message is older, and all that hangs on them."""

    async def chore(house: House) -> None:
        gone = await house.store.expire(utc_now() - timedelta(days=days))
        if gone:
            log.info("删除了 %d 个到期的对话", gone)

    return chore


def shorten_audit(settings: Settings, now: Now = utc_now) -> Chore:
    """Removes audit entries past their term; what is left can still be verified."""
    secret = settings.require_secret()

    async def chore(house: House) -> None:
        trail = Trail(house.store, secret, now)
        gone = await shorten(house.store, trail, settings.audit_days, now)
        if gone:
            log.info("清理了 %d 条到期的操作记录", gone)

    return chore


def release_forgotten_chats(now: Now = utc_now) -> Chore:
    """Lets the bot answer again where an agent was asked for, or joined, and is gone."""

    async def chore(house: House) -> None:
        released = await house.store.transact(lambda db: release_forgotten(db, now()))
        if released:
            log.info("%d 个没有坐席应答的对话交还给助手", released)

    return chore


def forget_old_records(now: Now = utc_now) -> Chore:
    """Removes figures, settled feedback and ended calls that nobody looks back to."""

    async def chore(house: House) -> None:
        await house.store.transact(lambda db: forget_records(db, now() - RECORDS_KEPT))

    return chore


async def sweep_shared(house: House) -> None:
    """Clears leases, counts and values that have lapsed."""
    await house.shared.sweep()


@asynccontextmanager
async def housekeeping(house: House, chores: Sequence[Chore]) -> AsyncIterator[None]:
    """Does the chores now and then, for the length of the block."""
    rounds = asyncio.create_task(_rounds(house, chores))
    try:
        yield
    finally:
        rounds.cancel()
        with suppress(asyncio.CancelledError):
            await rounds


async def _rounds(house: House, chores: Sequence[Chore]) -> None:
    while True:
        with _logged():
            await one_round(house, chores)
        await asyncio.sleep(PERIOD)


async def one_round(house: House, chores: Sequence[Chore], period: float = PERIOD) -> None:
    """Does every chore, unless another process has within the period."""
    if await house.shared.lease("housekeeping", period * 0.9) is None:
        return
    for chore in chores:
        with _logged():
            await chore(house)


@contextmanager
def _logged() -> Iterator[None]:
    """A chore that fails, say for want of the database, is logged and due again the next time."""
    try:
        yield
    except Exception as problem:
        log_slip(problem)
