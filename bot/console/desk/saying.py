"""The box: what was typed and ended with Enter, found or read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from bot import masking
from bot.accounts.roles import Person
from bot.console.desk import compare, hearing
from bot.console.desk.calls import Call
from bot.console.desk.showing import address
from bot.console.desk.work import Work, compared, looking_at, text_of
from bot.console.search import Hit
from bot.errors import EngineError

_NO_ENGINE = "听写理解暂时不可用。仍可以按名称、拼音首字母、文号查政策，也可以直接在表里填情况。"


class Saying(Work):
    """Takes what agents type."""

    async def said(self, request: Request, call: Call, person: Person, form: FormData) -> Response:
        """What was typed into the box, or the suggestion that was chosen."""
        text = text_of(form, "text")
        if hit := _chosen(form):
            return await self._take(request, call, person, (hit,))
        if not text:
            return self.show.parts(request, call, then="box")
        found = hearing.found(self.room.finder, text, self.room.today)
        if found and found.pair:
            return await self._paired(request, call, person, found.pair)
        if found and found.days:
            return self._compared(request, call, found.days, found.measure)
        if found:
            return await self._take(request, call, person, found.hits)
        return await self.hear(request, call, person, text)

    async def _take(
        self, request: Request, call: Call, person: Person, hits: tuple[Hit, ...]
    ) -> Response:
        """What was found is taken up: a measure to look at, a place, a field, another call."""
        hit = hits[0]
        if hit.kind == "call":
            return await self._other_call(request, call, person, hit.id)
        if hit.kind == "fact":
            return self.show.parts(request, call, asked_for=hit.id, then=f"fact-{hit.id}")
        if hit.kind == "document":
            shown = {"kind": "document", "document": self.room.kb.documents[hit.id]}
            shown["clauses"] = self.room.finder.clauses_of(hit.id)
            return self.show.parts(request, call, overlay=shown, then="overlay")
        if hit.kind == "region":
            how = lambda c: replace(c, case=replace(c.case, region=hit.id))  # noqa: E731
            return await self.changed(request, call, person, how, notes=(hit.id,))
        focus = hit.measures if hit.kind == "clause" else tuple(one.id for one in hits)
        return await self.changed(request, call, person, looking_at(focus), then="asking")

    async def _other_call(
        self, request: Request, call: Call, person: Person, typed: str
    ) -> Response:
        found = await self.room.listed(person, typed, None)
        if len(found) != 1:
            return self.show.go(request, f"/console/cases?q={typed}")
        return self.show.go(request, address(found[0]))

    def _compared(
        self, request: Request, call: Call, days: tuple[date, date], measure: str | None
    ) -> Response:
        chosen = measure or (call.case.focus[0] if len(call.case.focus) == 1 else None)
        return self.show.parts(
            request, call, overlay=compared(self.room, call, days, chosen), then="overlay"
        )

    async def _paired(
        self, request: Request, call: Call, person: Person, pair: tuple[str, str]
    ) -> Response:
        """Two measures looked at together."""
        case = hearing.focusing(call.case, pair)
        shown = {"kind": "two", "comparison": compare.measures(self.room.stage, case, *pair)}
        return await self.changed(
            request, call, person, looking_at(pair), then="overlay", overlay=shown
        )

    async def hear(self, request: Request, call: Call, person: Person, text: str) -> Response:
        """A sentence of the caller's."""
        room, stage = self.room, self.room.stage
        question = stage.scene(call).question
        try:
            reading, before = await hearing.read(
                room.office.house.engine, text, call.case, question, room.today
            )
        except EngineError:
            near = self._near(text)
            return self.show.parts(request, call, problems=(_NO_ENGINE,), guesses=near, then="box")
        heard = hearing.heard(stage.desk, before, reading)
        if heard.nothing:
            near = self._near(text)
            return self.show.parts(
                request, call, problems=(_unheard(near),), guesses=near, then="box"
            )
        guesses = tuple(Hit("measure", one, 0.5) for one in heard.guesses)
        safe = masking.mask(text).text
        how = lambda c: replace(c, case=heard.case).hearing(safe).looking_at(*heard.case.focus)  # noqa: E731
        return await self.changed(
            request, call, person, how, notes=heard.noted, problems=heard.problems, guesses=guesses
        )

    def _near(self, text: str) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.room.finder.find(text) if hit.kind != "call")[:3]


def _chosen(form: FormData) -> Hit | None:
    """The suggestion that was chosen, if one was."""
    kind, id = text_of(form, "kind"), text_of(form, "id")
    if not (kind and id):
        return None
    measures = tuple(one for one in text_of(form, "measures").split(",") if one)
    return Hit(kind, id, 1.0, clause=text_of(form, "clause"), measures=measures)


def _unheard(near: tuple[Hit, ...]) -> str:
    return "没听懂这一句。是不是要找：" if near else "没听懂这一句，换个说法，或直接在表里填。"
