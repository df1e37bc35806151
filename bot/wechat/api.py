"""Calls to WeChat's own interface: customer-service messages and the menu.

A refusal has one of few meanings for us, whatever its number; see ``Fault``. No error carries the
access token, an OpenID or a text: addresses and bodies stay out of every message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any

import httpx
import orjson

from bot.wechat.errors import WeChatError

Json = dict[str, Any]

Call = Callable[[str], Awaitable[None]]
"""A call that takes the access token."""


class Fault(Enum):
    """What a refusal means for us."""

    TOKEN = "token"  # the access token is no longer good: get another and try again
    BUSY = "busy"  # WeChat or the way to it is busy: try again later
    UNKNOWN = "unknown"  # no answer came back: it may have been done, doing it again may double it
    CLOSED = "closed"  # this user cannot be written to now: they have to write first
    DENIED = "denied"  # the account may not, or its settings are wrong: an operator has to act
    REFUSED = "refused"  # anything else: trying again would not help


_FAULTS = {
    **dict.fromkeys((40001, 40014, 41001, 42001), Fault.TOKEN),
    **dict.fromkeys((-1, 45009, 45011, 50004), Fault.BUSY),
    **dict.fromkeys((45015, 45047, 43004, 40003), Fault.CLOSED),
    **dict.fromkeys((48001, 48004, 50001, 50002, 40013, 40125, 40164, 41002, 41004), Fault.DENIED),
}
_UNANSWERED = (httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError)
_MEND = {
    48001: "公众号没有客服消息权限：未认证的订阅号没有，可到公众平台“接口权限”里看",
    40013: "POLICYBOT_WECHAT_APPID 不对",
    40125: "POLICYBOT_WECHAT_SECRET（AppSecret）不对，或已重置",
    40164: "本机出口的IP不在公众平台的IP白名单里",
}


class ApiError(WeChatError):
    """WeChat refused a call, or could not be reached (``number`` 0)."""

    status = 502
    code = "wechat_api"

    def __init__(self, fault: Fault, number: int = 0, said: str = "") -> None:
        mend = f"：{_MEND[number]}" if number in _MEND else ""
        super().__init__(f"微信接口没有接受请求（{number or said}）{mend}。")
        self.fault, self.number = fault, number


class Api:
    """The interface at ``base``. ``transport`` replaces the network, ``timeout`` is in seconds."""

    def __init__(
        self,
        base: str,
        *,
        timeout: float = 5.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(base_url=base, timeout=timeout, transport=transport)

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def access_token(self, appid: str, secret: str, *, renew: bool) -> tuple[str, int]:
        """An access token and the seconds it holds; ``renew`` makes the one before invalid.

        The stable form; where that is not offered (an older proxy), the classic one.
        """
        credentials = {"grant_type": "client_credential", "appid": appid, "secret": secret}
        body = {**credentials, "force_refresh": renew}
        answer = await self._send("POST", "/cgi-bin/stable_token", None, body, missing_ok=True)
        if answer is None:
            answer = await self._send("GET", "/cgi-bin/token", credentials, None)
        token, seconds = (answer or {}).get("access_token"), (answer or {}).get("expires_in")
        if not isinstance(token, str) or not isinstance(seconds, int):
            raise ApiError(Fault.BUSY, said="garbled")
        return token, seconds

    async def send_text(self, token: str, openid: str, text: str) -> None:
        """A customer-service message to one user."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        await self._send("POST", "/cgi-bin/message/custom/send", {"access_token": token}, body)

    async def create_menu(self, token: str, menu: Json) -> None:
        """Replaces the account's menu."""
        await self._send("POST", "/cgi-bin/menu/create", {"access_token": token}, menu)

    async def _send(
        self,
        method: str,
        path: str,
        params: dict[str, str] | None,
        body: Json | None,
        *,
        missing_ok: bool = False,
    ) -> Json | None:
        content = None if body is None else orjson.dumps(body)  # UTF-8: WeChat shows \\u as it is
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            response = await self._http.request(
                method, path, params=params, content=content, headers=headers
            )
        except httpx.HTTPError as problem:  # its words hold the address with the token
            fault = Fault.UNKNOWN if isinstance(problem, _UNANSWERED) else Fault.BUSY
            raise ApiError(fault, said=type(problem).__name__) from None
        if response.status_code == 404 and missing_ok:
            return None
        if response.status_code != 200:
            raise ApiError(Fault.BUSY, said=f"HTTP {response.status_code}")
        try:
            answer = orjson.loads(response.content)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ApiError(Fault.BUSY, said="garbled")
        number = answer.get("errcode") or 0
        if number:
            raise ApiError(_FAULTS.get(number, Fault.REFUSED), number)
        return answer
