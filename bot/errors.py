"""Errors of the app: each has an HTTP status, a stable code, and Chinese words to act on."""

from __future__ import annotations

from collections.abc import Mapping


class BotError(Exception):
    """Base of everything the app refuses or cannot do.

    ``message`` is shown to people as it is: Chinese, says what to mend, never repeats their text.
    """

    status = 500
    code = "internal"
    headers: Mapping[str, str] = {}

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def to_json(self) -> dict[str, object]:
        """The error envelope of every 4xx and 5xx answer."""
        error: dict[str, object] = {"code": self.code, "message": self.message}
        if self.field is not None:
            error["field"] = self.field
        return {"error": error}


class RequestError(BotError):
    """Something in the request has to be mended by the sender."""

    status = 422
    code = "invalid_request"


class TextError(RequestError):
    """The message's text cannot be taken: empty, or too long."""

    code = "text_refused"


class RateError(BotError):
    """Too many messages; ``wait`` is the number of seconds after which one is taken again."""

    status = 429
    code = "too_fast"

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait
        self.headers = {"Retry-After": str(wait)}


class BusyError(BotError):
    """The session's message before this one is still not done."""

    status = 503
    code = "session_busy"
    headers: Mapping[str, str] = {"Retry-After": "5"}


class NotFoundError(BotError):
    """The named session, measure or page does not exist."""

    status = 404
    code = "not_found"


class ForbiddenError(BotError):
    """The caller may not use this address."""

    status = 403
    code = "forbidden"


class EngineError(BotError):
    """The understanding engine is down, slow or answering nonsense; ``kind`` says which."""

    status = 503
    code = "engine_unavailable"

    def __init__(self, kind: str) -> None:
        super().__init__("理解服务正在恢复，请稍后再试；政策查询和政策判断不受影响，可以照常使用。")
        self.kind = kind
