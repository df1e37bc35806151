"""Messages over HTTP: once each, in order, masked, and never lost when something is down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest

Post = Callable[..., Awaitable[httpx.Response]]
Json = dict[str, Any]


async def test_a_message_is_answered(post: Post) -> None:
    answer = (await post("你好")).json()

    assert answer["replies"] == [{"kind": "text", "text": "第1条"}]
    assert answer["facts"] == {"headcount": 1}
    assert [one["text"] for one in answer["told"]] == ["职工人数1人"]
    assert answer["as_of"] == "2022-08-01"
    assert answer["degraded"] is False


async def test_the_case_goes_on_with_the_next_message(post: Post, engine: Any) -> None:
    await post()
    answer = (await post()).json()

    assert answer["facts"] == {"headcount": 2}
    assert engine.seen[1]["metadata"]["case"]["facts"] == {"headcount": 1}
    assert engine.seen[1]["metadata"]["today"] == "2022-08-01"


async def test_a_fact_set_by_hand_needs_no_reading(post: Post, engine: Any) -> None:
    await post()
    answer = (await post("职工人数改为35人", set={"headcount": 35})).json()
    assert answer["facts"]["headcount"] == 35
    assert "原来是职工人数1人" in answer["replies"][0]["text"]

    answer = (await post("职工人数不算了", set={"headcount": None})).json()
    assert "headcount" not in answer["facts"]
    assert len(engine.seen) == 1

    refused = await post("职工人数改为许多", set={"headcount": "许多"})
    assert refused.status_code == 422
    assert refused.json()["error"]["field"] == "set.headcount"


async def test_the_same_message_again_gets_the_same_answer_and_changes_nothing(
    post: Post, engine: Any, client: httpx.AsyncClient
) -> None:
    first = (await post("你好", message_id="once")).json()
    again = (await post("别的话", message_id="once")).json()

    assert again == first
    assert len(engine.seen) == 1
    assert len((await client.get("/api/v1/sessions/session-1")).json()["messages"]) == 1
    assert (await post()).json()["facts"] == {"headcount": 2}


async def test_a_repeat_that_arrives_while_the_first_is_under_way_joins_it(
    post: Post, engine: Any
) -> None:
    go = asyncio.Event()

    async def slowly(body: Json) -> list[Json]:
        await go.wait()
        return [{"case": body["metadata"]["case"], "replies": [{"kind": "text", "text": "好"}]}]

    engine.says = slowly
    sending = [asyncio.create_task(post("你好", message_id="once")) for _ in range(5)]
    await asyncio.sleep(0.05)
    go.set()
    answers = [(await one).json() for one in sending]

    assert answers == [answers[0]] * 5
    assert len(engine.seen) == 1


async def test_different_messages_of_one_session_never_interleave(post: Post, engine: Any) -> None:
    under_way: list[int] = [0]

    async def count(body: Json) -> list[Json]:
        under_way[0] += 1
        assert under_way[0] == 1
        await asyncio.sleep(0.005)
        under_way[0] -= 1
        facts = {"headcount": body["metadata"]["case"].get("facts", {}).get("headcount", 0) + 1}
        return [{"case": {"facts": facts}, "replies": [{"kind": "text", "text": "好"}]}]

    engine.says = count
    answers = await asyncio.gather(*(post() for _ in range(8)))

    assert sorted(one.json()["facts"]["headcount"] for one in answers) == list(range(1, 9))


async def test_sessions_do_not_wait_for_each_other(post: Post, engine: Any) -> None:
    async def slow_for_one(body: Json) -> list[Json]:
        if body["sender"] == "session-slow":
            await asyncio.sleep(0.5)
        return [{"case": {}, "replies": [{"kind": "text", "text": body["sender"]}]}]

    engine.says = slow_for_one
    slow = asyncio.create_task(post(session_id="session-slow"))
    await asyncio.sleep(0.02)
    async with asyncio.timeout(0.3):
        await post(session_id="session-fast")
    await slow


async def test_an_answer_survives_a_restart(
    serving: Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]],
) -> None:
    message = {"session_id": "session-1", "message_id": "m1", "text": "你好"}
    async with serving() as client:
        first = (await client.post("/api/v1/messages", json=message)).json()
    async with serving() as client:
        again = (await client.post("/api/v1/messages", json=message)).json()
        following = await client.post("/api/v1/messages", json={**message, "message_id": "m2"})

    assert again == first
    assert following.json()["facts"] == {"headcount": 2}


async def test_place_and_date_set_the_case(post: Post, engine: Any) -> None:
    answer = (await post("你好", region="通辽", as_of="2022-09-01")).json()
    following = (await post()).json()

    assert answer["region"] == following["region"] == "通辽市"
    assert answer["as_of"] == following["as_of"] == "2022-09-01"
    assert engine.seen[0]["metadata"]["case"]["region"] == "通辽市"


async def test_identifiers_reach_neither_engine_nor_store_nor_log(
    post: Post, engine: Any, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = (await post("我电话13804751234，能领失业金吗")).json()

    assert engine.seen[0]["text"] == "我电话〔电话号码已隐去〕，能领失业金吗"
    assert "电话号码已经隐去" in answer["replies"][0]["text"]
    history = (await client.get("/api/v1/sessions/session-1")).text
    assert "13804751234" not in history
    assert "13804751234" not in caplog.text
    assert "失业金" not in caplog.text
    assert "session-1" not in caplog.text


async def test_a_slash_gives_the_engine_no_orders(post: Post, engine: Any) -> None:
    await post("  /失业金")
    ordered = await post("  /restart")

    assert engine.seen[0]["text"] == "／失业金"
    assert "直接用中文说" in ordered.json()["replies"][0]["text"]
    assert ordered.json()["facts"] == {"headcount": 1}
    assert len(engine.seen) == 1


@pytest.mark.parametrize(
    "failure",
    [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.Response(500)],
    ids=["down", "slow", "broken"],
)
async def test_without_the_engine_the_citizen_gets_policies_and_the_case_stays(
    post: Post, engine: Any, failure: Exception | httpx.Response
) -> None:
    await post()
    engine.failure = failure
    response = await post("去年没裁员，能领稳岗返还吗", region="包头市")
    answer = response.json()

    assert response.status_code == 200
    assert answer["degraded"] is True
    assert "正在恢复" in answer["replies"][0]["text"]
    assert answer["replies"][0]["links"][0]["url"] == "/policies/job_retention_refund"
    assert answer["facts"] == {"headcount": 1}
    assert answer["region"] is None

    engine.failure = None
    await asyncio.sleep(0.1)
    assert (await post()).json()["facts"] == {"headcount": 2}


async def test_an_engine_that_says_nothing_counts_as_down(post: Post, engine: Any) -> None:
    async def nothing(_body: Json) -> list[Json]:
        return []

    engine.says = nothing
    assert (await post()).json()["degraded"] is True


async def test_verdict_replies_get_their_card(post: Post, engine: Any) -> None:
    facts = {"headcount": 28, "layoffs_last_year": 0}
    replies = [
        {"kind": "verdict", "measure": "job_retention_refund", "text": "…", "part": "full"},
        {"kind": "question", "fact": "unemployment_premiums_last_year", "text": "缴了多少？"},
    ]

    async def judged(_body: Json) -> list[Json]:
        return [{"case": {"facts": facts, "region": "通辽市"}, "replies": replies}]

    engine.says = judged
    answer = (await post()).json()

    card = answer["replies"][0]["card"]
    assert card["measure"] == "job_retention_refund"
    assert card["provision"]["number"] == "内人社办发〔2022〕86号"
    assert answer["verdicts"] == [card]
    assert answer["next_question"]["fact"] == "unemployment_premiums_last_year"


async def test_half_an_emoji_is_dropped_and_the_rest_is_taken(post: Post, engine: Any) -> None:
    assert (await post("失业金\ud83d怎么领")).status_code == 200
    assert engine.seen[0]["text"] == "失业金怎么领"


async def test_a_new_case_is_never_absent(post: Post, engine: Any) -> None:
    await post()

    assert engine.seen[0]["metadata"]["case"] == {"facts": {}}


async def test_forgetting_does_not_need_the_engine(
    post: Post, client: httpx.AsyncClient, engine: Any
) -> None:
    await post()
    engine.failure = httpx.ConnectError("refused")

    assert (await client.delete("/api/v1/sessions/session-1")).json()["forgotten"] is True


async def test_history_and_forgetting(post: Post, client: httpx.AsyncClient, engine: Any) -> None:
    await post("第一句")
    await post("第二句")
    history = (await client.get("/api/v1/sessions/session-1")).json()

    assert [one["text"] for one in history["messages"]] == ["第一句", "第二句"]
    assert history["messages"][0]["answer"]["replies"]

    assert (await client.delete("/api/v1/sessions/session-1")).json()["forgotten"] is True
    assert engine.forgotten == ["session-1"]
    gone = await client.get("/api/v1/sessions/session-1")
    assert gone.status_code == 404
    assert "没有这个会话" in gone.json()["error"]["message"]
    assert (await post()).json()["facts"] == {"headcount": 1}


async def test_forgetting_waits_for_the_message_under_way(
    post: Post, client: httpx.AsyncClient, engine: Any
) -> None:
    async def slowly(_body: Json) -> list[Json]:
        await asyncio.sleep(0.1)
        return [{"case": {}, "replies": [{"kind": "text", "text": "好"}]}]

    engine.says = slowly
    sending = asyncio.create_task(post())
    await asyncio.sleep(0.02)
    assert (await client.delete("/api/v1/sessions/session-1")).status_code == 200
    await sending
    assert (await client.get("/api/v1/sessions/session-1")).status_code == 404


async def test_a_wish_to_be_forgotten_is_carried_out_at_once(
    post: Post, engine: Any, client: httpx.AsyncClient
) -> None:
    await post()

    async def forgetting(_body: Json) -> list[Json]:
        return [{"case": {}, "replies": [{"kind": "text", "text": "都删了", "forget": True}]}]

    engine.says = forgetting
    answer = (await post("删除我的记录")).json()

    assert answer["replies"][0]["text"] == "都删了"
    assert engine.forgotten == ["session-1"]
    assert (await client.get("/api/v1/sessions/session-1")).status_code == 404
