"""Secrets that must be read again (TOTP keys), encrypted with a key the database does not hold."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.accounts.errors import AccountError

_NONCE = 12


class SealError(AccountError):
    """What was sealed does not open: it was changed, or the operator's secret was."""

    code = "sealed"


def seal(key: bytes, secret: bytes, about: str) -> bytes:
    """The encrypted secret; it opens only for the same ``about`` (whose it is)."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The secret; raises ``SealError``."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise SealError(
            "动态口令的密钥读不出来（POLICYBOT_SECRET 换过），请系统管理员重置动态口令。"
        ) from None
