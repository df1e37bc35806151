"""Time-based one-time codes (RFC 6238), recovery codes, and the picture an app scans."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime

import pyotp
import segno

ISSUER = "12333坐席台"
STEP = 30  # seconds
DRIFT = 1  # steps a telephone's clock may be off
RECOVERY_CODES = 10

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread


def new_secret() -> str:
    """A fresh key, base32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step a code belongs to, or None when it is no code of about now (naive UTC)."""
    present = int(now.replace(tzinfo=UTC).timestamp()) // STEP
    hotp = pyotp.HOTP(secret)
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(hotp.at(step).encode(), code.encode()):
            return step
    return None


def picture(secret: str, login: str) -> str:
    """The QR code that an authenticator app scans, as a ``data:`` address."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_data_uri(scale=4, border=3, light="#fff")


def spaced(secret: str) -> str:
    """The key in groups of four, for typing it in."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def new_recovery_codes() -> list[str]:
    """Fresh codes, each good for one sign-in without the telephone (about 49 bits)."""
    return [f"{_random(5)}-{_random(5)}" for _ in range(RECOVERY_CODES)]


def normal_code(typed: str) -> str:
    """A code as typed, without blanks; a recovery code in its usual form."""
    plain = "".join(char for char in typed.strip().casefold() if char.isalnum())
    return f"{plain[:5]}-{plain[5:]}" if len(plain) == 10 else plain


def is_recovery_code(code: str) -> bool:
    """Whether a normal code is written as a recovery code."""
    return "-" in code


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
