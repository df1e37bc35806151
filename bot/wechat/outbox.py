"""What was said to each delivery and whether the user has it; see ``Outbox`` for the states.

Every change of state is one conditional statement, so that of several processes (or of a retry and
a push) exactly one gives the answer.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, select, update

from bot.clock import Now, utc_now
from bot.store import Store
from bot.store.dialect import insert
from bot.store.tables import wechat_deliveries as rows
from bot.wechat.pages import Page
from bot.wechat.render import with_earlier

Pages = tuple[Page, ...]

LATE, KEPT, SENDING, PASSIVE, PUSHED = "late", "kept", "sending", "passive", "pushed"

_SESSION = rows.c.session_id == bindparam("session")
_ONE = _SESSION & (rows.c.message_id == bindparam("message"))
_FIND = select(rows).where(_ONE)
_LAST_SHOWN = (
    select(rows.c.pages)
    .where(_SESSION, rows.c.shown_at.is_not(None))
    .order_by(rows.c.shown_at.desc())
    .limit(1)
)
_UNSEEN = select(rows).where(_SESSION, rows.c.state.in_((LATE, KEPT))).order_by(rows.c.at)
_TAKE_KEPT = (
    update(rows)
    .where(_SESSION, rows.c.state == KEPT, rows.c.message_id != bindparam("own"))
    .values(state=PUSHED, sealed=None, due_at=None)
    .returning(rows.c.pages, rows.c.at)
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery as it is kept."""

    session: str
    message: str
    state: str
    pages: Pages
    told: bool
    words: str | None
    sealed: bytes | None
    due_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known as a delivery arrives: itself, what the user saw last, what they wait for."""

    own: Delivery | None
    shown: Pages
    unseen: tuple[Delivery, ...]


class Outbox:
    """The deliveries in the database.

    ``late``: the answer is under way, and WeChat has been let go or soon will be. ``kept``: the
    answer is ready, nobody has it. ``sending``: somebody is pushing it. ``passive``: given in reply
    to WeChat's request, and again to each repeat of it. ``pushed``: the user has it by another way;
    a repeat gets nothing more.
    """

    def __init__(self, store: Store, now: Now = utc_now) -> None:
        self._store, self._now = store, now

    async def look(self, session: str, message: str) -> Situation:
        """What is known as a delivery arrives."""
        names = {"session": session, "message": message}

        def read(db: Connection) -> Situation:
            own = db.execute(_FIND, names).first()
            if own is not None:
                return Situation(_delivery(own), (), ())
            last = db.execute(_LAST_SHOWN, names).scalar()
            unseen = tuple(_delivery(row) for row in db.execute(_UNSEEN, names))
            return Situation(None, _unpack(last), unseen)

        return await self._store.transact(read)

    async def give(self, session: str, message: str, pages: Pages) -> Pages | None:
        """What to reply passively: the answer, behind what was kept for the user before.

        None when the user has it already, or somebody is pushing it.
        """
        now = self._now()
        names = {"session": session, "message": message}

        def settle(db: Connection) -> Pages | None:
            if not self._insert(db, names, state=PASSIVE, at=now) and not _move(
                db, names, (LATE, KEPT), state=PASSIVE, words=None, sealed=None, due_at=None
            ):
                own = db.execute(_FIND, names).first()
                return _unpack(own.pages) if own is not None and own.state == PASSIVE else None
            taken = db.execute(_TAKE_KEPT, {**names, "own": message}).all()
            earlier = [_unpack(row.pages) for row in sorted(taken, key=lambda row: row.at)]
            whole = with_earlier(earlier, pages)
            db.execute(update(rows).where(_ONE).values(pages=_pack(whole), shown_at=now), names)
            return whole

        return await self._store.transact(settle)

    async def owe(
        self,
        session: str,
        message: str,
        *,
        words: str,
        sealed: bytes | None,
        told: bool,
        due: float,
    ) -> None:
        """Notes an answer that may come late; ``due`` s from now somebody else looks after it."""
        now = self._now()
        names = {"session": session, "message": message}
        rest = {"words": words, "sealed": sealed, "due_at": now + timedelta(seconds=due)}

        def note(db: Connection) -> None:
            if not self._insert(db, names, state=LATE, at=now, told=told, **rest) and told:
                db.execute(update(rows).where(_ONE).values(told=True), names)

        await self._store.transact(note)

    async def keep(self, session: str, message: str, pages: Pages, due: float | None) -> bool:
        """The answer to a late delivery is ready; False when somebody was faster."""
        values = {"pages": _pack(pages), "words": None, "due_at": self._due(due)}
        return await self._move(session, message, (LATE,), state=KEPT, **values)

    async def put(
        self, session: str, message: str, pages: Pages, sealed: bytes | None, due: float | None
    ) -> None:
        """Keeps something said without being asked, to be pushed or fetched."""
        values = {"pages": _pack(pages), "sealed": sealed, "due_at": self._due(due)}
        names = {"session": session, "message": message}
        await self._store.transact(
            lambda db: self._insert(db, names, state=KEPT, at=self._now(), **values)
        )

    async def claim(self, session: str, message: str, due: float) -> Delivery | None:
        """A kept answer, to push it; None when it is no longer there to push."""
        names = {"session": session, "message": message}

        def take(db: Connection) -> Delivery | None:
            if not _move(db, names, (KEPT,), state=SENDING, due_at=self._due(due)):
                return None
            return _delivery(db.execute(_FIND, names).one())

        return await self._store.transact(take)

    async def pushed(self, session: str, message: str) -> None:
        """The push has arrived."""
        gone = {"sealed": None, "due_at": None, "shown_at": self._now()}
        await self._move(session, message, (SENDING,), state=PUSHED, **gone)

    async def unsent(self, session: str, message: str, due: float | None) -> None:
        """The push has failed; ``due`` None: there will be no other, the OpenID can go."""
        values: dict[str, Any] = {"due_at": self._due(due)}
        if due is None:
            values["sealed"] = None
        await self._move(session, message, (SENDING,), state=KEPT, **values)

    async def settle(self, session: str, message: str) -> None:
        """Nobody pushes it any more: the OpenID goes, the answer waits to be fetched."""
        await self._move(session, message, (LATE, KEPT), sealed=None, due_at=None)

    async def due(self, again: float, most: int = 20) -> list[Delivery]:
        """Deliveries that somebody has to look after now; nobody else gets them for ``again`` s."""
        now = self._now()

        def take(db: Connection) -> list[Delivery]:
            waiting = select(rows).where(rows.c.due_at <= now).order_by(rows.c.due_at).limit(most)
            taken = []
            for row in db.execute(waiting).all():
                names = {"session": row.session_id, "message": row.message_id}
                mine = (
                    update(rows)
                    .where(_ONE, rows.c.due_at == row.due_at)
                    .values(due_at=now + timedelta(seconds=again))
                )
                if db.execute(mine, names).rowcount:
                    taken.append(_delivery(row))
            return taken

        return await self._store.transact(take)

    async def forget(self, session: str) -> None:
        """Deletes everything about the session."""
        await self._store.transact(
            lambda db: db.execute(delete(rows).where(_SESSION), {"session": session})
        )

    async def expire(self, days: int) -> None:
        """Deletes what is older than conversations are kept."""
        end = self._now() - timedelta(days=days)
        await self._store.transact(lambda db: db.execute(delete(rows).where(rows.c.at < end)))

    async def _move(self, session: str, message: str, states: Sequence[str], **to: Any) -> bool:
        names = {"session": session, "message": message}
        return await self._store.transact(lambda db: _move(db, names, states, **to))

    def _due(self, seconds: float | None) -> datetime | None:
        return None if seconds is None else self._now() + timedelta(seconds=seconds)

    @staticmethod
    def _insert(db: Connection, names: dict[str, str], **values: Any) -> bool:
        key = {"session_id": names["session"], "message_id": names["message"]}
        row = insert(db, rows).values({"told": False, **key, **values}).on_conflict_do_nothing()
        # an INSERT's row count is not to be had from PostgreSQL
        return db.execute(row.returning(rows.c.state)).first() is not None


def _move(db: Connection, names: dict[str, str], states: Sequence[str], **to: Any) -> bool:
    """Moves a delivery out of one of the states; whether it was this call that did."""
    moved = update(rows).where(_ONE, rows.c.state.in_(states)).values(**to)
    return db.execute(moved, names).rowcount > 0


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        session=row.session_id,
        message=row.message_id,
        state=row.state,
        pages=_unpack(row.pages),
        told=row.told,
        words=row.words,
        sealed=row.sealed,
        due_at=row.due_at,
        at=row.at,
    )


def _pack(pages: Pages) -> bytes:
    return zlib.compress(orjson.dumps([page.to_json() for page in pages]), level=1)


def _unpack(packed: bytes | None) -> Pages:
    if packed is None:
        return ()
    return tuple(Page.from_json(raw) for raw in orjson.loads(zlib.decompress(packed)))
