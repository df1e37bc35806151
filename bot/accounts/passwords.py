"""Passwords: argon2id hashes, and the rule a new password has to meet."""

from __future__ import annotations

import asyncio
import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from bot.accounts.errors import PasswordError

SHORTEST = 10
LONG_ENOUGH = 16  # from here on, length makes up for variety
LONGEST = 128  # characters; hashing time grows with length

_AT_ONCE = 2  # each hash takes 64 MiB for a moment
_KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z\d]")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONGEST_RUN = 5
_CLEAR = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread
_LOOKALIKES = str.maketrans("@013457$!", "aoieastsi")


class Passwords:
    """Hashes and checks passwords off the event loop, with the same work for unknown users."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """The argon2id hash to keep."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _normal(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; as slow when there is no hash (``None``)."""
        if self._decoy is None:
            self._decoy = await self.hash("no account has this password")
        async with self._turns:
            right = await asyncio.to_thread(self._matches, kept or self._decoy, _normal(password))
        return right and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False


def suggest() -> str:
    """A random password that is easy to read out, about 73 bits."""
    groups = ("".join(secrets.choice(_CLEAR) for _ in range(5)) for _ in range(3))
    return "-".join(groups)


def check(password: str, *, login: str = "", name: str = "") -> None:
    """Raises ``PasswordError`` that says, in Chinese, what is wrong with a new password."""
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise PasswordError(f"密码要有{SHORTEST}至{LONGEST}个字符。", field="password")
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in plain):
        raise PasswordError("密码里不能有换行等看不见的字符。", field="password")
    variety = sum(re.search(kind, plain) is not None for kind in _KINDS)
    if variety < 3 and len(plain) < LONG_ENOUGH:
        raise PasswordError(
            "密码要含大写字母、小写字母、数字、符号中的至少三种；"
            f"或者不少于{LONG_ENOUGH}个字符，比如几个不相干的词。",
            field="password",
        )
    for own in (login, name):
        if len(own) >= 2 and _normal(own).casefold() in plain.casefold():
            raise PasswordError("密码里不能含有自己的账号或姓名。", field="password")
    if _is_guessable(plain.casefold()):
        raise PasswordError("这个密码太常见，容易被猜到，请换一个。", field="password")


def _normal(password: str) -> str:
    """Full-width and composed forms that look alike count as the same."""
    return unicodedata.normalize("NFKC", password)


def _is_guessable(plain: str) -> bool:
    if len(set(plain)) < 5:
        return True
    bare = re.sub(r"[\W\d_]+$", "", plain)
    words = {re.sub(r"[\W\d_]+", "", plain), bare.translate(_LOOKALIKES)}
    if plain in _common() or any(
        word in _common() and len(plain) - len(word) < SHORTEST - 2 for word in words
    ):
        return True
    left = plain
    for run in _RUNS:
        for row in (run, run[::-1]):
            for size in range(len(row), _LONGEST_RUN - 1, -1):
                for start in range(len(row) - size + 1):
                    left = left.replace(row[start : start + size], "")
    return len(left) <= len(plain) // 2


@cache
def _common() -> frozenset[str]:
    text = (Path(__file__).parent / "common.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)
