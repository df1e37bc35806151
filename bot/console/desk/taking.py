"""Taking a call: everything that changes it. Every change is saved and judged again at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from bot import guard, masking
from bot.accounts.roles import Person
from bot.console.access import audit, signed_in
from bot.console.desk import compare, hearing, ratings, values
from bot.console.desk.calls import Call
from bot.console.desk.codes import dispositions
from bot.console.desk.errors import DeskError
from bot.console.desk.room import NEW, Room, safe_note
from bot.console.desk.showing import Show, address
from bot.console.desk.traces import traces
from bot.console.search import Hit
from bot.errors import BotError, EngineError
from bot.judging import check_values, parse_date
from policy_kb import FactError, RegionError

AtDesk = Annotated[Person, signed_in("desk")]
REGION, AS_OF = "region", "as_of"

_NO_ENGINE = "听写理解暂时不可用。仍可以按名称、拼音首字母、文号查政策，也可以直接在表里填情况。"


def make_router(room: Room, show: Show) -> APIRouter:
    """``/calls/{number}/…``, all by POST."""
    router = APIRouter(prefix="/calls/{number}")
    taking = Taking(room, show)
    for name, work in taking.works().items():
        router.add_api_route(f"/{name}", work, methods=["POST"], name=f"desk_{name}")
    return router


class Taking:
    """One method for each thing an agent can do to a call."""

    def __init__(self, room: Room, show: Show) -> None:
        self._room, self._show = room, show

    def works(self) -> dict[str, Callable[..., Any]]:
        """The methods by the last part of their address."""
        return {
            "say": self.say,
            "fact": self.fact,
            "answer": self.answer,
            "focus": self.focus,
            "note": self.note,
            "rate": self.rate,
            "finish": self.finish,
        }

    async def say(self, request: Request, number: str, person: AtDesk) -> Response:
        """What was typed into the box and ended with Enter."""
        form = await request.form()
        text = _text(form, "text")
        call = await self._room.call(number, person)
        if hit := _chosen(form):
            return await self._take(request, call, person, (hit,))
        if not text:
            return self._show.parts(request, call, then="box")
        found = hearing.found(self._room.finder, text, self._room.today)
        if found and found.pair:
            return await self._paired(request, call, person, found.pair)
        if found and found.days:
            return self._compared(request, call, found.days, found.measure)
        if found:
            return await self._take(request, call, person, found.hits)
        return await self._hear(request, call, person, text)

    async def _take(
        self, request: Request, call: Call, person: Person, hits: tuple[Hit, ...]
    ) -> Response:
        """What was found is taken up: a measure to look at, a place, a field, another call."""
        hit = hits[0]
        if hit.kind == "call":
            return await self._other_call(request, call, person, hit.id)
        if hit.kind == "fact":
            return self._show.parts(request, call, asked_for=hit.id, then=f"fact-{hit.id}")
        if hit.kind == "document":
            shown = {"kind": "document", "document": self._room.kb.documents[hit.id]}
            shown["clauses"] = self._room.finder.clauses_of(hit.id)
            return self._show.parts(request, call, overlay=shown, then="overlay")
        if hit.kind == "region":
            how = lambda c: replace(c, case=replace(c.case, region=hit.id))  # noqa: E731
            return await self._changed(request, call, person, how, notes=(hit.id,))
        focus = hit.measures if hit.kind == "clause" else tuple(one.id for one in hits)
        return await self._changed(request, call, person, _looking_at(focus), then="asking")

    async def _other_call(
        self, request: Request, call: Call, person: Person, typed: str
    ) -> Response:
        found = await self._room.listed(person, typed, None)
        if len(found) != 1:
            return self._show.go(request, f"/console/cases?q={typed}")
        return self._show.go(request, address(found[0]))

    def _compared(
        self, request: Request, call: Call, days: tuple[date, date], measure: str | None
    ) -> Response:
        chosen = measure or (call.case.focus[0] if len(call.case.focus) == 1 else None)
        return self._show.parts(
            request, call, overlay=compared(self._room, call, days, chosen), then="overlay"
        )

    async def _paired(
        self, request: Request, call: Call, person: Person, pair: tuple[str, str]
    ) -> Response:
        """Two measures looked at together."""
        case = hearing.focusing(call.case, pair)
        shown = {"kind": "two", "comparison": compare.measures(self._room.stage, case, *pair)}
        return await self._changed(
            request, call, person, _looking_at(pair), then="overlay", overlay=shown
        )

    async def _hear(self, request: Request, call: Call, person: Person, text: str) -> Response:
        """A sentence of the caller's."""
        room, stage = self._room, self._room.stage
        question = stage.scene(call).question
        try:
            reading, before = await hearing.read(
                room.office.house.engine, text, call.case, question, room.today
            )
        except EngineError:
            near = self._near(text)
            return self._show.parts(request, call, problems=(_NO_ENGINE,), guesses=near, then="box")
        heard = hearing.heard(stage.desk, before, reading)
        if heard.nothing:
            near = self._near(text)
            return self._show.parts(
                request, call, problems=(_unheard(near),), guesses=near, then="box"
            )
        guesses = tuple(Hit("measure", one, 0.5) for one in heard.guesses)
        safe = masking.mask(text).text
        how = lambda c: replace(c, case=heard.case).hearing(safe).looking_at(*heard.case.focus)  # noqa: E731
        return await self._changed(
            request, call, person, how, notes=heard.noted, problems=heard.problems, guesses=guesses
        )

    def _near(self, text: str) -> tuple[Hit, ...]:
        return tuple(hit for hit in self._room.finder.find(text) if hit.kind != "call")[:3]

    async def fact(self, request: Request, number: str, person: AtDesk) -> Response:
        """One field of the form, set or emptied; place and date are fields too."""
        form = await request.form()
        name = _text(form, "fact")
        call = await self._room.call(number, person)
        fields = {key: [str(one) for one in form.getlist(key)] for key in form}
        value = self._read(name, fields)
        return await self._told(request, call, person, name, value, then="")

    def _read(self, name: str, fields: dict[str, list[str]]) -> Any:
        if name in (REGION, AS_OF):
            return (fields.get("value") or [""])[0].strip() or None
        fact = self._room.kb.facts.get(name)
        if fact is None:
            raise DeskError("没有这一项情况。")
        value = values.read(fact, fields)
        return masking.mask(value).text if fact.type == "text" and value else value

    async def answer(self, request: Request, number: str, person: AtDesk) -> Response:
        """The answer to the question asked: by its key, typed, or that it is not known."""
        form = await request.form()
        name, call = _text(form, "fact"), await self._room.call(number, person)
        if "unknown" in form:
            how = lambda c: replace(c, case=c.case.declining(name))  # noqa: E731
            return await self._changed(request, call, person, how)
        if chosen := _text(form, "value"):
            return await self._told(request, call, person, name, _json(chosen))
        typed = _text(form, "typed")
        fact = self._room.kb.facts.get(name)
        if not typed or fact is None:
            return self._show.parts(request, call, problems=("请先填上回答。",), then="answer")
        try:
            value = values.read(fact, {"value": [typed]})
        except DeskError:  # in words: 三十来个
            return await self._hear(request, call, person, typed)
        return await self._told(request, call, person, name, value)

    async def _told(
        self, request: Request, call: Call, person: Person, name: str, value: Any, *,
        then: str = "answer",
    ) -> Response:  # fmt: skip
        """The call with one thing set by hand; refusals say what may be filled in."""
        try:
            check_values({name: value})
            case = self._set(call, name, value)
        except (FactError, RegionError, BotError) as error:
            said = str(error).replace(f"（{name}）", "").removeprefix("as_of：")
            return self._show.parts(request, call, problems=(said,), then=then)
        return await self._changed(
            request, call, person, lambda c: replace(c, case=case), then=then
        )

    def _set(self, call: Call, name: str, value: Any) -> Any:
        case, desk = call.case, self._room.stage.desk
        if name == REGION:
            return replace(case, region=desk.kb.region(value).name if value else None)
        if name == AS_OF:
            day = parse_date(value) if value else None
            return replace(case, as_of=None if day == desk.today else day)
        return hearing.told(desk, case, name, value)

    async def focus(self, request: Request, number: str, person: AtDesk) -> Response:
        """The measure to look at; none for all of them again."""
        form = await request.form()
        wanted = [str(one) for one in form.getlist("measure") if one in self._room.kb.measures]
        call = await self._room.call(number, person)
        return await self._changed(
            request, call, person, _looking_at(tuple(wanted)), then=_text(form, "then")
        )

    async def note(self, request: Request, number: str, person: AtDesk) -> Response:
        """The agent's note, as it is typed."""
        form = await request.form()
        text = safe_note(str(form.get("note") or ""))
        call = await self._room.change(number, person, lambda c: replace(c, note=text))
        return self._show.foot(request, call, "已存")

    async def rate(self, request: Request, number: str, person: AtDesk) -> Response:
        """👍, or 口径有误 with a reason."""
        form = await request.form()
        measure, rating = _text(form, "measure"), _text(form, "rating")
        if measure not in self._room.kb.measures:
            raise DeskError("没有这项政策。")
        call = await self._room.change(number, person, lambda c: c.looking_at(measure))
        comment = masking.mask(_text(form, "comment")[: ratings.MOST]).text
        desk, at = self._room.stage.desk, self._room.office.now()
        question = "；".join([*call.said[-3:], "，".join(desk.fact_texts(call.case.facts))])
        await self._room.office.store.transact(
            lambda db: ratings.keep(
                db, number=call.number, measure=measure, rating=rating,
                reason=_text(form, "reason"), comment=comment, question=question, at=at,
            )
        )  # fmt: skip
        await audit(request, "call.rated", call.number, {"measure": measure, "rating": rating})
        said = "已记下，谢谢。" if rating == "up" else "已报给知识管理员，答复会出现在反馈里。"
        return self._show.parts(request, call, notes=(said,), then="opened")

    async def finish(self, request: Request, number: str, person: AtDesk) -> Response:
        """The call wrapped up: what came of it, and when to call back."""
        form = await request.form()
        chosen = dispositions().get(_text(form, "disposition"))
        if chosen is None:
            raise DeskError("请选一个处理结果。")
        day = _text(form, "follow_up")
        follow_up = parse_date(day) if day else None
        note = str(form.get("note") or "")
        call = await self._room.change(
            number, person, lambda c: self._room.finished(c, chosen.code, follow_up, note)
        )
        await audit(request, "call.finished", call.number, {"disposition": chosen.code})
        told = f"通话{call.number}已保存：{chosen.name}"
        if follow_up:
            told += f"，{follow_up.isoformat()}回访"
        return self._show.go(request, f"/console/calls/{NEW}", good=f"{told}。")

    async def _changed(
        self, request: Request, call: Call, person: Person, how: Callable[[Call], Call], *,
        then: str = "answer", **shown: Any,
    ) -> Response:  # fmt: skip
        """The call changed, saved, judged again and shown."""
        changed = await self._room.change(call.number or NEW, person, how)
        for action, detail in traces(call, changed):
            await audit(request, action, changed.number, detail)
        return self._show.parts(request, changed, then=then, **shown)


