"""What every change to a call has in common: it is saved, noted, judged again and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from bot import guard
from bot.accounts.roles import Person
from bot.console.access import audit
from bot.console.desk import compare, hearing
from bot.console.desk.calls import Call
from bot.console.desk.room import NEW, Room
from bot.console.desk.showing import Show
from bot.console.desk.traces import traces
from bot.errors import BotError
from bot.judging import check_values, parse_date
from policy_kb import FactError, RegionError

REGION, AS_OF = "region", "as_of"


class Work:
    """Changes to the calls of one room."""

    def __init__(self, room: Room, show: Show) -> None:
        self.room, self.show = room, show

    async def changed(
        self, request: Request, call: Call, person: Person, how: Callable[[Call], Call], *,
        then: str = "answer", **shown: Any,
    ) -> Response:  # fmt: skip
        """The call changed, saved, judged again and shown."""
        changed = await self.room.change(call.number or NEW, person, how)
        for action, detail in traces(call, changed):
            await audit(request, action, changed.number, detail)
        return self.show.parts(request, changed, then=then, **shown)

    async def told(
        self, request: Request, call: Call, person: Person, name: str, value: Any, *,
        then: str = "answer",
    ) -> Response:  # fmt: skip
        """The call with one thing set by hand; refusals say what may be filled in."""
        try:
            check_values({name: value})
            case = self._set(call, name, value)
        except (FactError, RegionError, BotError) as error:
            said = str(error).replace(f"（{name}）", "").removeprefix("as_of：")
            return self.show.parts(request, call, problems=(said,), then=then)
        return await self.changed(request, call, person, lambda c: replace(c, case=case), then=then)

    def _set(self, call: Call, name: str, value: Any) -> Any:
        case, desk = call.case, self.room.stage.desk
        if name == REGION:
            return replace(case, region=desk.kb.region(value).name if value else None)
        if name == AS_OF:
            day = parse_date(value) if value else None
            return replace(case, as_of=None if day == desk.today else day)
        return hearing.told(desk, case, name, value)


def compared(
    room: Room, call: Call, days: tuple[date, date], measure: str | None
) -> dict[str, Any]:
    """Two days compared, for one measure or for all that differ, as an overlay shows it."""
    shown: dict[str, Any] = {"kind": "days", "days": days, "measure": measure}
    if measure is None:
        return {**shown, "turned": compare.turned(room.stage, call.case, *days)}
    return {**shown, "comparison": compare.days(room.stage, call.case, *days, measure)}


def looking_at(measures: tuple[str, ...]) -> Callable[[Call], Call]:
    """The change that puts these measures in focus; none: all of them."""
    return lambda call: replace(call, case=hearing.focusing(call.case, measures)).looking_at(
        *measures
    )


def text_of(form: FormData, name: str) -> str:
    """A field of a form, without blank edges, no longer than can be meant."""
    return str(form.get(name) or "").strip()[: guard.MAX_CHARS * 2]
