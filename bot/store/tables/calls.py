"""Calls that agents take: the case as far as it is known, what was noted, how the call ended."""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, String, Table, Text

from bot.store.tables.base import metadata

calls = Table(
    "calls",
    metadata,
    Column("number", String(16), primary_key=True),  # 20261120-0007, by the bureau's day
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("state", String(16), nullable=False),  # draft, open (to be followed up) or closed
    Column("case", Text, nullable=False),  # JSON, see actions.case
    Column("said", Text, nullable=False),  # JSON list of what was heard, masked
    Column("measures", Text, nullable=False),  # JSON list of measure ids looked at
    Column("note", Text, nullable=False),  # masked
    Column("disposition", String(32)),
    Column("follow_up", Date),
    Column("words", Text, nullable=False),  # what the call is found by
    Column("started_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
    Index("calls_of_user", "user_id", "state", "updated_at"),
)
