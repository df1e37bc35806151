"""What became of each delivery from WeChat: what was said to it, and whether the user has it.

A user may be answered before there is a session (a greeting), so rows do not refer to one; they
are deleted with it by ``session_id``.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Index, LargeBinary, String, Table, Text

from bot.store.tables.base import metadata

wechat_deliveries = Table(
    "wechat_deliveries",
    metadata,
    Column("session_id", String(128), primary_key=True),
    Column("message_id", String(128), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("pages", LargeBinary),  # packed JSON; none while the answer is under way
    Column("told", Boolean, nullable=False),  # the user knows that something may be fetched
    Column("words", Text),  # masked; only while the answer is under way
    Column("sealed", LargeBinary),  # the OpenID encrypted; only while a push may follow
    Column("due_at", DateTime, index=True),  # when somebody has to look after it
    Column("at", DateTime, nullable=False, index=True),
    Column("shown_at", DateTime),
    Index("wechat_last_shown", "session_id", "shown_at"),
)
