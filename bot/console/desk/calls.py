"""A call and the database: each call is a case with a number, saved with every change.

Only masked text comes in here. The statements are functions of a connection, for
``store.transact``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from actions.case import Case
from bot.clock import in_beijing
from bot.console.desk.errors import CallMissingError
from bot.store.tables import calls

DRAFT, OPEN, CLOSED = "draft", "open", "closed"
KEPT = 20  # sentences of a call that are kept, the latest
LISTED = 50


@dataclass(frozen=True, slots=True)
class Call:
    """One call. Moments are naive UTC; ``number`` is empty while nothing has been noted."""

    number: str = ""
    user_id: int = 0
    state: str = DRAFT
    case: Case = field(default_factory=Case)
    said: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    note: str = ""
    disposition: str | None = None
    follow_up: date | None = None
    started_at: datetime | None = None
    updated_at: datetime | None = None
    ended_at: datetime | None = None

    def hearing(self, text: str) -> Call:
        """With one more sentence of the caller's."""
        return replace(self, said=(*self.said, text)[-KEPT:]) if text else self

    def looking_at(self, *measures: str) -> Call:
        """With these measures among those looked at, the latest last."""
        before = tuple(one for one in self.measures if one not in measures)
        return replace(self, measures=(*before, *measures)[-KEPT:])


Change = Callable[[Call], Call]
Wording = Callable[[Call], str]


def new_call(db: Connection, user_id: int, now: datetime) -> Call:
    """A new call with the next number of the day; may clash with another process's (IntegrityError
    is raised: try again)."""
    day = in_beijing(now).strftime("%Y%m%d")
    last = db.scalar(select(func.max(calls.c.number)).where(calls.c.number.like(f"{day}-%")))
    count = int(str(last).rpartition("-")[2]) + 1 if last else 1
    call = Call(f"{day}-{count:04}", user_id, started_at=now, updated_at=now)
    db.execute(insert(calls).values(number=call.number, **_columns(call, "")))
    return call


def change(
    db: Connection, number: str, user_id: int, how: Change, words: Wording, now: datetime
) -> Call:
    """The call after ``how``, saved; ``CallMissingError`` unless it is this person's."""
    call = replace(how(find(db, number, user_id)), updated_at=now)
    values = _columns(call, words(call))
    db.execute(update(calls).where(calls.c.number == number).values(**values))
    return call


def find(db: Connection, number: str, user_id: int | None) -> Call:
    """The call of that number; of that person alone unless ``user_id`` is None."""
    row = db.execute(select(calls).where(calls.c.number == number)).first()
    if row is None or (user_id is not None and row.user_id != user_id):
        raise CallMissingError(f"没有找到通话{number}，或者不是您的通话。")
    return _call(row)


def draft_of(db: Connection, user_id: int, since: datetime) -> Call | None:
    """The person's latest call that has not been wrapped up."""
    mine = and_(calls.c.user_id == user_id, calls.c.state == DRAFT, calls.c.updated_at >= since)
    row = db.execute(select(calls).where(mine).order_by(calls.c.updated_at.desc())).first()
    return _call(row) if row else None


def listed(
    db: Connection, user_id: int | None, *, words: Sequence[str] = (), state: str | None = None
) -> list[Call]:
    """Calls that every word is found in, the latest first; follow-ups in order of their day."""
    wanted = [] if user_id is None else [calls.c.user_id == user_id]
    if state:
        wanted.append(calls.c.state == state)
    for word in words:
        found = calls.c.words.contains(word.lower(), autoescape=True)
        wanted.append(or_(found, calls.c.number.endswith(word, autoescape=True)))
    order = [calls.c.follow_up, calls.c.number] if state == OPEN else [calls.c.started_at.desc()]
    rows = db.execute(select(calls).where(*wanted).order_by(*order).limit(LISTED))
    return [_call(row) for row in rows]


def _columns(call: Call, words: str) -> dict[str, Any]:
    return {
        "user_id": call.user_id,
        "state": call.state,
        "case": json.dumps(call.case.to_json(), ensure_ascii=False),
        "said": json.dumps(call.said, ensure_ascii=False),
        "measures": json.dumps(call.measures),
        "note": call.note,
        "disposition": call.disposition,
        "follow_up": call.follow_up,
        "words": words.lower(),
        "started_at": call.started_at,
        "updated_at": call.updated_at,
        "ended_at": call.ended_at,
    }


def _call(row: Row[Any]) -> Call:
    return Call(
        number=row.number,
        user_id=row.user_id,
        state=row.state,
        case=Case.from_json(json.loads(row.case)),
        said=tuple(json.loads(row.said)),
        measures=tuple(json.loads(row.measures)),
        note=row.note,
        disposition=row.disposition,
        follow_up=row.follow_up,
        started_at=row.started_at,
        updated_at=row.updated_at,
        ended_at=row.ended_at,
    )