def compared(
    room: Room, call: Call, days: tuple[date, date], measure: str | None
) -> dict[str, Any]:
    """Two days compared, for one measure or for all that differ, as an overlay shows it."""
    shown: dict[str, Any] = {"kind": "days", "days": days, "measure": measure}
    if measure is None:
        return {**shown, "turned": compare.turned(room.stage, call.case, *days)}
    return {**shown, "comparison": compare.days(room.stage, call.case, *days, measure)}


def _looking_at(measures: tuple[str, ...]) -> Callable[[Call], Call]:
    return lambda call: replace(call, case=hearing.focusing(call.case, measures)).looking_at(
        *measures
    )


def _chosen(form: FormData) -> Hit | None:
    """The suggestion that was chosen, if one was."""
    kind, id = _text(form, "kind"), _text(form, "id")
    if not (kind and id):
        return None
    measures = tuple(one for one in _text(form, "measures").split(",") if one)
    return Hit(kind, id, 1.0, clause=_text(form, "clause"), measures=measures)


def _text(form: FormData, name: str) -> str:
    return str(form.get(name) or "").strip()[: guard.MAX_CHARS * 2]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise DeskError("这个回答读不出来，请刷新页面再试。") from None


def _unheard(near: tuple[Hit, ...]) -> str:
    return "没听懂这一句。是不是要找：" if near else "没听懂这一句，换个说法，或直接在表里填。"
