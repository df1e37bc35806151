"""What processes share for a while: leases and values by key, and hits by key and slice of time.

Times are milliseconds since 1970: they are compared at every message, and never shown.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from bot.store.tables.base import metadata

shared_entries = Table(
    "shared_entries",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
)

shared_hits = Table(
    "shared_hits",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("slice", BigInteger, primary_key=True, autoincrement=False),
    Column("hits", Integer, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
)
