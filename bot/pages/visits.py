"""Who a form's conversation belongs to, without scripts: one cookie, and a token in each form.

The cookie is a random key. Session id and form token are derived from it with the app's secret, so
that neither the database nor a page gives the key away, and no other website can fill in a form.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from fastapi import Request
from fastapi.responses import Response

from bot.errors import ForbiddenError
from bot.keys import derive

COOKIE = "policybot_visit"
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


class Visits:
    """Makes and checks visits; ``secret`` is the app's, ``days`` how long a cookie is kept."""

    def __init__(self, secret: bytes, days: int) -> None:
        self._names = derive(secret, "chat form session")
        self._tokens = derive(secret, "chat form token")
        self._seconds = days * 24 * 3600

    def key(self, request: Request) -> str | None:
        """The visit's key, if the browser has one that we may have made."""
        key = request.cookies.get(COOKIE, "")
        return key if _KEY.fullmatch(key) else None

    def new_key(self) -> str:
        """A key for a visit that begins."""
        return secrets.token_urlsafe(24)

    def session_id(self, key: str) -> str:
        """The session in which this visit's messages are kept."""
        return f"form-{_mac(self._names, key)[:40]}"

    def token(self, key: str) -> str:
        """What each form of the visit carries."""
        return _mac(self._tokens, key)

    def check(self, request: Request, token: str) -> str:
        """The key of a visit whose form was really ours; ``ForbiddenError`` says what to do."""
        key = self.key(request)
        if key is None:
            raise ForbiddenError("浏览器没有保存本站的 Cookie。请在浏览器设置里允许，再打开本页。")
        if not hmac.compare_digest(self.token(key), token):
            raise ForbiddenError("这个页面已经过期，请重新打开再发送。")
        return key

    def keep(self, response: Response, key: str, *, secure: bool) -> None:
        """Sends the key to the browser: for our own pages only, out of reach of scripts."""
        response.set_cookie(
            COOKIE, key, self._seconds, path="/chat", secure=secure, httponly=True, samesite="lax"
        )


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
