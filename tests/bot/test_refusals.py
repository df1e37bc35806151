"""What cannot be taken is refused with a 4xx that says in Chinese what to mend; nothing changes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

JSON = {"content-type": "application/json"}
Post = Callable[..., Awaitable[httpx.Response]]


def message_of(response: httpx.Response) -> str:
    assert 400 <= response.status_code < 500, response.text
    error: dict[str, Any] = response.json()["error"]
    assert any("\u4e00" <= char <= "\u9fff" for char in error["message"])
    return str(error["message"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "请输入"),
        ({"text": "   "}, "请输入"),
        ({"text": "问" * 1001}, "最多1000个字"),
        ({"text": 30}, "文字"),
        ({"text": None}, "文字"),
        ({"session_id": "short"}, "session_id"),
        ({"session_id": "有汉字的会话编号一二三"}, "session_id"),
        ({"session_id": "s" * 129}, "session_id"),
        ({"message_id": ""}, "message_id"),
        ({"message_id": "a b"}, "message_id"),
        ({"region": "亚特兰蒂斯"}, "亚特兰蒂斯"),
        ({"region": 5}, "文字"),
        ({"as_of": "2022-13-45"}, "2022-08-01"),
        ({"as_of": "昨天"}, "2022-08-01"),
        ({"as_of": 20220801}, "2022-08-01"),
        ({"as_of": "0001-01-01"}, "之间"),
        ({"as_off": "2022-08-01"}, "as_off"),
    ],
)
async def test_a_message_that_cannot_be_taken(
    post: Post, changes: dict[str, Any], words: str
) -> None:
    await post()
    assert words in message_of(await post(**{"text": "你好", **changes}))
    assert (await post()).json()["facts"] == {"headcount": 2}


async def test_a_refused_message_id_can_be_used_again(post: Post) -> None:
    message_of(await post("", message_id="same"))
    assert (await post("你好", message_id="same")).status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b'{"text": "a",}', "JSON"),
        (b"[]", "对象"),
        (b'"text"', "对象"),
        (b"\xff\xfe", "JSON"),
        (b'{"facts": ' + b"9" * 5000 + b"}", "JSON"),
        (b"[" * 20000, "JSON"),
    ],
)
async def test_broken_json(client: httpx.AsyncClient, body: bytes, words: str) -> None:
    for path in ("messages", "judge", "parse"):
        response = await client.post(f"/api/v1/{path}", content=body, headers=JSON)
        assert words in message_of(response)


async def test_a_body_beyond_all_measure(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/messages", content=b" " * 70_000)

    assert response.status_code == 413
    assert "64KB" in message_of(response)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"headcount": -1}, "职工人数"),
        ({"headcount": 10**18}, "数字太大"),
        ({"headcount": "三十"}, "职工人数"),
        ({"headcount": {"min": 40, "max": 30}}, "职工人数"),
        ({"headcount": [[[[[[1]]]]]]}, "嵌套"),
        ({"industry": "\ud83d"}, "不完整的表情"),
        ({"\ud83d": 1}, "不完整的表情"),
        ({"certificate_occupation": "电" * 201}, "最多200个字"),
        ({"layoff_rate": 1.5}, "裁员率"),
        ({"registered_unemployed": "yes"}, "失业登记"),
        ({"industry": "space_travel"}, "行业"),
        ({"no_such_fact": 1}, "no_such_fact"),
        ([], "对象"),
        (None, "对象"),
    ],
)
async def test_facts_that_cannot_be(client: httpx.AsyncClient, facts: object, words: str) -> None:
    response = await client.post(
        "/api/v1/judge", content=json.dumps({"facts": facts}), headers=JSON
    )

    assert response.status_code == 422
    assert words in message_of(response)


async def test_not_a_number_is_no_number(client: httpx.AsyncClient) -> None:
    for number in (b"NaN", b"Infinity", b"1e999"):
        body = b'{"facts": {"headcount": ' + number + b"}}"
        response = await client.post("/api/v1/judge", content=body)
        assert response.status_code in (400, 422)
        message_of(response)


async def test_unknown_places_measures_and_pages(client: httpx.AsyncClient) -> None:
    judge = await client.post("/api/v1/judge", json={"region": "亚特兰蒂斯"})
    assert "亚特兰蒂斯" in message_of(judge)
    assert "没有这项政策" in message_of(await client.get("/api/v1/measures/nothing"))
    assert "亚特兰蒂斯" in message_of(await client.get("/api/v1/measures?region=亚特兰蒂斯"))
    assert "2022-08-01" in message_of(await client.get("/api/v1/measures?as_of=soon"))
    assert "没有这个地址" in message_of(await client.get("/api/v1/nothing"))
    assert "请求方法" in message_of(await client.put("/api/v1/messages"))
    assert "session_id" in message_of(await client.get("/api/v1/sessions/x"))
