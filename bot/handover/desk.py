"""The agent's side of a hand-over: who waits, what was said, joining, writing, handing back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot import masking
from bot.accounts.roles import Person
from bot.handover.citizens import HandoverError
from bot.store import statements
from bot.store.tables import agent_messages, handovers, sessions

FORGOTTEN = timedelta(minutes=30)
"""After so long without an agent, or without a word of the agent's, the bot answers again."""

LONGEST = 1000  # characters an agent writes at once
_SHOWN = 100
_OUR_NUMBERS = frozenset({"电话号码"})  # an agent may well tell an office's telephone number
_PARTING = "坐席已经离开对话，接下来由政策助手继续回答。"


class ChatGoneError(HandoverError):
    """The conversation was deleted, handed back, or is another agent's."""

    code = "chat_gone"


@dataclass(frozen=True, slots=True)
class Chat:
    """One hand-over under way. Moments are naive UTC; ``user_id`` None: nobody has joined yet."""

    id: int
    session_id: str
    channel: str
    asked_at: datetime
    taken_at: datetime | None
    user_id: int | None
    agent: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said: ``who`` is citizen, bot or agent, ``name`` an agent's."""

    who: str
    at: datetime
    texts: tuple[str, ...]
    name: str = ""


def listed(db: Connection) -> list[Chat]:
    """Every hand-over under way, the longest waiting first."""
    return [_chat(row) for row in db.execute(_UNDER_WAY.order_by(handovers.c.asked_at))]


def find(db: Connection, number: int) -> Chat:
    """The hand-over; ``ChatGoneError`` when it is over."""
    row = db.execute(_UNDER_WAY.where(handovers.c.id == number)).first()
    if row is None:
        raise ChatGoneError("这个对话已经结束，或者对方删除了记录。")
    return _chat(row)


def take(db: Connection, number: int, person: Person, now: datetime) -> Chat:
    """Joins a conversation that waits; joining one's own again changes nothing."""
    chat = find(db, number)
    if chat.user_id == person.id:
        return chat
    free = handovers.c.user_id.is_(None)
    values = {"user_id": person.id, "agent": person.title, "taken_at": now, "active_at": now}
    taken = db.execute(update(handovers).where(handovers.c.id == number, free).values(**values))
    if not taken.rowcount:
        raise ChatGoneError(f"{chat.agent or '别的坐席'}已经接入这个对话。")
    _move(db, chat.session_id, "agent")
    return find(db, number)


def write(db: Connection, number: int, person: Person, text: str, now: datetime) -> None:
    """Writes into one's own conversation; identity and card numbers are masked."""
    chat = _own(db, number, person)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise HandoverError(f"要写1至{LONGEST}个字。", field="text")
    _say(db, chat, masking.mask(words, keep=_OUR_NUMBERS).text, now)
    db.execute(update(handovers).where(handovers.c.id == number).values(active_at=now))


def give_back(db: Connection, number: int, person: Person, now: datetime) -> Chat:
    """Ends the hand-over: the bot answers again, and the citizen is told so."""
    chat = _own(db, number, person)
    _end(db, chat, now)
    return chat


def release_forgotten(db: Connection, now: datetime) -> int:
    """Hands back what nobody joined or wrote into for long; how many."""
    stale = _UNDER_WAY.where(handovers.c.active_at < now - FORGOTTEN)
    chats = [_chat(row) for row in db.execute(stale)]
    for chat in chats:
        _end(db, chat, now)
    return len(chats)


def transcript(db: Connection, session_id: str) -> list[Line]:
    """Everything said in the session, oldest first."""
    lines = []
    for turn in statements.history(db, session_id) or ():
        at = datetime.fromisoformat(turn["at"]).astimezone(UTC).replace(tzinfo=None)
        lines.append(Line("citizen", at, (turn["text"],)))
        texts = tuple(reply["text"] for reply in turn["answer"]["replies"] if reply.get("text"))
        if texts:
            lines.append(Line("bot", at, texts))
    written = db.execute(select(agent_messages).where(agent_messages.c.session_id == session_id))
    lines += [Line("agent", one.at, (one.text,), one.author) for one in written]
    return sorted(lines, key=lambda line: line.at)[-_SHOWN:]


def _own(db: Connection, number: int, person: Person) -> Chat:
    chat = find(db, number)
    if chat.user_id != person.id:
        raise ChatGoneError("您没有接入这个对话，请先接入。")
    return chat


def _end(db: Connection, chat: Chat, now: datetime) -> None:
    if chat.user_id is not None:
        _say(db, chat, _PARTING, now)
    db.execute(update(handovers).where(handovers.c.id == chat.id).values(ended_at=now))
    _move(db, chat.session_id, "bot")


def _say(db: Connection, chat: Chat, text: str, now: datetime) -> None:
    row: dict[str, Any] = {"session_id": chat.session_id, "author": chat.agent or "坐席"}
    db.execute(insert(agent_messages).values(text=text, at=now, **row))


def _move(db: Connection, session_id: str, state: str) -> None:
    db.execute(update(sessions).where(sessions.c.session_id == session_id).values(state=state))


_UNDER_WAY = (
    select(handovers, sessions.c.state)
    .join(sessions, sessions.c.session_id == handovers.c.session_id)
    .where(handovers.c.ended_at.is_(None), sessions.c.state != "bot")
)


def _chat(row: Row[Any]) -> Chat:
    return Chat(
        row.id, row.session_id, row.channel, row.asked_at, row.taken_at, row.user_id, row.agent,
        row.state,
    )  # fmt: skip
