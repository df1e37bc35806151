"""The migrations make exactly the tables of today, from nothing and from a first release's file."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store import Record, Store
from bot.store.migrations import config
from bot.store.tables import metadata

FIRST_RELEASE = """
CREATE TABLE sessions (
    session_id VARCHAR(128) NOT NULL, channel VARCHAR(32) NOT NULL, "case" BLOB NOT NULL,
    created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, PRIMARY KEY (session_id)
);
CREATE INDEX ix_sessions_updated_at ON sessions (updated_at);
CREATE TABLE messages (
    id INTEGER NOT NULL, session_id VARCHAR(128) NOT NULL, message_id VARCHAR(128) NOT NULL,
    text TEXT NOT NULL, answer BLOB NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(session_id) REFERENCES sessions (session_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX one_answer_per_message ON messages (session_id, message_id);
INSERT INTO sessions VALUES ('session-0', 'api', x'789c', '2026-01-01', '2026-01-01');
"""


def differences(db: Connection) -> object:
    """What autogenerate would still have to change."""
    return compare_metadata(
        MigrationContext.configure(db, opts={"compare_server_default": True}), metadata
    )


def test_the_history_is_one_line() -> None:
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1


async def test_from_nothing_the_tables_are_those_of_today(database_url: str) -> None:
    store = Store(database_url)
    await store.open()

    assert await store.transact(differences) == []
    await store.close()


async def test_a_file_of_the_first_release_is_taken_over(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bot.sqlite3") as raw:
        raw.executescript(FIRST_RELEASE)
    raw.close()
    store = Store(f"sqlite:///{tmp_path}/bot.sqlite3")
    await store.open()

    assert await store.transact(differences) == []
    state = await store.transact(lambda db: db.execute(text("SELECT state FROM sessions")).scalar())
    assert state == "bot"
    await store.close()


async def test_processes_that_start_at_once_take_turns(database_url: str) -> None:
    stores = [Store(database_url) for _ in range(4)]
    await asyncio.gather(*(store.open() for store in stores))

    await stores[0].record(Record("session-1", "m1", "api", "你好", {"replies": []}, {}))
    for store in stores:
        assert len(await store.history("session-1") or ()) == 1
        await store.close()
