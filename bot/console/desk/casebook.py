"""Calls found again: one's own follow-ups and calls, by number or words; everyone's to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts.roles import Person
from bot.clock import in_beijing
from bot.console.access import audit, signed_in
from bot.console.desk.calls import OPEN, Call
from bot.console.desk.codes import dispositions
from bot.console.desk.room import Room
from bot.console.desk.showing import Show
from bot.console.rendering import render

WithCases = Annotated[Person, signed_in("cases", "cases.all")]
MOST = 100  # characters of a search
STATES = {"draft": "通话中", "open": "待回访", "closed": "已办结"}


@dataclass(frozen=True, slots=True)
class Line:
    """One call of a list."""

    call: Call
    started: str
    state: str
    outcome: str
    about: str
    due: bool


def make_router(room: Room, show: Show) -> APIRouter:
    """``/cases``."""
    router = APIRouter(prefix="/cases")

    @router.get("")
    async def cases(request: Request, person: WithCases, q: str = "") -> Response:
        wanted = q.strip()[:MOST]
        due = [] if wanted else await room.listed(person, "", OPEN)
        found = await room.listed(person, wanted, None)
        values: dict[str, Any] = {"q": wanted, "all": person.may("cases.all")}
        if wanted:
            await audit(request, "call.searched", "", {"found": len(found)})
        return render(
            request, "desk/cases.html", due=lines(room, due), found=lines(room, found), **values
        )

    @router.get("/{number}")
    async def case(request: Request, person: WithCases, number: str) -> Response:
        whose = room.any_call(number) if person.may("cases.all") else room.call(number, person)
        call = await whose
        await audit(request, "call.opened", call.number)
        stage = room.stage
        facts = stage.desk.fact_texts(call.case.facts)
        names = [room.kb.measures[one].name for one in call.measures if one in room.kb.measures]
        line = lines(room, [call])[0]
        values: dict[str, Any] = {"facts": facts, "names": names, "mine": call.user_id == person.id}
        return render(request, "desk/case.html", line=line, call=call, **values)

    return router


def lines(room: Room, found: Sequence[Call]) -> list[Line]:
    """Calls as a list shows them."""
    return [_line(room, call) for call in found]


def _line(room: Room, call: Call) -> Line:
    ended = dispositions().get(call.disposition or "")
    names = [room.kb.measures[one].name for one in call.measures if one in room.kb.measures]
    said = call.said[-1] if call.said else ""
    return Line(
        call,
        in_beijing(call.started_at).strftime("%m-%d %H:%M") if call.started_at else "",
        STATES[call.state],
        ended.name if ended else "",
        "、".join(names[-3:]) or said or call.note,
        bool(call.follow_up and call.follow_up <= room.today),
    )
