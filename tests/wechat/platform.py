"""WeChat's side, over real HTTP on loopback: the server that calls us, and the interface we call.

Encryption and signatures come from wechatpy, not from the code under test.
"""

import asyncio
import contextlib
import itertools
import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

TOKEN = "TokenOfTheTests"
APPID = "wx0123456789abcdef"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OTHER_KEY = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba"
ACCOUNT = "gh_0123456789ab"

Mode = Literal["plain", "compatible", "secure"]

_numbers = itertools.count(int(time.time() * 1000) * 1000)


def signature(*parts: str) -> str:
    """WeChat's signature of the parts, by wechatpy."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def xml(**fields: Any) -> str:
    """A delivery's XML; texts in CDATA as WeChat writes them, numbers bare."""
    lines = [
        f"<{name}>{value}</{name}>"
        if isinstance(value, int)
        else f"<{name}><![CDATA[{value}]]></{name}>"
        if "]]>" not in value
        else f"<{name}>{escape(value)}</{name}>"
        for name, value in fields.items()
    ]
    return "<xml>" + "".join(lines) + "</xml>"


def message(openid: str, **fields: Any) -> dict[str, Any]:
    """A message's elements; a text unless ``MsgType`` says otherwise."""
    base: dict[str, Any] = {"ToUserName": ACCOUNT, "FromUserName": openid}
    base |= {"CreateTime": int(time.time()), "MsgType": "text"}
    if fields.get("MsgType") != "event":
        base["MsgId"] = next(_numbers)
    return base | fields


@dataclass
class Reply:
    """What a request of WeChat's was answered with."""

    status: int
    body: bytes
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str | None:
        """The text the user is shown; None for ``success``."""
        return self.fields.get("Content")


