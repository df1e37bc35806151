"""The times the channel keeps, in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds; tests go faster than WeChat."""

    answer_within: float = 4.5
    """WeChat hangs up after 5 s; what is not ready by then is sent later."""
    owe_after: float = 3.0
    """An answer not ready by then is noted as owed, so that letting go takes no more time."""
    window: float = 300.0
    """How far a request's time-stamp may be from our clock."""
    retries: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)
    """Pauses between tries to push an answer while WeChat is busy."""
    takeover: float = 20.0
    """How long a let-go delivery waits for its process before another one looks after it."""
    again: float = 60.0
    """Pause before a push that failed in all its tries is tried anew."""
    give_up: float = 3600.0
    """Age at which an answer is no longer pushed, only fetched; the OpenID is deleted then."""
    patrol: float = 5.0
    """Pause between looks for deliveries that nobody looks after."""
    poll: float = 0.1
    """Pause between looks whether an answer to be fetched is ready."""
