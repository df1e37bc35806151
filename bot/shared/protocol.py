"""What shared state offers. Times are seconds, keys plain ASCII without anybody's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to be the only one at ``key`` for a while; ``home`` is where it was given."""

    key: str
    token: bytes
    home: Shared


class Shared(Protocol):
    """Leases, counts and values that every process sees alike."""

    async def lease(self, key: str, ttl: float) -> Lease | None:
        """The lease, for at most ``ttl`` seconds; None while somebody else holds it."""

    async def release(self, lease: Lease) -> None:
        """Gives a lease back; one that has lapsed and gone to another stays with the other."""

    async def count(self, key: str, window: float) -> int:
        """Hits at ``key`` in the last ``window`` seconds, this one included."""

    async def wait(self, key: str, window: float, limit: int) -> float:
        """Seconds until one more hit would make at most ``limit`` in the window; counts nothing."""

    async def get(self, key: str) -> bytes | None:
        """The value at ``key``, unless it has lapsed."""

    async def set(self, key: str, value: bytes, ttl: float) -> None:
        """Keeps a value for ``ttl`` seconds, in place of the one before."""

    async def delete(self, key: str) -> None:
        """Forgets a value."""

    async def sweep(self) -> None:
        """Clears away what has lapsed."""

    async def close(self) -> None:
        """Closes every connection of its own."""
