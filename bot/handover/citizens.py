"""The citizen's side of a hand-over: asking for a person, and what that person writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from bot.accounts.roles import PERMISSIONS
from bot.errors import BotError, NotFoundError
from bot.store.tables import agent_messages, console_sessions, handovers, sessions, users

Json = dict[str, Any]

AT_THE_DESK = timedelta(minutes=10)
"""An agent whose console was not used for longer is taken to be away."""

MOST = 200  # messages of agents sent at once


class HandoverError(BotError):
    """A conversation cannot be handed over or written into as it stands."""

    status = 409
    code = "handover"


class NobodyError(HandoverError):
    """No agent is at the desk."""

    code = "no_agent"

    def __init__(self) -> None:
        super().__init__(
            "现在没有坐席在线。可以拨打12333（工作时间有人接听），或者过一会儿再试；"
            "您说过的情况都还在。"
        )


@dataclass(frozen=True, slots=True)
class Updates:
    """What a citizen's page has to know: who answers, and what agents wrote since."""

    state: str
    agent: str | None
    messages: tuple[Json, ...]

    def to_json(self) -> Json:
        """As the API shows it."""
        return {"state": self.state, "agent": self.agent, "messages": list(self.messages)}


def ask(db: Connection, session_id: str, now: datetime) -> str:
    """Puts the session among those waiting for a person; the state it is in then.

    Asking again changes nothing. ``NotFoundError`` without such a session, ``NobodyError`` while
    no agent is at the desk.
    """
    row = db.execute(
        select(sessions.c.state, sessions.c.channel).where(sessions.c.session_id == session_id)
    ).first()
    if row is None:
        raise NotFoundError("还没有开始对话：请先说一句要问的事。", field="session_id")
    if row.state != "bot":
        return str(row.state)
    if not _somebody_is_there(db, now):
        raise NobodyError
    db.execute(
        insert(handovers).values(
            session_id=session_id, channel=row.channel, asked_at=now, active_at=now
        )
    )
    db.execute(update(sessions).where(sessions.c.session_id == session_id).values(state="waiting"))
    return "waiting"


def updates(db: Connection, session_id: str, after: int) -> Updates:
    """The session's state and what agents wrote with ids above ``after``, oldest first."""
    state = db.scalar(select(sessions.c.state).where(sessions.c.session_id == session_id))
    if state is None:
        raise NotFoundError("没有这个会话：可能记录已经删除。", field="session_id")
    written = db.execute(
        select(agent_messages)
        .where(agent_messages.c.session_id == session_id, agent_messages.c.id > after)
        .order_by(agent_messages.c.id)
        .limit(MOST)
    ).all()
    agent = written[-1].author if written else _agent(db, session_id)
    messages = tuple(
        {
            "id": one.id,
            "text": one.text,
            "at": one.at.replace(tzinfo=UTC).isoformat(timespec="seconds"),
        }
        for one in written
    )
    return Updates(state, agent, messages)


def _agent(db: Connection, session_id: str) -> str | None:
    return db.scalar(
        select(handovers.c.agent)
        .where(handovers.c.session_id == session_id)
        .order_by(handovers.c.id.desc())
        .limit(1)
    )


def _somebody_is_there(db: Connection, now: datetime) -> bool:
    able = [users.c.roles.contains(role) for role in PERMISSIONS["desk"]]
    here = exists().where(
        console_sessions.c.user_id == users.c.id,
        console_sessions.c.seen_at >= now - AT_THE_DESK,
        users.c.disabled.is_(False),
    )
    return any(db.scalar(select(here.where(one))) for one in able)
