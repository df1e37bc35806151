"""The queue: complaints and questions not understood, alike ones together; answered and closed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from actions.intents import intent_meanings
from bot.accounts.roles import Person
from bot.console.access import audit, signed_in
from bot.console.keeping import items
from bot.console.keeping.corpus import training_data
from bot.console.keeping.likeness import grouped
from bot.console.office import Office
from bot.console.rendering import redirect, render
from bot.errors import BotError, RequestError

Keeper = Annotated[Person, signed_in("queue")]
Text = Annotated[str, Form(max_length=4 * items.LONGEST)]


def make_router(office: Office) -> APIRouter:
    """``/queue``."""
    router = APIRouter(prefix="/queue")
    store, kb = office.store, office.house.kb
    names: dict[str, Any] = {
        "ratings": items.RATINGS,
        "reasons": items.REASONS,
        "statuses": items.STATUSES,
    }

    @router.get("")
    async def queue(
        request: Request, person: Keeper, status: str = "open", rating: str = ""
    ) -> Response:
        wanted: dict[str, Any] = {
            "status": status if status in items.STATUSES else "open",
            "rating": rating,
        }
        found = await store.transact(lambda db: items.listed(db, **wanted))
        values: dict[str, Any] = {"kinds": grouped((one.question, one) for one in found)}
        values["counts"] = await store.transact(items.counts)
        await audit(request, "queue.viewed", "", wanted)
        values |= {"shown": wanted["status"], "rating": wanted["rating"]}
        return render(request, "keeping/queue.html", **values, **names)

    @router.get("/export")
    async def export(request: Request, person: Keeper) -> Response:
        sentences = await store.transact(items.labelled)
        await audit(request, "queue.exported", "", {"intents": list(sentences)})
        headers = {"content-disposition": 'attachment; filename="questions.yml"'}
        return Response(training_data(sentences), media_type="application/yaml", headers=headers)

    @router.get("/{number}")
    async def item(request: Request, person: Keeper, number: int) -> Response:
        return await show(request, number)

    async def show(
        request: Request, number: int, status: int = 200, error: BotError | None = None
    ) -> Response:
        one = await store.transact(lambda db: items.find(db, number))
        given = await store.transact(lambda db: items.answer_given(db, one))
        alike = await store.transact(
            lambda db: items.listed(db, rating=one.rating, status=one.status)
        )
        kinds = grouped((each.question, each) for each in alike)
        kind = next((k.items for k in kinds if one in k.items), (one,))
        measures = [kb.measures[each].name for each in one.measures if each in kb.measures]
        values: dict[str, Any] = {"item": one, "given": given, "measures": measures}
        values |= {"alike": [each for each in kind if each != one], "intents": _intents()}
        values["wrong"] = error.message if error else ""
        return render(request, "keeping/item.html", status, **values, **names)

    @router.post("/{number}")
    async def settle(
        request: Request,
        person: Keeper,
        number: int,
        status: Text = "",
        answer: Text = "",
        intent: Text = "",
        alike: Annotated[list[int], Form()] = [],  # noqa: B006 - FastAPI copies it
    ) -> Response:
        if intent and intent not in _intents():
            raise RequestError("意图要从列表里选。", field="intent")
        chosen: dict[str, Any] = {"status": status, "answer": answer, "intent": intent or None}
        numbers = [number, *alike]
        try:
            done = await store.transact(
                lambda db: items.settle(db, numbers, person, office.now(), **chosen)
            )
        except RequestError as error:
            return await show(request, number, error.status, error)
        await audit(request, "queue.answered", str(number), {"status": status, "count": done})
        return redirect(request, "/console/queue", good=f"已处理{done}条。")

    return router


def _intents() -> list[str]:
    return sorted(intent_meanings())
