"""Sessions with their case, messages with their answer (both packed JSON), agents' own words."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from bot.store.tables.base import metadata

STATES = ("bot", "waiting", "agent")
"""Who answers the session: the bot; the bot, while a person is being asked for; a person."""

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", String(128), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("case", LargeBinary, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False, index=True),
    Column("state", String(16), nullable=False, server_default="bot"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "session_id",
        ForeignKey("sessions.session_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("message_id", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("one_answer_per_message", "session_id", "message_id", unique=True),
)

agent_messages = Table(
    "agent_messages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "session_id",
        ForeignKey("sessions.session_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("author", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)
