"""A citizen's chat that asked for a person: joined, read, written into, and handed back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot import handover
from tests.console.conftest import Desk, Moment, Seating, browser, logged, sit_down

SESSION = "citizen-session-1"
API = f"/api/v1/sessions/{SESSION}"


async def _tell(http: httpx.AsyncClient, text: str, message: str = "m1") -> dict[str, Any]:
    sent = {"session_id": SESSION, "message_id": message, "text": text}
    response = await http.post("/api/v1/messages", json=sent)
    answer: dict[str, Any] = response.json()
    return answer


async def _ask(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post(f"{API}/handover")


async def _updates(http: httpx.AsyncClient, after: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = (await http.get(f"{API}/updates?after={after}")).json()
    return found


async def test_from_the_citizens_wish_to_the_bot_again(seating: Seating) -> None:
    async with seating() as desk, browser(desk.app) as citizen:
        await sit_down(desk, "agent")
        await _tell(citizen, "稳岗返还没到账")
        assert (await _ask(citizen)).json() == {"state": "waiting"}
        listing = (await desk.get("/console/chats")).text
        assert "等待接入" in listing

        await desk.post("/console/chats/1/take")
        room = (await desk.get("/console/chats/1")).text
        assert "稳岗返还没到账" in room and "回复来访者" in room

        held = await _tell(citizen, "在吗", "m2")
        assert held["replies"] == [] and held["state"] == "agent"
        assert "在吗" in (await desk.get("/console/chats/1/log")).text

        said = "您好，请打0475-8235555查询。"
        await desk.post("/console/chats/1/say", {"text": said})
        seen = await _updates(citizen)
        assert seen["state"] == "agent" and seen["agent"] == "坐席1号"
        assert [one["text"] for one in seen["messages"]] == [said]

        await desk.post("/console/chats/1/return")
        after = await _updates(citizen, seen["messages"][-1]["id"])
        assert after["state"] == "bot" and "政策助手继续" in after["messages"][0]["text"]
        assert (await _tell(citizen, "还有别的吗", "m3"))["replies"]
        actions = await logged(desk)
        for action in ("chat.taken", "chat.viewed", "chat.wrote", "chat.returned"):
            assert action in actions


async def test_nobody_at_the_desk_is_said_at_once(seating: Seating, moment: Moment) -> None:
    async with seating() as desk, browser(desk.app) as citizen:
        await sit_down(desk, "agent")
        moment.pass_(minutes=11)
        await _tell(citizen, "转人工")
        refused = await _ask(citizen)

        assert refused.status_code == 409
        assert "12333" in refused.json()["error"]["message"]
        assert (await _updates(citizen))["state"] == "bot"


async def test_a_keeper_alone_is_nobody_at_the_desk(seating: Seating) -> None:
    async with seating() as desk, browser(desk.app) as citizen:
        await sit_down(desk, "keeper")
        await _tell(citizen, "转人工")

        assert (await _ask(citizen)).status_code == 409
        assert (await desk.get("/console/chats")).status_code == 403


async def test_a_chat_is_one_agents(seating: Seating) -> None:
    async with seating() as desk, browser(desk.app) as citizen, browser(desk.app) as other:
        await sit_down(desk, "agent")
        second = Desk(desk.app, other)
        await sit_down(second, "agent", login="li")
        await _tell(citizen, "转人工")
        await _ask(citizen)
        await desk.post("/console/chats/1/take")

        late = await second.post("/console/chats/1/take")
        assert late.status_code == 409 and "坐席1号已经接入" in late.text
        assert (await second.post("/console/chats/1/say", {"text": "你好"})).status_code == 409
        assert (await second.post("/console/chats/1/return")).status_code == 409
        assert (await _updates(citizen))["messages"] == []


async def test_what_an_agent_writes_keeps_no_identity_number(seating: Seating) -> None:
    async with seating() as desk, browser(desk.app) as citizen:
        await sit_down(desk, "agent")
        await _tell(citizen, "转人工")
        await _ask(citizen)
        await desk.post("/console/chats/1/take")
        await desk.post("/console/chats/1/say", {"text": "您的身份证11010519491231002X对吗"})

        assert "11010519491231002X" not in str(await _updates(citizen))


async def test_a_deleted_conversation_is_gone_for_the_agent_too(seating: Seating) -> None:
    async with seating() as desk, browser(desk.app) as citizen:
        await sit_down(desk, "agent")
        await _tell(citizen, "转人工")
        await _ask(citizen)
        await citizen.delete(API)

        assert (await desk.get("/console/chats/1")).status_code == 409
        assert "现在没有人等待" in (await desk.get("/console/chats")).text


async def test_forgotten_chats_go_back_to_the_bot(seating: Seating, moment: Moment) -> None:
    async with seating() as desk, browser(desk.app) as citizen:
        await sit_down(desk, "agent")
        await _tell(citizen, "转人工")
        await _ask(citizen)
        store, later = desk.office.store, moment() + timedelta(minutes=31)

        early = await store.transact(lambda db: handover.release_forgotten(db, moment()))
        late = await store.transact(lambda db: handover.release_forgotten(db, later))
        assert (early, late) == (0, 1)
        assert (await _updates(citizen))["state"] == "bot"


async def test_a_page_that_looks_by_itself_does_not_keep_anybody_signed_in(
    seating: Seating, moment: Moment
) -> None:
    async with seating() as desk:
        await sit_down(desk, "agent")
        for _ in range(4):
            moment.pass_(minutes=9)
            last = await desk.get("/console/chats/list", headers={"x-live": "1"})
        assert last.status_code == 303  # after 36 minutes without a hand on it


@pytest.mark.parametrize("path", ["handover", "updates"])
async def test_there_must_be_a_conversation(seating: Seating, path: str) -> None:
    async with seating() as desk, browser(desk.app) as citizen:
        method = "POST" if path == "handover" else "GET"
        response = await citizen.request(method, f"{API}/{path}")
        assert response.status_code == 404 and response.json()["error"]["field"] == "session_id"
