"""Waiting after failed sign-ins: longer each time, per account and per network address.

What is remembered lies in the shared state, so that it holds whichever process is asked.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from math import ceil

from bot.accounts.errors import LockedError
from bot.clock import Now, utc_now
from bot.shared import Shared

ACCOUNT_FAILURES = 5
ADDRESS_FAILURES = 30  # a hall full of agents may share one address
FIRST_WAIT = 30  # seconds; doubles with each further failure
LONGEST_WAIT = 3600

_REMEMBERED = 86_400.0  # seconds after the last failure
_TURN = 15.0  # seconds one attempt may take
_PATIENCE = 3.0


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted together, and how many failures it may have before it waits."""

    name: str
    allowed: int

    def key(self, value: str) -> str:
        """Where the failures are kept; names and addresses themselves are not."""
        return f"signin:{self.name}:{hashlib.sha256(value.encode()).hexdigest()}"


ACCOUNT = Kind("account", ACCOUNT_FAILURES)
ADDRESS = Kind("address", ADDRESS_FAILURES)


class Lockout:
    """Counts failures and tells how long to wait."""

    def __init__(self, shared: Shared, now: Now = utc_now) -> None:
        self._shared = shared
        self._now = now

    @asynccontextmanager
    async def turn(self, login: str) -> AsyncIterator[None]:
        """Attempts at one account come one after the other, so that none slips past the count.

        Raises ``LockedError`` when they crowd.
        """
        key, waited = ACCOUNT.key(login) + ":turn", 0.0
        while (lease := await self._shared.lease(key, _TURN)) is None:
            if waited >= _PATIENCE:
                raise LockedError(5)
            await asyncio.sleep(0.05)
            waited += 0.05
        try:
            yield
        finally:
            await self._shared.release(lease)

    async def check(self, login: str, address: str) -> None:
        """``LockedError`` while the account or the address has to wait."""
        waits = [
            (await self._state(kind.key(value)))[1] - self._seconds()
            for kind, value in ((ACCOUNT, login), (ADDRESS, address))
        ]
        if max(waits) > 0:
            raise LockedError(ceil(max(waits)))

    async def failed(self, login: str, address: str) -> int:
        """Counts a failure; the seconds the account now has to wait (0: may try again at once)."""
        await self._count(ADDRESS, address)
        return await self._count(ACCOUNT, login)

    async def forgive(self, login: str) -> None:
        """Forgets the account's failures: it has signed in, or an administrator says so."""
        await self._shared.delete(ACCOUNT.key(login))

    async def waiting(self, login: str) -> int:
        """Seconds the account has to wait."""
        return max(int((await self._state(ACCOUNT.key(login)))[1] - self._seconds()), 0)

    async def _count(self, kind: Kind, value: str) -> int:
        key = kind.key(value)
        failures = (await self._state(key))[0] + 1
        over = failures - kind.allowed
        wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else 0
        kept = json.dumps([failures, self._seconds() + wait]).encode()
        await self._shared.set(key, kept, _REMEMBERED)
        return wait

    async def _state(self, key: str) -> tuple[int, float]:
        kept = await self._shared.get(key)
        if kept is None:
            return 0, 0.0
        failures, until = json.loads(kept)
        return int(failures), float(until)

    def _seconds(self) -> float:
        return self._now().replace(tzinfo=UTC).timestamp()
