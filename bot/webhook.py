"""The engine's way to the custom actions: rasa-sdk's executor behind ``POST /webhook``.

Only the engine may call it: from loopback and with the token both processes share.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from bot.clock import Clock
from bot.errors import ForbiddenError, RequestError
from policy_kb import KnowledgeBase


def make_executor(kb: KnowledgeBase, clock: Clock) -> Any:
    """rasa-sdk's ActionExecutor with the conversation's actions, which share one knowledge base."""
    from rasa_sdk.executor import ActionExecutor  # a second of imports the CLI can do without

    from actions.rasa_actions import actions_for

    executor = ActionExecutor()
    for action in actions_for(lambda: kb, clock):
        executor.register_action(action)
    return executor


def make_router(executor: Any, token: str) -> APIRouter:
    """The ``/webhook`` route, in the form that Rasa's RemoteAction expects."""
    from rasa_sdk.executor import ActionMissingDomainException, ActionNotFoundException
    from rasa_sdk.interfaces import ActionExecutionRejection

    router = APIRouter()
    statuses = {
        ActionExecutionRejection: 400,
        ActionNotFoundException: 404,
        ActionMissingDomainException: 449,
    }

    @router.post("/webhook", include_in_schema=False)
    async def webhook(request: Request) -> Response:
        _check_caller(request, token)
        try:
            call = orjson.loads(await request.body())
        except orjson.JSONDecodeError:
            raise RequestError("请求不是有效的JSON。") from None
        try:
            # Our actions need no domain, and the engine is told not to send it; the SDK wants one.
            result = await executor.run({"domain": {}, **call})
        except tuple(statuses) as refusal:
            body = {"error": refusal.message, "action_name": refusal.action_name}
            return _json(body, statuses[type(refusal)])
        return _json(result.model_dump() if result else None, 200)

    return router


def _check_caller(request: Request, token: str) -> None:
    host = request.client.host if request.client else ""
    given = request.headers.get("authorization", "").encode()
    if not _is_loopback(host) or not hmac.compare_digest(given, f"Bearer {token}".encode()):
        raise ForbiddenError("这个地址只供本机的理解服务使用。")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _json(value: Any, status: int) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")
