"""What is asked of the database, each inside the transaction it is handed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.clock import utc_now
from bot.store.tables import calls, feedback, messages, sessions, turns

Json = dict[str, Any]

# Built once: building a statement costs more than running it.
_OF_SESSION = sessions.c.session_id == bindparam("session")
_SAID_IN_SESSION = messages.c.session_id == bindparam("session")
_CASE = select(sessions.c.case, sessions.c.state).where(_OF_SESSION)
_ANSWER = select(messages.c.answer).where(
    _SAID_IN_SESSION, messages.c.message_id == bindparam("message")
)
_SET_CASE = (
    update(sessions)
    .where(_OF_SESSION)
    .values(case=bindparam("packed"), updated_at=bindparam("now"))
)
_ADD_SESSION, _ADD_MESSAGE, _ADD_TURN = insert(sessions), insert(messages), insert(turns)
_MESSAGES = select(messages).where(_SAID_IN_SESSION).order_by(messages.c.id)
_FORGET = delete(sessions).where(_OF_SESSION)
_LAPSED = (
    select(sessions.c.session_id)
    .where(sessions.c.updated_at < bindparam("before"))
    .limit(bindparam("most"))
)
_EXPIRE = delete(sessions).where(sessions.c.session_id.in_(_LAPSED.scalar_subquery()))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known when a message arrives: the answer it already got, the session's case and who
    answers the session (one of ``STATES``)."""

    answer: Json | None
    case: Json | None
    state: str = "bot"


@dataclass(frozen=True, slots=True)
class Record:
    """One answered message, as it is kept; ``text`` is already masked.

    ``outcome`` is one of ``OUTCOMES``; ``measures`` are the ids of those it was answered about.
    """

    session_id: str
    message_id: str
    channel: str
    text: str
    answer: Json
    case: Json
    outcome: str = "answered"
    measures: tuple[str, ...] = ()
    milliseconds: int = 0


def _pack(value: Json) -> bytes:
    return zlib.compress(orjson.dumps(value), level=1)


def _unpack(packed: bytes) -> Json:
    unpacked: Json = orjson.loads(zlib.decompress(packed))
    return unpacked


def recall(db: Connection, session_id: str, message_id: str) -> Remembered:
    """What is known of the session, and the answer this message already got."""
    session = db.execute(_CASE, {"session": session_id}).first()
    if session is None:
        return Remembered(None, None)
    answer = answer_to(db, session_id, message_id)
    return Remembered(answer, _unpack(session.case), session.state)


def answer_to(db: Connection, session_id: str, message_id: str) -> Json | None:
    """The answer the message got, if it got one."""
    answer = db.execute(_ANSWER, {"session": session_id, "message": message_id}).scalar()
    return _unpack(answer) if answer is not None else None


def keep(db: Connection, record: Record) -> None:
    """Keeps one answered message and the case after it; ``IntegrityError`` if it has an answer."""
    now, session_id = utc_now(), record.session_id
    case = _pack(record.case)
    changed = db.execute(_SET_CASE, {"session": session_id, "packed": case, "now": now})
    if changed.rowcount == 0:
        row = {"session_id": session_id, "channel": record.channel, "case": case}
        db.execute(_ADD_SESSION, {**row, "created_at": now, "updated_at": now})
    row = {"session_id": session_id, "message_id": record.message_id, "text": record.text}
    db.execute(_ADD_MESSAGE, {**row, "answer": _pack(record.answer), "at": now})
    count = {"channel": record.channel, "outcome": record.outcome, "at": now}
    count["measures"] = " ".join(record.measures)
    db.execute(_ADD_TURN, {**count, "milliseconds": record.milliseconds})
    if record.outcome == "missed":
        _queue(db, record, now)


def _queue(db: Connection, record: Record, now: datetime) -> None:
    """Leaves a question that was not understood to the keeper of the knowledge."""
    db.execute(
        insert(feedback),
        {
            "session_id": record.session_id,
            "message_id": record.message_id,
            "channel": record.channel,
            "rating": "missed",
            "comment": "",
            "question": record.text,
            "measures": orjson.dumps(record.measures).decode(),
            "at": now,
            "status": "open",
            "answer": "",
        },
    )


def history(db: Connection, session_id: str) -> list[Json] | None:
    """The session's messages, oldest first; None when there is no such session."""
    if db.execute(_CASE, {"session": session_id}).first() is None:
        return None
    return [
        {
            "message_id": row.message_id,
            "text": row.text,
            "at": row.at.replace(tzinfo=UTC).isoformat(timespec="seconds"),
            "answer": _unpack(row.answer),
        }
        for row in db.execute(_MESSAGES, {"session": session_id})
    ]


def forget(db: Connection, session_id: str) -> bool:
    """Deletes the session and all that hangs on it; whether there was one."""
    return db.execute(_FORGET, {"session": session_id}).rowcount > 0


def expire(db: Connection, before: datetime, most: int) -> int:
    """Deletes at most ``most`` sessions whose last message is older; how many there were."""
    return db.execute(_EXPIRE, {"before": before, "most": most}).rowcount


def forget_records(db: Connection, before: datetime) -> None:
    """Deletes what the bureau keeps of turns, settled feedback and ended calls that is older."""
    db.execute(delete(turns).where(turns.c.at < before))
    db.execute(delete(feedback).where(feedback.c.at < before, feedback.c.status != "open"))
    db.execute(delete(calls).where(calls.c.updated_at < before, calls.c.state == "closed"))
