"""WeChat's signatures and its message encryption.

Signature: SHA-1 over the sorted parts (token, timestamp, nonce and, for an encrypted message, its
text). Encryption: AES-256-CBC under the EncodingAESKey, the vector its first 16 bytes, PKCS#7 to
32 bytes, over 16 random bytes, the message's length (4 bytes, big-endian), the message and the
AppID.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import struct
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.wechat.errors import EnvelopeError

KEY_CHARS = 43
_BLOCK = 32  # WeChat pads to the key's length, not to the cipher's 16
_HEAD = 16 + 4


def signature(*parts: str) -> str:
    """The hexadecimal signature of the parts, whatever their order."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "replace")).hexdigest()


def is_signed(claimed: str, *parts: str) -> bool:
    """Whether the claimed signature is the parts' own, compared in constant time."""
    return hmac.compare_digest(
        claimed.encode("utf-8", "replace"), signature(*parts).encode("ascii")
    )


def decode_key(text: str) -> bytes:
    """The 32 bytes of an EncodingAESKey; ``ValueError`` when it is not one."""
    if len(text) != KEY_CHARS or not text.isascii() or not text.isalnum():
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    return base64.b64decode(text + "=")


class Box:
    """Encrypts and decrypts under one EncodingAESKey for one AppID."""

    def __init__(self, key: bytes, appid: str, random: Callable[[int], bytes] = os.urandom) -> None:
        self._cipher = Cipher(algorithms.AES256(key), modes.CBC(key[:16]))
        self._appid = appid.encode()
        self._random = random

    def encrypt(self, message: bytes) -> str:
        """The message in WeChat's form, base64."""
        plain = self._random(16) + struct.pack(">I", len(message)) + message + self._appid
        fill = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()
        return base64.b64encode(sealed).decode("ascii")

    def decrypt(self, text: str) -> bytes:
        """The message inside; ``EnvelopeError`` unless it is whole and meant for this AppID.

        Every failure has the same words: the difference would help whoever tries keys.
        """
        try:
            plain = self._open(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError):
            raise EnvelopeError("消息无法解密。") from None
        length = int.from_bytes(plain[16:_HEAD], "big")
        message, appid = plain[_HEAD : _HEAD + length], plain[_HEAD + length :]
        if len(message) != length or not hmac.compare_digest(appid, self._appid):
            raise EnvelopeError("消息无法解密。")
        return message

    def _open(self, sealed: bytes) -> bytes:
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(sealed) + decryptor.finalize()
        fill = plain[-1] if plain else 0
        if not 1 <= fill <= _BLOCK or plain[-fill:] != bytes([fill]) * fill:
            raise ValueError("padding")
        return plain[:-fill]


def decrypt_with_any(boxes: tuple[Box, ...], text: str) -> tuple[bytes, Box]:
    """The message, and the box that opened it: its answer goes back under the same key.

    While a key is being changed WeChat may still use the one before.
    """
    for box in boxes[:-1]:
        try:
            return box.decrypt(text), box
        except EnvelopeError:
            continue
    return boxes[-1].decrypt(text), boxes[-1]
