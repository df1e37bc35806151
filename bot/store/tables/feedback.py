"""What people think of an answer, and what the bureau made of it."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, Text

from bot.store.tables.base import metadata

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    # outlives the conversation it is about
    Column("session_id", ForeignKey("sessions.session_id", ondelete="SET NULL")),
    Column("message_id", String(128), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("rating", String(8), nullable=False),  # up, down, or missed: not understood
    Column("reason", String(32)),
    Column("comment", Text, nullable=False),  # masked
    Column("question", Text, nullable=False),  # masked
    Column("measures", Text, nullable=False),  # JSON list of measure ids
    Column("at", DateTime, nullable=False),
    Column("status", String(16), nullable=False),  # open, answered or closed
    Column("answer", Text, nullable=False),
    Column("answered_by", String(64)),
    Column("answered_at", DateTime),
    Column("intent", String(64)),  # what the question should have been taken for
    Index("one_feedback_per_message", "session_id", "message_id", unique=True),
    Index("feedback_by_status", "status", "at"),
)
