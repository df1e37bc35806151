"""The one door between app and engine: a message goes in, all that the bot says comes out.

``POST /webhooks/app/messages`` with ``{"sender", "text", "message_id", "metadata"}`` answers
``{"messages": [...]}``: the custom payload of a message that has one, else Rasa's message.
``GET /webhooks/app/ready`` answers 200 once a model is loaded. Both need ``Authorization: Bearer``.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

logger = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]


class AppChannel(InputChannel):
    """Receives the app's messages. ``token`` is the secret both sides share."""

    def __init__(self, token: str) -> None:
        self._expected = f"Bearer {token}".encode()

    @classmethod
    def name(cls) -> str:
        """The channel's name, and its part of the address."""
        return "app"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> AppChannel:
        """Build the channel from ``credentials.yml``.

        Raises ``RasaException`` when the token is empty or its variable was not filled in.
        """
        token = str((credentials or {}).get("token") or "")
        if not token or token.startswith("${"):
            raise RasaException("POLICYBOT_ENGINE_TOKEN is not set")
        return cls(token)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The two addresses, for Rasa to mount."""
        webhook = Blueprint("app_channel", "bot_engine_channel")

        @webhook.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return _refusal("wrong or missing token", 401)
            loaded = _is_ready(request)
            return json({"ready": loaded}, status=200 if loaded else 503)

        @webhook.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return _refusal("wrong or missing token", 401)
            if not _is_ready(request):
                return _refusal("no model is loaded", 503)
            return await _converse(request, on_new_message)

        return webhook

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(given, self._expected)


def _is_ready(request: Request) -> bool:
    agent = getattr(request.app.ctx, "agent", None)
    return agent is not None and agent.is_ready()


def _refusal(reason: str, status: int) -> HTTPResponse:
    return json({"error": reason}, status=status)


async def _converse(request: Request, on_new_message: Handler) -> HTTPResponse:
    """Hand one message to Rasa and collect what it says; the text never reaches a log."""
    message = _read(request)
    if message is None:
        return _refusal("expected sender and text (non-empty strings), metadata (an object)", 400)
    try:
        await on_new_message(message)
    except Exception as problem:
        logger.error("a message was not answered: %s", type(problem).__name__)
        return _refusal("the message was not answered", 500)
    said = message.output_channel.messages
    return json({"messages": [one.get("custom") or _plain(one) for one in said]})


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key != "recipient_id"}


def _read(request: Request) -> UserMessage | None:
    """The message in a request's body, or None when it has not the agreed form."""
    try:
        body = request.json
    except SanicException:
        return None
    if not isinstance(body, dict):
        return None
    sender, text = body.get("sender"), body.get("text")
    metadata = body.get("metadata", {})
    if not isinstance(sender, str) or not isinstance(text, str) or not isinstance(metadata, dict):
        return None
    if not sender or not text.strip():
        return None
    return UserMessage(
        text,
        CollectingOutputChannel(),
        sender,
        input_channel=AppChannel.name(),
        message_id=body.get("message_id"),
        metadata=metadata,
    )