@dataclass
class Caller:
    """Posts to our callback as WeChat does. ``drop`` may hang up early: it gets the attempt."""

    urls: Sequence[str]
    mode: Mode = "plain"
    key: str = KEY
    token: str = TOKEN
    appid: str = APPID
    patience: float = 5.0
    attempts: int = 3
    drop: Callable[[int], float | None] = lambda _attempt: None
    http: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(trust_env=False, timeout=30)
    )
    failed: int = 0
    slowest: float = 0.0

    async def close(self) -> None:
        await self.http.aclose()

    def signed(self, **changes: str) -> dict[str, str]:
        """The parameters of a request."""
        at, nonce = str(int(time.time())), str(random.getrandbits(31))
        signed = signature(self.token, at, nonce)
        return {"signature": signed, "timestamp": at, "nonce": nonce, **changes}

    def request(self, fields: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        """Parameters and body of a delivery in this mode."""
        params, plain = self.signed(openid=fields["FromUserName"]), xml(**fields)
        if self.mode == "plain":
            return params, plain.encode()
        crypto = WeChatCrypto(self.token, self.key, self.appid)
        sealed = ElementTree.fromstring(
            crypto.encrypt_message(plain, params["nonce"], params["timestamp"])
        )
        text = sealed.findtext("Encrypt") or ""
        params |= {"encrypt_type": "aes", "msg_signature": sealed.findtext("MsgSignature") or ""}
        outside = fields if self.mode == "compatible" else {"ToUserName": ACCOUNT}
        return params, xml(**outside, Encrypt=text).encode()

    async def once(self, fields: dict[str, Any], url: str | None = None) -> Reply:
        """One attempt without a limit of time."""
        params, body = self.request(fields)
        headers = {"content-type": "text/xml"}
        for place in [url] if url else random.sample(self.urls, len(self.urls)):
            with contextlib.suppress(httpx.ConnectError):  # a balancer goes on to the next
                response = await self.http.post(place, params=params, content=body, headers=headers)
                return self.read(response)
        raise httpx.ConnectError("nobody is there")

    async def deliver(self, fields: dict[str, Any], url: str | None = None) -> Reply | None:
        """Up to three attempts, each hung up after 5 s; None: the user is told of a failure."""
        for attempt in range(self.attempts):
            began = time.monotonic()
            patience = self.drop(attempt) or self.patience
            try:
                async with asyncio.timeout(patience):
                    reply = await self.once(fields, url)
            except (TimeoutError, httpx.HTTPError):
                await asyncio.sleep(max(0.0, min(1.0, began + self.patience - time.monotonic())))
                continue
            if reply.status == 200:
                self.slowest = max(self.slowest, time.monotonic() - began)
                return reply
        self.failed += 1
        return None

    async def say(self, openid: str, text: str, **fields: Any) -> Reply | None:
        """A text of a user, delivered."""
        return await self.deliver(message(openid, Content=text, **fields))

    def read(self, response: httpx.Response) -> Reply:
        """The reply, decrypted by wechatpy when it is encrypted."""
        body = response.content
        if response.status_code != 200 or body in (b"success", b""):
            return Reply(response.status_code, body)
        root = ElementTree.fromstring(body)
        if root.find("Encrypt") is not None:
            assert self.mode != "plain", "an encrypted reply to a plain request"
            crypto = WeChatCrypto(self.token, self.key, self.appid)
            signed = root.findtext("MsgSignature"), root.findtext("TimeStamp")
            plain = crypto.decrypt_message(body.decode(), *signed, root.findtext("Nonce"))
            root = ElementTree.fromstring(plain)
        else:
            assert self.mode == "plain", "a plain reply to an encrypted request"
        return Reply(200, body, {child.tag: child.text or "" for child in root})


Script = Callable[[str, Any], Awaitable[Response | None]]


@dataclass
class Interface:
    """WeChat's interface. ``faults`` per path answer before anything is done, one each."""

    secret: str = "app-secret-of-the-tests"
    issued: list[str] = field(default_factory=list)
    renewed: int = 0
    valid: str = ""
    stable: bool = True
    calls: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    random_fault: Callable[[str], Any] = lambda _path: None
    sent: list[tuple[str, str]] = field(default_factory=list)
    menus: list[Any] = field(default_factory=list)

    def app(self) -> Starlette:
        """The interface as an app to serve."""
        paths = {
            "/cgi-bin/stable_token": (self._stable, ["POST"]),
            "/cgi-bin/token": (self._classic, ["GET"]),
            "/cgi-bin/message/custom/send": (self._send, ["POST"]),
            "/cgi-bin/menu/create": (self._menu, ["POST"]),
        }
        return Starlette(
            routes=[Route(path, self._faulty(f), methods=m) for path, (f, m) in paths.items()]
        )

    def _faulty(self, serve: Callable[[Request], Awaitable[Any]]) -> Any:
        async def endpoint(request: Request) -> Response:
            name = request.url.path.rsplit("/", 1)[1]
            self.calls[name] += 1
            await request.body()  # a server that answers before reading breaks the connection
            waiting = self.faults[name]
            fault = waiting.pop(0) if waiting else self.random_fault(name)
            if fault is not None and 500 <= fault < 600:  # HTTP's; the others are WeChat's own
                return Response("busy", fault)
            if fault is not None:
                return JSONResponse({"errcode": fault, "errmsg": "refused"})
            answer = await serve(request)
            return answer if isinstance(answer, Response) else JSONResponse(answer)

        return endpoint

    def _new_token(self) -> dict[str, Any]:
        self.valid = f"access-token-{len(self.issued) + 1}"
        self.issued.append(self.valid)
        return {"access_token": self.valid, "expires_in": 7200}

    async def _stable(self, request: Request) -> Any:
        if not self.stable:
            return Response("not found", 404)
        wanted = await request.json()
        if (wanted["appid"], wanted["secret"]) != (APPID, self.secret):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if wanted["force_refresh"]:
            self.renewed += 1
        elif self.valid:
            return {"access_token": self.valid, "expires_in": 7200}
        return self._new_token()

    async def _classic(self, request: Request) -> Any:
        if request.query_params["secret"] != self.secret:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        return self._new_token()

    def _refuses(self, request: Request) -> Any:
        if request.query_params["access_token"] != self.valid:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        return None

    async def _send(self, request: Request) -> Any:
        body = await request.json()
        if refused := self._refuses(request):
            return refused
        content = body["text"]["content"]
        if len(content.encode()) > 2048:
            return {"errcode": 45002, "errmsg": "content size out of limit"}
        self.sent.append((body["touser"], content))
        return {"errcode": 0, "errmsg": "ok"}

    async def _menu(self, request: Request) -> Any:
        menu = await request.json()
        if refused := self._refuses(request):
            return refused
        self.menus.append(menu)
        return {"errcode": 0, "errmsg": "ok"}
