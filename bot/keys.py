"""Keys for one purpose each, out of the one secret that an operator sets."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes that follow from the secret and the purpose, and tell nothing about either."""
    return HKDF(SHA256(), length=32, salt=None, info=f"policybot {purpose}".encode()).derive(secret)
