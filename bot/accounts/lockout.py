"""Waiting after failed sign-ins: longer each time, per account and per network address.

What is remembered lies in the shared state, so that it holds whichever process is asked.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from math import ceil

from bot.accounts.errors import LockedError
from bot.clock import Now, utc_now
from bot.shared import Shared

ACCOUNT_FAILURES = 5
ADDRESS_FAILURES = 30  # a hall full of agents may share one address
FIRST_WAIT = 30  # seconds; doubles with each further failure
LONGEST_WAIT = 3600
LONGEST_ADDRESS_WAIT = 300  # it holds up everybody there

_REMEMBERED = 86_400.0  # seconds an account's failures count, after the last one
_WINDOW = 900.0  # seconds an address's failures count, each
_TURN = 15.0  # seconds one attempt may take
_PATIENCE = 3.0


def _account(login: str) -> str:
    """Where an account's failures are kept; the name itself is not."""
    return f"signin:account:{hashlib.sha256(login.encode()).hexdigest()}"


def _address(address: str) -> str:
    """Where an address's failures are kept."""
    return f"signin:address:{hashlib.sha256(address.encode()).hexdigest()}"


def _wait_after(failures: int, allowed: int, longest: int) -> int:
    """Seconds to wait after that many failures; 0 while they are few."""
    over = failures - allowed
    return min(FIRST_WAIT * 2 ** min(over, 10), longest) if over >= 0 else 0


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
        key, waited = f"{_account(login)}:turn", 0.0
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
        keys = (_account(login), _address(address))
        waits = [(await self._state(key))[1] - self._seconds() for key in keys]
        if max(waits) > 0:
            raise LockedError(ceil(max(waits)))

    async def failed(self, login: str, address: str) -> int:
        """Counts a failure; the seconds the account now has to wait (0: may try again at once)."""
        await self._address_failed(_address(address))
        key = _account(login)
        failures = (await self._state(key))[0] + 1
        wait = _wait_after(failures, ACCOUNT_FAILURES, LONGEST_WAIT)
        await self._keep(key, failures, wait, _REMEMBERED)
        return wait

    async def forgive(self, login: str) -> None:
        """Forgets the account's failures: it has signed in, or an administrator says so."""
        await self._shared.delete(_account(login))

    async def _address_failed(self, key: str) -> None:
        failures = await self._shared.count(key, _WINDOW)
        wait = _wait_after(failures, ADDRESS_FAILURES, LONGEST_ADDRESS_WAIT)
        if wait:
            await self._keep(key, failures, wait, wait)

    async def _keep(self, key: str, failures: int, wait: int, ttl: float) -> None:
        kept = json.dumps([failures, self._seconds() + wait]).encode()
        await self._shared.set(key, kept, ttl)

    async def _state(self, key: str) -> tuple[int, float]:
        kept = await self._shared.get(key)
        if kept is None:
            return 0, 0.0
        failures, until = json.loads(kept)
        return int(failures), float(until)

    def _seconds(self) -> float:
        return self._now().replace(tzinfo=UTC).timestamp()
