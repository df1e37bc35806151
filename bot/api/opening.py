"""What a chat opens with, and the vocabulary for setting a fact right by hand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from bot.api.respond import as_json, refusals
from bot.errors import NotFoundError
from bot.guard import MAX_CHARS
from bot.path import House
from bot.wording import examples, say
from policy_kb.model import Fact

Topic = Annotated[str | None, Query(max_length=64, description="政策的标识，对话从它开始。")]


def make_router(house: House) -> APIRouter:
    """``/start`` and ``/facts/{id}``."""
    router = APIRouter(tags=["conversation"])
    kb = house.kb
    regions = [one.name for one in kb.regions.values() if one.level != "county"]

    @router.get("/start", responses=refusals(422))
    async def start(topic: Topic = None) -> Response:
        """对话界面开头要用的：问候、例子、地区、今天的日期、字数上限；topic 是要问的政策。"""
        measure = kb.measures.get(topic or "")
        return as_json(
            {
                "greeting": say("greeting"),
                "examples": examples(),
                "regions": regions,
                "today": house.clock().isoformat(),
                "limit": MAX_CHARS,
                "topic": measure
                and {"id": measure.id, "say": say("ask_about", measure=measure.name)},
            }
        )

    @router.get("/facts/{fact_id}", responses=refusals(404))
    async def fact(fact_id: str) -> Response:
        """一项情况怎么填：类型、单位、选项。改正时用在 POST /messages 的 set 里。"""
        if fact_id not in kb.facts:
            raise NotFoundError("没有这项情况。", field="fact_id")
        return as_json(_described(kb.facts[fact_id]))

    return router


def _described(fact: Fact) -> dict[str, Any]:
    choices = [] if fact.type == "boolean" else list(fact.choices.values())
    return {
        "id": fact.id,
        "name": fact.name,
        "type": fact.type,
        "unit": fact.unit,
        "choices": [{"value": one.id, "text": one.name} for one in choices],
        "true_text": fact.true_text,
        "false_text": fact.false_text,
    }
