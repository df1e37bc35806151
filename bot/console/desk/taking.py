"""Taking a call: everything that changes it. Every change is saved and judged again at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot import masking
from bot.accounts.roles import Person
from bot.console.access import audit, signed_in
from bot.console.desk import ratings, values
from bot.console.desk.codes import dispositions
from bot.console.desk.errors import DeskError
from bot.console.desk.room import NEW, Room, safe_note
from bot.console.desk.saying import Saying
from bot.console.desk.showing import Show
from bot.console.desk.work import AS_OF, REGION, looking_at, text_of
from bot.judging import parse_date

AtDesk = Annotated[Person, signed_in("desk")]


def make_router(room: Room, show: Show) -> APIRouter:
    """``/calls/{number}/…``, all by POST."""
    router = APIRouter(prefix="/calls/{number}")
    taking = Taking(room, show)
    for name, work in taking.works().items():
        router.add_api_route(f"/{name}", work, methods=["POST"], name=f"desk_{name}")
    return router


class Taking(Saying):
    """One method for each thing an agent can do to a call."""

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
        call = await self.room.call(number, person)
        return await self.said(request, call, person, await request.form())

    async def fact(self, request: Request, number: str, person: AtDesk) -> Response:
        """One field of the form, set or emptied; place and date are fields too."""
        form = await request.form()
        name = text_of(form, "fact")
        call = await self.room.call(number, person)
        fields = {key: [str(one) for one in form.getlist(key)] for key in form}
        value = self._read(name, fields)
        return await self.told(request, call, person, name, value, then="")

    def _read(self, name: str, fields: dict[str, list[str]]) -> Any:
        if name in (REGION, AS_OF):
            return (fields.get("value") or [""])[0].strip() or None
        fact = self.room.kb.facts.get(name)
        if fact is None:
            raise DeskError("没有这一项情况。")
        value = values.read(fact, fields)
        return masking.mask(value).text if fact.type == "text" and value else value

    async def answer(self, request: Request, number: str, person: AtDesk) -> Response:
        """The answer to the question asked: by its key, typed, or that it is not known."""
        form = await request.form()
        name, call = text_of(form, "fact"), await self.room.call(number, person)
        if "unknown" in form:
            how = lambda c: replace(c, case=c.case.declining(name))  # noqa: E731
            return await self.changed(request, call, person, how)
        if chosen := text_of(form, "value"):
            return await self.told(request, call, person, name, _json(chosen))
        typed = text_of(form, "typed")
        fact = self.room.kb.facts.get(name)
        if not typed or fact is None:
            return self.show.parts(request, call, problems=("请先填上回答。",), then="answer")
        try:
            value = values.read(fact, {"value": [typed]})
        except DeskError:  # in words: 三十来个
            return await self.hear(request, call, person, typed)
        return await self.told(request, call, person, name, value)

    async def focus(self, request: Request, number: str, person: AtDesk) -> Response:
        """The measure to look at; none for all of them again."""
        form = await request.form()
        wanted = [str(one) for one in form.getlist("measure") if one in self.room.kb.measures]
        call = await self.room.call(number, person)
        return await self.changed(
            request, call, person, looking_at(tuple(wanted)), then=text_of(form, "then")
        )

    async def note(self, request: Request, number: str, person: AtDesk) -> Response:
        """The agent's note, as it is typed."""
        form = await request.form()
        text = safe_note(str(form.get("note") or ""))
        call = await self.room.change(number, person, lambda c: replace(c, note=text))
        return self.show.foot(request, call, "已存")

    async def rate(self, request: Request, number: str, person: AtDesk) -> Response:
        """👍, or 口径有误 with a reason."""
        form = await request.form()
        measure, rating = text_of(form, "measure"), text_of(form, "rating")
        if measure not in self.room.kb.measures:
            raise DeskError("没有这项政策。")
        call = await self.room.change(number, person, lambda c: c.looking_at(measure))
        comment = masking.mask(text_of(form, "comment")[: ratings.MOST]).text
        desk, at = self.room.stage.desk, self.room.office.now()
        question = "；".join([*call.said[-3:], "，".join(desk.fact_texts(call.case.facts))])
        await self.room.office.store.transact(
            lambda db: ratings.keep(
                db, number=call.number, measure=measure, rating=rating,
                reason=text_of(form, "reason"), comment=comment, question=question, at=at,
            )
        )  # fmt: skip
        await audit(request, "call.rated", call.number, {"measure": measure, "rating": rating})
        said = "已记下，谢谢。" if rating == "up" else "已报给知识管理员。"
        return self.show.parts(request, call, notes=(said,), then="opened")

    async def finish(self, request: Request, number: str, person: AtDesk) -> Response:
        """The call wrapped up: what came of it, and when to call back."""
        form = await request.form()
        chosen = dispositions().get(text_of(form, "disposition"))
        if chosen is None:
            raise DeskError("请选一个处理结果。")
        day = text_of(form, "follow_up")
        follow_up = parse_date(day) if day else None
        note = str(form.get("note") or "")
        call = await self.room.change(
            number, person, lambda c: self.room.finished(c, chosen.code, follow_up, note)
        )
        await audit(request, "call.finished", call.number, {"disposition": chosen.code})
        told = f"通话{call.number}已保存：{chosen.name}"
        if follow_up:
            told += f"，{follow_up.isoformat()}回访"
        return self.show.go(request, f"/console/calls/{NEW}", good=f"{told}。")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise DeskError("这个回答读不出来，请刷新页面再试。") from None
