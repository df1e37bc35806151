"""The app's line to the understanding engine: a time limit, and a breaker for when it is down.

Every failure comes out as ``EngineError`` with a ``kind`` for the metrics: ``connect``,
``timeout``, ``status``, ``garbled`` or ``open`` (the breaker spares a broken engine and the citizen
the wait).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx
import orjson

from bot.errors import EngineError

Json = dict[str, Any]


class Breaker:
    """Opens after ``limit`` failures in a row; lets one try through every ``pause`` seconds."""

    def __init__(
        self, limit: int = 3, pause: float = 2.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._pause, self._now = limit, pause, now
        self._failures = 0
        self._retry_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are being turned away at the moment."""
        return self._failures >= self._limit and self._now() < self._retry_at

    def admit(self) -> None:
        """Raises ``EngineError`` while open; the first call after the pause is the try."""
        if self.is_open:
            raise EngineError("open")
        if self._failures >= self._limit:
            self._retry_at = self._now() + self._pause

    def succeeded(self) -> None:
        """Closes the breaker."""
        self._failures = 0

    def failed(self) -> None:
        """Counts a failure; the ``limit``-th opens the breaker."""
        self._failures += 1
        self._retry_at = self._now() + self._pause


class EngineClient:
    """Talks to the engine on loopback with its token.

    ``timeout`` is the most one call may take, in seconds. ``transport`` replaces the network.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 4.0,
        breaker: Breaker | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._token = token
        self._breaker = breaker or Breaker()
        self._http = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(timeout, connect=1.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            transport=transport,
            trust_env=False,  # loopback: a proxy from the environment must never see it
        )

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def converse(
        self, *, sender: str, message_id: str, text: str, metadata: Json
    ) -> list[Json]:
        """Sends one message of a conversation; the payloads the engine answered with."""
        body = {"sender": sender, "message_id": message_id, "text": text, "metadata": metadata}
        answer = await self._guarded("/webhooks/app/messages", body)
        payloads = answer.get("messages")
        if not isinstance(payloads, list) or not all(isinstance(one, dict) for one in payloads):
            raise EngineError("garbled")
        return payloads

    async def parse(self, text: str) -> Json:
        """What the engine reads in a text by itself: Rasa's parse result."""
        return await self._guarded("/model/parse", {"text": text})

    async def forget(self, sender: str) -> None:
        """Empties what the engine still holds of a conversation."""
        await self._guarded(f"/conversations/{sender}/tracker/events", [], method="PUT")

    async def answers(self) -> bool:
        """Whether a model is loaded and understands; asks past the breaker, changes nothing."""
        try:
            parsed = await self._send("POST", "/model/parse", {"text": "你好"})
        except EngineError:
            return False
        return bool((parsed.get("intent") or {}).get("name"))

    async def _guarded(self, path: str, body: Json | list[Json], method: str = "POST") -> Json:
        self._breaker.admit()
        try:
            answer = await self._send(method, path, body)
        except EngineError:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return answer

    async def _send(self, method: str, path: str, body: Json | list[Json]) -> Json:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
        }
        content = orjson.dumps(body)
        # Rasa's own addresses take the token as a parameter, our channel as a header
        params = None if path.startswith("/webhooks/") else {"token": self._token}
        try:
            response = await self._http.request(
                method, path, content=content, params=params, headers=headers
            )
            response.raise_for_status()
            answer = orjson.loads(response.content)
        except httpx.TimeoutException:
            raise EngineError("timeout") from None  # its words hold the token
        except httpx.HTTPStatusError:
            raise EngineError("status") from None
        except httpx.HTTPError:
            raise EngineError("connect") from None
        except ValueError:
            raise EngineError("garbled") from None
        if not isinstance(answer, dict):
            raise EngineError("garbled")
        return answer
