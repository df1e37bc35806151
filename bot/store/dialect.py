"""The little that SQLite and PostgreSQL say differently."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def insert(db: Connection, table: Table) -> Any:
    """An INSERT that has ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    return for_name(db.dialect.name, table)


def for_name(dialect: str, table: Table) -> Any:
    """The same by the dialect's name, for statements that are built once."""
    made: Insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return made
