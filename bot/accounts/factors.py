"""Second factors in the database: the last time step used, and recovery codes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.store.tables import recovery_codes, users


def use_step(db: Connection, user: int, step: int) -> bool:
    """Takes a one-time code's time step; False when that step or a later one was taken before."""
    unused = (users.c.id == user) & (users.c.totp_step < step)
    return db.execute(update(users).where(unused).values(totp_step=step)).rowcount == 1


def set_recovery_codes(db: Connection, user: int, codes: Iterable[str]) -> None:
    """Replaces the recovery codes (keyed hashes)."""
    db.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user))
    rows = [{"user_id": user, "code": code} for code in codes]
    if rows:
        db.execute(insert(recovery_codes), rows)


def use_recovery_code(db: Connection, user: int, code: str) -> bool:
    """Takes a recovery code (a keyed hash); whether it was there."""
    mine = (recovery_codes.c.user_id == user) & (recovery_codes.c.code == code)
    return db.execute(delete(recovery_codes).where(mine)).rowcount == 1


def count_recovery_codes(db: Connection, user: int) -> int:
    """How many recovery codes are left."""
    counted = select(func.count()).where(recovery_codes.c.user_id == user)
    return int(db.execute(counted).scalar_one())


def drop_totp(db: Connection, user: int) -> None:
    """Takes the second factor off an account, with its recovery codes."""
    db.execute(update(users).where(users.c.id == user).values(totp_secret=None))
    set_recovery_codes(db, user, ())
