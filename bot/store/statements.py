"""What is asked of the database, each inside the transaction it is handed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select, update

from bot.store.tables import messages, sessions

Json = dict[str, Any]


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


def _pack(value: Json) -> bytes:
    return zlib.compress(orjson.dumps(value), level=1)


def _unpack(packed: bytes) -> Json:
    unpacked: Json = orjson.loads(zlib.decompress(packed))
    return unpacked


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def recall(db: Connection, session_id: str, message_id: str) -> Remembered:
    """What is known of the session, and the answer this message already got."""
    of_session = sessions.c.session_id == session_id
    case = db.execute(select(sessions.c.case).where(of_session)).scalar()
    if case is None:
        return Remembered(None, None)
    of_message = (messages.c.session_id == session_id) & (messages.c.message_id == message_id)
    answer = db.execute(select(messages.c.answer).where(of_message)).scalar()
    return Remembered(_unpack(answer) if answer is not None else None, _unpack(case))


def keep(db: Connection, record: Record) -> None:
    """Keeps one answered message and the case after it."""
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


def history(db: Connection, session_id: str) -> list[Json] | None:
    """The session's messages, oldest first; None when there is no such session."""
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


def forget(db: Connection, session_id: str) -> bool:
    """Deletes the session and its messages; whether there was one."""
    db.execute(delete(messages).where(messages.c.session_id == session_id))
    gone = db.execute(delete(sessions).where(sessions.c.session_id == session_id))
    return gone.rowcount > 0
