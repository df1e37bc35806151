"""One message on its way along the path, and the house that serves it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.clock import Clock
from bot.engine_client import EngineClient
from bot.metrics import Metrics
from bot.path.order import SessionQueue
from bot.shared import Shared
from bot.store import Store
from policy_kb import KnowledgeBase

Json = dict[str, Any]

Outlet = Callable[["Turn"], Awaitable[None]]
"""Pushes a turn's answer to a channel that does not hold its request open."""


@dataclass(slots=True)
class Turn:
    """What is known of one message; each step of the path fills in its part.

    ``region`` and ``as_of`` are what the sender set with this message (None: leave the case's);
    ``changes`` the facts set right by hand, None taking one back.
    ``state`` tells who answers the session; ``answer`` is the finished answer, as it is sent and
    kept. ``leaving`` is what is undone when the walk ends, however it ends.
    """

    session_id: str
    message_id: str
    text: str
    region: str | None = None
    as_of: date | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    channel: str = "api"
    case: Json = field(default_factory=dict)
    state: str = "bot"
    replies: list[Json] = field(default_factory=list)
    masked: tuple[str, ...] = ()
    degraded: bool = False
    repeated: bool = False
    answer: Json | None = None
    started: float = field(default_factory=time.perf_counter)
    leaving: AsyncExitStack = field(default_factory=AsyncExitStack, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What makes a message the same message."""
        return self.session_id, self.message_id


@dataclass(frozen=True, slots=True)
class Rates:
    """How many messages a minute are taken from one session, and from all together."""

    per_user: int
    total: int


@dataclass(frozen=True, slots=True)
class House:
    """What the steps work with; ``outlets`` by channel name, for channels that push."""

    kb: KnowledgeBase
    store: Store
    shared: Shared
    queue: SessionQueue
    rates: Rates
    engine: EngineClient
    clock: Clock
    metrics: Metrics
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
