"""Every table of the database, one module for each room's; all hang on one ``metadata``.

A room adds its module here and a migration under ``bot/store/migrations``. What belongs to one
citizen's session refers to it with ``ON DELETE CASCADE`` or ``SET NULL``: forgetting and expiry
then take it along without knowing it.
"""

from bot.store.tables.accounts import console_sessions, recovery_codes, users
from bot.store.tables.audit import audit_checkpoints, audit_entries, audit_head
from bot.store.tables.base import metadata
from bot.store.tables.calls import calls
from bot.store.tables.conversations import STATES, agent_messages, messages, sessions
from bot.store.tables.feedback import feedback
from bot.store.tables.handovers import handovers
from bot.store.tables.shared import shared_entries, shared_hits
from bot.store.tables.turns import OUTCOMES, turns
from bot.store.tables.wechat import wechat_deliveries

__all__ = [
    "OUTCOMES",
    "STATES",
    "agent_messages",
    "audit_checkpoints",
    "audit_entries",
    "audit_head",
    "calls",
    "console_sessions",
    "feedback",
    "handovers",
    "messages",
    "metadata",
    "recovery_codes",
    "sessions",
    "shared_entries",
    "shared_hits",
    "turns",
    "users",
    "wechat_deliveries",
]
