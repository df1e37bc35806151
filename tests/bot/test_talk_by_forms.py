"""The conversation without scripts: forms, a cookie, and a token that no other website has."""

from __future__ import annotations

import html
import re

import httpx

from tests.bot.conftest import FakeEngine, Json


def _hidden(page: str) -> dict[str, str]:
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    }


async def _open(client: httpx.AsyncClient) -> dict[str, str]:
    return _hidden((await client.get("/chat")).text)


async def _says(body: Json) -> list[Json]:
    choices = [{"text": "30人及以下", "say": "30人以下"}]
    question = {"kind": "question", "text": "有<多少>人？", "fact": "headcount", "choices": choices}
    case = {**body["metadata"]["case"], "facts": {"headcount": 28}}
    return [{"custom": {"case": case, "replies": [question]}}]


async def test_a_conversation_by_forms(client: httpx.AsyncClient, engine: FakeEngine) -> None:
    engine.says = _says
    form = await _open(client)
    sent = await client.post("/chat", data={**form, "text": "稳岗返还", "region": "通辽市"})
    page = (await client.get("/chat")).text

    assert sent.status_code == 303 and sent.headers["location"] == "/chat#latest"
    assert "稳岗返还" in page and "有&lt;多少&gt;人？" in page
    assert 'name="choice" value="30人以下"' in page
    assert "<option selected>通辽市</option>" in page
    assert engine.seen[0]["metadata"]["case"]["region"] == "通辽市"


async def test_sending_a_form_twice_asks_once(
    client: httpx.AsyncClient, engine: FakeEngine
) -> None:
    form = await _open(client)
    for _ in range(2):
        await client.post("/chat", data={**form, "text": "稳岗返还"})

    assert len(engine.seen) == 1


async def test_a_refused_message_is_not_lost(client: httpx.AsyncClient) -> None:
    form = await _open(client)
    response = await client.post("/chat", data={**form, "text": "我" * 1200})

    assert response.status_code == 422
    assert "消息太长" in response.text and "我" * 1200 in response.text


async def test_a_form_of_another_website_is_refused(
    client: httpx.AsyncClient, engine: FakeEngine
) -> None:
    form = await _open(client)
    forged = await client.post("/chat", data={**form, "token": "0" * 64, "text": "你好"})
    foreign = await client.post(
        "/chat", data={**form, "text": "你好"}, headers={"origin": "https://evil.example.com"}
    )
    client.cookies.clear()
    without = await client.post("/chat", data={**form, "text": "你好"})

    assert [one.status_code for one in (forged, foreign, without)] == [403, 403, 403]
    assert "重新打开" in forged.text and "Cookie" in without.text
    assert engine.seen == []


async def test_the_cookie_is_for_our_pages_alone(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/chat")).headers["set-cookie"]

    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/chat" in cookie


async def test_deleting_begins_anew(client: httpx.AsyncClient) -> None:
    form = await _open(client)
    await client.post("/chat", data={**form, "text": "稳岗返还有多少"})
    await client.post("/chat/forget", data=form)

    assert "稳岗返还有多少" not in (await client.get("/chat")).text


async def test_a_topic_is_ready_to_be_asked(client: httpx.AsyncClient) -> None:
    page = (await client.get("/chat?topic=skill_upgrade_subsidy")).text

    assert "我能享受技能提升补贴吗</textarea>" in page
