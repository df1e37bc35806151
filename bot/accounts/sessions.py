"""Who is signed in: sessions in the database, found by a keyed hash of what the cookie holds.

A session that still lacks something (a code, a new password) has a ``stage`` other than ``full``
and opens nothing but the page for that.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.accounts.roles import Person
from bot.store.tables import console_sessions, users

FULL = "full"
NEEDS_CODE = "code"
NEEDS_PASSWORD = "password"

LONGEST = timedelta(hours=12)
"""However busy a session is, it ends after a long shift."""

_UNFINISHED = timedelta(minutes=10)  # to type a code or a new password
_TOUCH = timedelta(seconds=20)  # being seen is written down no more often


@dataclass(frozen=True, slots=True)
class Session:
    """A session in force and the person it belongs to."""

    token: str  # the hash, as it is kept
    person: Person
    stage: str


def new_token() -> str:
    """What a cookie holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def hashed(key: bytes, token: str) -> str:
    """What the database holds instead of the token."""
    return hmac.new(key, token.encode(), hashlib.sha256).hexdigest()


def begin(db: Connection, token: str, user: int, stage: str, address: str, now: datetime) -> None:
    """Keeps a new session; ``token`` is the hash."""
    row = {"token": token, "user_id": user, "stage": stage, "address": address[:64]}
    db.execute(insert(console_sessions).values(**row, created_at=now, seen_at=now))


def find(
    db: Connection, token: str, now: datetime, idle: timedelta, *, is_use: bool = True
) -> Session | None:
    """The session in force; one that has run out, or whose owner may not, is ended.

    ``is_use``: somebody uses it now, which keeps it from running out.
    """
    mine = console_sessions.c.token == token
    joined = console_sessions.join(users)
    row = db.execute(select(console_sessions, users).select_from(joined).where(mine)).first()
    if row is None:
        return None
    allowed = idle if row.stage == FULL else min(idle, _UNFINISHED)
    if row.disabled or now - row.seen_at > allowed or now - row.created_at > LONGEST:
        db.execute(delete(console_sessions).where(mine))
        return None
    if is_use and row.stage == FULL and now - row.seen_at > _TOUCH:
        db.execute(update(console_sessions).where(mine).values(seen_at=now))
    person = Person(row.id, row.login, row.name, row.number, frozenset(row.roles.split()))
    return Session(token, person, row.stage)


def end(db: Connection, token: str) -> None:
    """Ends one session."""
    db.execute(delete(console_sessions).where(console_sessions.c.token == token))


def end_all(db: Connection, user: int, *, but: str = "") -> int:
    """Ends every session of an account, except one; how many they were."""
    theirs = console_sessions.c.user_id == user
    return db.execute(
        delete(console_sessions).where(theirs, console_sessions.c.token != but)
    ).rowcount


def count(db: Connection, user: int) -> int:
    """How many sessions of an account are kept."""
    counted = select(func.count()).where(console_sessions.c.user_id == user)
    return int(db.execute(counted).scalar_one())


def purge(db: Connection, now: datetime) -> int:
    """Removes sessions too old to be in force; how many they were."""
    old = console_sessions.c.created_at < now - LONGEST
    return db.execute(delete(console_sessions).where(old)).rowcount
