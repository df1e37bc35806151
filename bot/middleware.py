"""Around every request: a size limit, security headers, a log line without a user's words."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import BotError

log = logging.getLogger("policybot.http")

MAX_BODY = 64 * 1024
"""Bytes a client may send in one request; the longest message is far below."""

MAX_ENGINE_BODY = 4 * 1024 * 1024
"""Bytes the engine may send to /webhook: a tracker and the domain."""

_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        b"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors %s",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # a form's Origin would be hidden by no-referrer
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_HSTS = (b"strict-transport-security", b"max-age=31536000")

FRAMED = "/chat"
"""The one page that other websites may show in a frame, where settings name them."""


class Fence:
    """ASGI middleware: limits bodies, sets headers, and turns any slip into a plain Chinese 500.

    A slip is logged with its place in the code but not its words, which may quote a citizen.
    ``frame_ancestors`` are the origins that may frame ``FRAMED``; ``https``: the public address
    is one, so that browsers should insist on it.
    """

    def __init__(
        self, app: ASGIApp, frame_ancestors: Iterable[str] = (), *, https: bool = False
    ) -> None:
        self._app = app
        self._headers = _headers_for(b"'none'", https)
        ancestors = " ".join(["'self'", *frame_ancestors]).encode()
        self._framed = _headers_for(ancestors, https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one connection; anything but HTTP passes untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = self._framed if scope["path"] == FRAMED else self._headers
        passage = _Passage(scope, receive, send, headers)
        try:
            await self._app(scope, passage.receive, passage.send)
        except BotError as error:
            await passage.fail(error)
        except Exception as error:
            log_slip(error)
            await passage.fail(BotError("服务出了点问题，请稍后再试。"))
        finally:
            passage.log()


def _headers_for(ancestors: bytes, https: bool) -> tuple[tuple[bytes, bytes], ...]:
    (name, policy), *others = _HEADERS
    return ((name, policy % ancestors), *others, *([_HSTS] if https else []))


def log_slip(error: BaseException) -> None:
    """Logs where in our own code an unexpected error happened, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    ours = [frame for frame in frames[1:] if "site-packages" not in frame.filename]
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames[:1] + ours)
    log.error("%s at %s", type(error).__name__, where)


class _Passage:
    """One request going in and its answer coming out."""

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        headers: tuple[tuple[bytes, bytes], ...],
    ) -> None:
        self._scope, self._receive, self._send, self._headers = scope, receive, send, headers
        self._limit = MAX_ENGINE_BODY if scope["path"] == "/webhook" else MAX_BODY
        self._taken = 0
        self._status: int | None = None
        self._started = time.perf_counter()

    async def receive(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > self._limit:
            raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            own = {name for name, _ in message.get("headers", ())}
            extra = [header for header in self._headers if header[0] not in own]
            if b"cache-control" not in own:
                extra.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*message.get("headers", ()), *extra]}
        await self._send(message)

    async def fail(self, error: BotError) -> None:
        if self._status is not None:
            return
        body = json.dumps(error.to_json(), ensure_ascii=False).encode()
        headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        await self.send({"type": "http.response.start", "status": error.status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    def log(self) -> None:
        route: Any = self._scope.get("route")
        path = getattr(route, "path", "-")  # the template, so that no id is logged
        milliseconds = (time.perf_counter() - self._started) * 1000
        log.info("%s %s %s %.1fms", self._scope["method"], path, self._status, milliseconds)
