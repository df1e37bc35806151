"""Reading one text by itself, outside any conversation."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot import guard, masking
from bot.engine_client import EngineClient


async def read(
    engine: EngineClient, text: str, *, today: date, as_of: date | None = None
) -> dict[str, Any]:
    """What the text says, as ``POST /api/v1/parse`` shows it.

    Raises ``TextError`` for an empty or over-long text, ``EngineError`` without the engine.
    """
    from actions import understanding

    safe = guard.check(masking.mask(text).text)
    parsed = await engine.parse(safe)
    return understanding.read(parsed, today=today, as_of=as_of).to_json()
