"""One line for each message answered, without a word of it, for the bureau's figures."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, String, Table, Text

from bot.store.tables.base import metadata

OUTCOMES = ("answered", "missed", "degraded", "agent")
"""Understood and answered; not understood; the engine was away; kept for a person to read."""

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("measures", Text, nullable=False),  # ids separated by spaces
    Column("milliseconds", Integer, nullable=False),
)
