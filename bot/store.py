"""What the app remembers: each session's case, and every message with the answer it got.

SQLAlchemy Core, so that the embedded SQLite file and a PostgreSQL server are the same code. Calls
block; the asynchronous face runs them on threads of the store's own. Only masked text comes here.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    make_url,
    select,
    update,
)

Json = dict[str, Any]
T = TypeVar("T")

metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", String(128), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("case", LargeBinary, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False, index=True),
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


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known when a message arrives: the answer it already got, and the session's case."""

    answer: Json | None
    case: Json | None


@dataclass(frozen=True, slots=True)
class Record:
    """One answered message, as it is kept; ``text`` is already masked."""

    session_id: str
    message_id: str
    channel: str
    text: str
    answer: Json
    case: Json


class Store:
    """Sessions and messages in a database.

    ``url`` is an SQLAlchemy URL; a relative SQLite path is created with its folder. Nothing is
    opened before ``open``.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine: Engine | None = None
        # SQLite has one writer: one thread also keeps its pages in one warm connection.
        is_sqlite = self._url.get_backend_name() == "sqlite"
        self._threads = ThreadPoolExecutor(1 if is_sqlite else 8, thread_name_prefix="store")

    async def open(self) -> None:
        """Connects and creates missing tables; raises SQLAlchemy's error when that fails."""
        await self._run(self._open)

    async def close(self) -> None:
        """Closes every connection; the store cannot be used afterwards."""
        if self._engine is not None:
            await self._run(self._engine.dispose)
            self._engine = None
        self._threads.shutdown()

    async def recall(self, session_id: str, message_id: str) -> Remembered:
        """The answer this message already got, and the session's case; None for what is unknown."""
        return await self._transact(lambda db: _recall(db, session_id, message_id))

    async def record(self, record: Record) -> None:
        """Keeps a message, its answer and the case after it, all or nothing."""
        await self._transact(lambda db: _record(db, record))

    async def history(self, session_id: str) -> list[Json] | None:
        """The session's messages, oldest first; None when there is no such session."""
        return await self._transact(lambda db: _history(db, session_id))

    async def forget(self, session_id: str) -> bool:
        """Deletes everything about the session; whether there was anything."""
        return await self._transact(lambda db: _forget(db, session_id))

    async def ping(self) -> bool:
        """Whether the database answers."""
        return await self._transact(lambda db: db.execute(select(1)).scalar() == 1)

    def _open(self) -> None:
        if self._url.get_backend_name() == "sqlite" and self._url.database:
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
        # Parameters would put users' words into error messages and logs.
        self._engine = create_engine(self._url, hide_parameters=True, pool_pre_ping=True)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _tune_sqlite)
        metadata.create_all(self._engine)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _transact(self, work: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            if self._engine is None:
                raise RuntimeError("the store is not open")
            with self._engine.begin() as db:
                return work(db)

        return await self._run(transaction)


def _tune_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",  # forgotten means gone from the file too
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _pack(value: Json) -> bytes:
    return zlib.compress(orjson.dumps(value), level=1)


def _unpack(packed: bytes) -> Json:
    unpacked: Json = orjson.loads(zlib.decompress(packed))
    return unpacked


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _recall(db: Connection, session_id: str, message_id: str) -> Remembered:
    of_session = sessions.c.session_id == session_id
    case = db.execute(select(sessions.c.case).where(of_session)).scalar()
    if case is None:
        return Remembered(None, None)
    of_message = (messages.c.session_id == session_id) & (messages.c.message_id == message_id)
    answer = db.execute(select(messages.c.answer).where(of_message)).scalar()
    return Remembered(_unpack(answer) if answer is not None else None, _unpack(case))


def _record(db: Connection, record: Record) -> None:
    now = _now()
    case = _pack(record.case)
    of_session = sessions.c.session_id == record.session_id
    changed = db.execute(update(sessions).where(of_session).values(case=case, updated_at=now))
    if changed.rowcount == 0:
        db.execute(
            insert(sessions).values(
                session_id=record.session_id,
                channel=record.channel,
                case=case,
                created_at=now,
                updated_at=now,
            )
        )
    db.execute(
        insert(messages).values(
            session_id=record.session_id,
            message_id=record.message_id,
            text=record.text,
            answer=_pack(record.answer),
            at=now,
        )
    )


def _history(db: Connection, session_id: str) -> list[Json] | None:
    known = select(sessions.c.session_id).where(sessions.c.session_id == session_id)
    if db.execute(known).first() is None:
        return None
    rows = db.execute(
        select(messages.c.message_id, messages.c.text, messages.c.at, messages.c.answer)
        .where(messages.c.session_id == session_id)
        .order_by(messages.c.id)
    )
    return [
        {
            "message_id": row.message_id,
            "text": row.text,
            "at": row.at.replace(tzinfo=UTC).isoformat(timespec="seconds"),
            "answer": _unpack(row.answer),
        }
        for row in rows
    ]


def _forget(db: Connection, session_id: str) -> bool:
    db.execute(delete(messages).where(messages.c.session_id == session_id))
    gone = db.execute(delete(sessions).where(sessions.c.session_id == session_id))
    return gone.rowcount > 0
