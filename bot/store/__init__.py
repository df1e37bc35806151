"""What the app remembers: each session's case, and every message with the answer it got.

SQLAlchemy Core, so that the embedded SQLite file and a PostgreSQL server are the same code. Calls
block; the asynchronous face runs them on threads of the store's own. Only masked text comes here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import IntegrityError

from bot.store import address, statements
from bot.store.statements import Json, Record, Remembered

__all__ = ["Record", "Remembered", "Store"]

AT_ONCE = 200  # sessions deleted in one transaction, while others wait

T = TypeVar("T")


class Store:
    """Sessions and messages in a database.

    ``url`` is an SQLAlchemy URL (``SettingsError`` where it is not); a SQLite path is created with
    its folder. Nothing is opened before ``open``.
    """

    def __init__(self, url: str) -> None:
        self._url = address.parse(url)
        self._engine: Engine | None = None
        # SQLite has one writer: one thread also keeps its pages in one warm connection.
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._threads = ThreadPoolExecutor(1 if self._is_sqlite else 8, thread_name_prefix="store")

    async def open(self) -> None:
        """Connects and brings the tables up to date; raises SQLAlchemy's error when that fails.

        A store that is open stays as it is.
        """
        await self._run(self._open)

    async def close(self) -> None:
        """Closes every connection; the store cannot be used afterwards."""
        await asyncio.to_thread(self._threads.shutdown)  # what is under way keeps its connection
        if self._engine is not None:
            await asyncio.to_thread(self._engine.dispose)
            self._engine = None

    async def recall(self, session_id: str, message_id: str) -> Remembered:
        """The answer this message already got, and the session's case; None for what is unknown."""
        return await self.transact(lambda db: statements.recall(db, session_id, message_id))

    async def record(self, record: Record) -> Json | None:
        """Keeps a message, its answer and the case after it, all or nothing.

        None, or the answer that the message had already got; then nothing is changed.
        """
        try:
            await self.transact(lambda db: statements.keep(db, record))
        except IntegrityError:
            key = record.session_id, record.message_id
            answer = await self.transact(lambda db: statements.answer_to(db, *key))
            if answer is None:
                raise
            return answer
        return None

    async def history(self, session_id: str) -> list[Json] | None:
        """The session's messages, oldest first; None when there is no such session."""
        return await self.transact(lambda db: statements.history(db, session_id))

    async def forget(self, session_id: str) -> bool:
        """Deletes everything about the session, from the files too; whether there was anything."""
        gone = await self.transact(lambda db: statements.forget(db, session_id))
        if self._is_sqlite:
            await self._run(self._empty_log)
        return gone

    async def expire(self, before: datetime) -> int:
        """Deletes the sessions without a message since ``before`` (UTC, naive); how many."""
        gone = 0
        while some := await self.transact(lambda db: statements.expire(db, before, AT_ONCE)):
            gone += some
        if gone and self._is_sqlite:
            await self._run(self._empty_log)
        return gone

    async def ping(self) -> bool:
        """Whether the database answers."""
        return await self.transact(lambda db: db.execute(select(1)).scalar() == 1)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` returns; it runs on a thread, in one transaction, all or nothing.

        With SQLite transactions follow each other, across processes too: keep them short.
        """

        def transaction() -> T:
            if self._engine is None:
                raise RuntimeError("the store is not open")
            with self._engine.begin() as db:
                return work(db)

        return await self._run(transaction)

    def _open(self) -> None:
        if self._engine is not None:
            return
        if self._is_sqlite and self._url.database:
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
        # Parameters would put users' words into error messages and logs.
        engine = create_engine(self._url, hide_parameters=True, pool_pre_ping=not self._is_sqlite)
        if self._is_sqlite:
            event.listen(engine, "connect", _tune_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        from bot.store.migrations import upgrade  # Alembic takes a while to import

        upgrade(engine)
        self._engine = engine

    def _empty_log(self) -> None:
        """Deleted rows live on in SQLite's write-ahead log until it is folded in."""
        if self._engine is not None:
            raw = self._engine.raw_connection()  # not in a transaction
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # forgotten means gone from the file too
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(db: Connection) -> None:
    """Takes the one writer's place at once: a reader that starts to write later may be refused."""
    db.exec_driver_sql("BEGIN IMMEDIATE")
