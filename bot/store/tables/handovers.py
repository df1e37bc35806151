"""Conversations that a person was asked to take over, and when one did."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table

from bot.store.tables.base import metadata

handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    # outlives the conversation, for the figures
    Column("session_id", ForeignKey("sessions.session_id", ondelete="SET NULL"), index=True),
    Column("channel", String(32), nullable=False),
    Column("asked_at", DateTime, nullable=False, index=True),
    Column("taken_at", DateTime),
    Column("user_id", ForeignKey("users.id")),
    Column("agent", String(64)),  # what the citizen is shown: 坐席3号
    Column("active_at", DateTime, nullable=False),  # asked, taken or last written
    Column("ended_at", DateTime),
    Index("handovers_under_way", "ended_at", "asked_at"),
)
