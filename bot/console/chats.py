"""Citizens who asked for a person: joining their chat, reading, writing, handing back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from actions import describe
from bot import handover
from bot.accounts.roles import Person
from bot.clock import in_beijing
from bot.console.access import audit, signed_in
from bot.console.office import Office
from bot.console.rendering import redirect, render
from bot.handover.desk import LONGEST, find
from bot.store import statements

AtDesk = Annotated[Person, signed_in("desk")]
Words = Annotated[str, Form(max_length=4 * LONGEST)]

CHANNELS = {"api": "网页", "page": "网页（无脚本）", "wechat": "微信"}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, as it is shown."""

    who: str
    name: str
    time: str
    texts: tuple[str, ...]


def make_router(office: Office) -> APIRouter:
    """``/chats``."""
    router = APIRouter(prefix="/chats")
    store, kb = office.store, office.house.kb

    async def talk_of(number: int) -> dict[str, Any]:
        def read(db: Connection) -> tuple[handover.Chat, list[handover.Line], Any]:
            chat = find(db, number)
            case = statements.recall(db, chat.session_id, "").case or {}
            return chat, handover.transcript(db, chat.session_id), case

        chat, lines, case = await store.transact(read)
        told = [
            describe.value_text(kb, name, value)
            for name, value in (case.get("facts") or {}).items()
            if name in kb.facts
        ]
        place = {"region": case.get("region"), "as_of": case.get("as_of")}
        return {"chat": chat, "said": [_shown(line) for line in lines], "told": told, **place}

    @router.get("")
    async def chats(request: Request, person: AtDesk) -> Response:
        return render(request, "chats/list.html", **await waiting(person))

    @router.get("/list")
    async def listing(request: Request, person: AtDesk) -> Response:
        return render(request, "chats/waiting.html", **await waiting(person))

    async def waiting(person: Person) -> dict[str, Any]:
        found = await store.transact(handover.listed)
        now = office.now()
        lines = [
            {
                "chat": one,
                "minutes": int((now - one.asked_at).total_seconds() // 60),
                "channel": CHANNELS.get(one.channel, one.channel),
                "mine": one.user_id == person.id,
            }
            for one in found
        ]
        return {"lines": lines}

    @router.post("/{number}/take")
    async def take(request: Request, person: AtDesk, number: int) -> Response:
        await store.transact(lambda db: handover.take(db, number, person, office.now()))
        await audit(request, "chat.taken", str(number))
        return redirect(request, f"/console/chats/{number}")

    @router.get("/{number}")
    async def chat(request: Request, person: AtDesk, number: int) -> Response:
        talk = await talk_of(number)
        await audit(request, "chat.viewed", str(number))
        mine = talk["chat"].user_id == person.id
        return render(request, "chats/chat.html", mine=mine, limit=LONGEST, **talk)

    @router.get("/{number}/log")
    async def log(request: Request, _person: AtDesk, number: int) -> Response:
        return render(request, "chats/log.html", **await talk_of(number))

    @router.post("/{number}/say")
    async def say(request: Request, person: AtDesk, number: int, text: Words = "") -> Response:
        await store.transact(lambda db: handover.write(db, number, person, text, office.now()))
        await audit(request, "chat.wrote", str(number))
        return redirect(request, f"/console/chats/{number}#say")

    @router.post("/{number}/return")
    async def give_back(request: Request, person: AtDesk, number: int) -> Response:
        await store.transact(lambda db: handover.give_back(db, number, person, office.now()))
        await audit(request, "chat.returned", str(number))
        return redirect(request, "/console/chats", good="已经交还给助手。")

    return router


def _shown(line: handover.Line) -> Said:
    names = {"citizen": "来访者", "bot": "助手", "agent": line.name}
    at = in_beijing(line.at).strftime("%H:%M")
    return Said(line.who, names[line.who], at, line.texts)
