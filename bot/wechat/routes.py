"""``/wechat``: the callback that WeChat's server calls.

In this order: size (the fence around the app), signature, time-stamp, then decryption with the
AppID's check, and only then the XML is read.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from bot.middleware import log_slip
from bot.wechat import envelope
from bot.wechat.account import Account
from bot.wechat.crypto import Box, decrypt_with_any, is_signed
from bot.wechat.errors import EnvelopeError, SignatureError
from bot.wechat.inbox import Inbox
from bot.wechat.messages import inbound
from bot.wording import say

log = logging.getLogger("policybot.wechat")

Query = Mapping[str, str]


def make_router(
    account: Account, inbox: Inbox, window: float, now: Callable[[], float] = time.time
) -> APIRouter:
    """GET for the handshake, POST for deliveries."""
    router = APIRouter(include_in_schema=False)

    @router.get("/wechat")
    async def handshake(request: Request) -> Response:
        query = request.query_params
        echo = query.get("echostr", "")
        if "msg_signature" in query:
            echo = _opened(account, query, echo)[0].decode("utf-8", "replace")
        else:
            _check_signature(account, query)
        _check_time(query, window, now())
        return PlainTextResponse(echo)

    @router.post("/wechat")
    async def deliver(request: Request) -> Response:
        query, body = request.query_params, await request.body()
        box: Box | None = None
        if query.get("encrypt_type", "raw") == "raw":
            _check_signature(account, query)
            _check_time(query, window, now())
        else:
            if "signature" in query:
                _check_signature(account, query)
            body, box = _opened(account, query, envelope.find_encrypted(body))
            _check_time(query, window, now())
        message = inbound(envelope.parse(body))
        try:
            text = await inbox.receive(message, request.is_disconnected)
        except Exception as error:  # the user must never see WeChat's own error
            log_slip(error)
            text = say("wechat_trouble")
        if text is None:
            return PlainTextResponse(envelope.SUCCESS)
        at = int(now())
        reply = envelope.text_reply(message.openid, message.account, text, at)
        if box is not None:
            nonce = secrets.token_hex(8)
            reply = envelope.sealed_reply(reply, box, account.token, at, nonce)
        return Response(reply, media_type="application/xml")

    return router


def _check_signature(account: Account, query: Query) -> None:
    parts = account.token, query.get("timestamp", ""), query.get("nonce", "")
    if not is_signed(query.get("signature", ""), *parts):
        raise SignatureError("签名不对：请求不是来自微信，或两边的令牌（Token）不一致。")


def _opened(account: Account, query: Query, sealed: str) -> tuple[bytes, Box]:
    """The decrypted content and the key it came under, once its signature is found right."""
    parts = account.token, query.get("timestamp", ""), query.get("nonce", ""), sealed
    if not is_signed(query.get("msg_signature", ""), *parts):
        raise SignatureError("签名不对：请求不是来自微信，或两边的令牌（Token）不一致。")
    if not account.boxes:
        log.error("收到加密的微信消息，但没有设 POLICYBOT_WECHAT_AES_KEY，无法解密")
        raise EnvelopeError("没有设消息加解密密钥，收不了加密的消息。")
    return decrypt_with_any(account.boxes, sealed)


def _check_time(query: Query, window: float, now: float) -> None:
    stamp = query.get("timestamp", "")
    at = int(stamp) if stamp.isascii() and stamp.isdigit() and len(stamp) < 16 else 0
    if abs(now - at) > window:
        log.warning("微信请求的时间和本机差了 %.0f 秒，请核对本机的时钟", abs(now - at))
        raise SignatureError("请求的时间和本机相差太多，已作废。")
