"""Which websites may talk to the API from a visitor's browser: our own and those on a list."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import BotError
from bot.settings import SettingsError

API = "/api/"
_READING = frozenset({"GET", "HEAD"})
_A_DAY = 24 * 3600


class OriginError(BotError):
    """A page of a website that is not on the list wants to use the assistant."""

    code, status = "origin", 403


def origins_of(setting: str, name: str) -> tuple[str, ...]:
    """The origins in a comma-separated setting; ``SettingsError`` names the one that is none."""
    found = []
    for part in filter(None, (one.strip().rstrip("/") for one in setting.split(","))):
        url = urlsplit(part)
        if url.scheme not in ("https", "http") or not url.hostname or url.path or url.query:
            raise SettingsError(
                f"{name} 里的“{part}”不是网站地址，应像 https://rsj.example.gov.cn，不带路径。"
            )
        found.append(f"{url.scheme}://{url.netloc}".lower())
    return tuple(found)


class Origins:
    """ASGI middleware: CORS for the API, and a refusal to pages of any other website.

    Browsers send ``Origin`` and cannot be made to lie about it; programs that are no browsers send
    none and pass. Reading public pages needs no leave: another site's scripts cannot see them.
    """

    def __init__(self, app: ASGIApp, allowed: Iterable[str], own: str = "") -> None:
        self._app = app
        self._allowed = frozenset(allowed)
        self._own = own.lower()
        self._api = CORSMiddleware(
            app,
            allow_origins=sorted(self._allowed),
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["content-type"],
            expose_headers=["retry-after"],
            max_age=_A_DAY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one connection."""
        origin = Headers(scope=scope).get("origin", "") if scope["type"] == "http" else ""
        if not origin or self._may_pass(origin.lower(), scope):
            await self._app(scope, receive, send)
        elif origin.lower() in self._allowed and scope["path"].startswith(API):
            await self._api(scope, receive, send)
        else:
            raise OriginError(
                "这个网站没有被允许使用本助手。"
                "请网站管理员把它加进 POLICYBOT_ALLOWED_ORIGINS 后重启。"
            )

    def _may_pass(self, origin: str, scope: Scope) -> bool:
        """Our own pages may do anything; others may read what is public to look at.

        A proxy may end TLS before us, so only the host is compared with the request's.
        """
        host = Headers(scope=scope).get("host", "").lower()
        ours = origin == self._own or origin.partition("://")[2] == host
        return ours or (not scope["path"].startswith(API) and scope["method"] in _READING)
