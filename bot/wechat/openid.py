"""OpenIDs: a keyed hash stands for one wherever something is kept.

Where a later send needs the OpenID itself it is kept encrypted, bound to its session, and only
until that send is done.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.keys import derive

PREFIX = "wx-"
"""What the ids of WeChat's sessions begin with."""

_NONCE = 12


class OpenIds:
    """Hashes and seals OpenIDs of one account under keys derived from the app's secret."""

    def __init__(self, secret: bytes, appid: str) -> None:
        self._hashing = derive(secret, f"wechat-openid-hash/{appid}")
        self._sealing = AESGCM(derive(secret, f"wechat-openid-seal/{appid}"))

    def session(self, openid: str) -> str:
        """The session of a user: the same for the same OpenID, and no way back."""
        return PREFIX + self._hash("session", openid)

    def message(self, openid: str, key: str) -> str:
        """The id of one message; without its keyed hash an event's could be guessed."""
        return self._hash("message", f"{openid}/{key}")

    def seal(self, openid: str, session: str) -> bytes:
        """The OpenID encrypted; only ``unseal`` with the same session reads it."""
        nonce = os.urandom(_NONCE)
        return nonce + self._sealing.encrypt(nonce, openid.encode(), session.encode())

    def unseal(self, sealed: bytes, session: str) -> str | None:
        """The OpenID, or None when the secret has changed since it was sealed."""
        try:
            plain = self._sealing.decrypt(sealed[:_NONCE], sealed[_NONCE:], session.encode())
        except (InvalidTag, ValueError):
            return None
        return plain.decode()

    def _hash(self, purpose: str, text: str) -> str:
        digest = hmac.new(self._hashing, f"{purpose}/{text}".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest[:20]).decode("ascii").lower()
