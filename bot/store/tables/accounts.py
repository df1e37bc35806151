"""The console's accounts, who is signed in, and one-time recovery codes.

Passwords are argon2 hashes, sessions and recovery codes keyed hashes, TOTP secrets encrypted.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from bot.store.tables.base import metadata

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("number", Integer, nullable=False, unique=True),  # 坐席3号
    Column("roles", String(128), nullable=False),  # separated by spaces
    Column("email", String(254), unique=True),
    Column("password", Text),  # none: signs in through the identity provider only
    Column("must_change", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("totp_secret", LargeBinary),
    Column("totp_step", BigInteger, nullable=False),  # the last one used: no code works twice
    Column("oidc_subject", String(512), unique=True),
    Column("created_at", DateTime, nullable=False),
    Column("signed_in_at", DateTime),
)

console_sessions = Table(
    "console_sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # hash of what the cookie holds
    Column(
        "user_id",
        ForeignKey("users.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("stage", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False, index=True),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(64), primary_key=True),
)
