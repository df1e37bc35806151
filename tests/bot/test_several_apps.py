"""Two apps on one database: one turn per message, in order, within the rates, whoever answers."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from bot.store import Record, Store
from bot.store.tables import sessions

Json = dict[str, Any]


@pytest.fixture
async def apps(serving: Any) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Clients of two apps with one engine and one database."""
    async with AsyncExitStack() as leaving:
        yield [await leaving.enter_async_context(serving(rate_per_user=5)) for _ in range(2)]


async def send(app: httpx.AsyncClient, message_id: str, **changes: Any) -> httpx.Response:
    body = {"session_id": "session-1", "message_id": message_id, "text": "你好", **changes}
    return await app.post("/api/v1/messages", json=body)


async def test_the_same_message_at_both_is_one_turn(
    apps: list[httpx.AsyncClient], engine: Any
) -> None:
    answers = await asyncio.gather(*(send(apps[i % 2], "once") for i in range(6)))

    assert len({answer.text for answer in answers}) == 1
    assert len(engine.seen) == 1


async def test_messages_of_a_session_follow_each_other(
    apps: list[httpx.AsyncClient], engine: Any
) -> None:
    under_way = [0]

    async def slowly(body: Json) -> list[Json]:
        under_way[0] += 1
        assert under_way[0] == 1
        await asyncio.sleep(0.02)
        under_way[0] -= 1
        case = body["metadata"]["case"]
        facts = {"headcount": case["facts"].get("headcount", 0) + 1}
        return [{"case": {**case, "facts": facts}, "replies": [{"kind": "text", "text": "好"}]}]

    engine.says = slowly
    answers = await asyncio.gather(*(send(apps[i % 2], f"m{i}") for i in range(5)))

    assert sorted(answer.json()["facts"]["headcount"] for answer in answers) == [1, 2, 3, 4, 5]


async def test_too_many_messages_are_refused_by_either_and_repeats_are_free(
    apps: list[httpx.AsyncClient],
) -> None:
    for i in range(5):
        assert (await send(apps[i % 2], f"m{i}")).status_code == 200

    refused = await send(apps[0], "m5")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert f"请过{refused.headers['retry-after']}秒再发" in refused.json()["error"]["message"]
    assert (await send(apps[1], "m6")).status_code == 429
    assert (await send(apps[1], "m0")).status_code == 200
    assert (await send(apps[1], "m6", session_id="session-2")).status_code == 200


async def test_all_together_may_send_only_so_many(serving: Any) -> None:
    async with serving(rate_total=3) as app:
        statuses = [(await send(app, "m", session_id=f"session-{i}")).status_code for i in range(5)]

    assert statuses == [200, 200, 200, 429, 429]


async def test_a_process_that_lost_its_lease_repeats_what_the_other_answered(
    serving: Any, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.TURN_LIMIT", 0.2)
    go = asyncio.Event()

    async def stuck_at_first(body: Json) -> list[Json]:
        first = not go.is_set()
        if first:
            go.set()
            await asyncio.sleep(0.6)
        text = "慢的" if first else "快的"
        return [{"case": {"facts": {}}, "replies": [{"kind": "text", "text": text}]}]

    engine.says = stuck_at_first
    async with serving(engine_timeout=0.06) as slow, serving(engine_timeout=0.06) as quick:
        hanging = asyncio.create_task(send(slow, "once"))
        await go.wait()
        answer = await send(quick, "once")

        assert answer.json()["replies"][0]["text"] == "快的"
        assert (await hanging).json() == answer.json()
        history = (await quick.get("/api/v1/sessions/session-1")).json()["messages"]
        assert len(history) == 1


async def test_while_an_agent_answers_messages_are_kept_for_them(
    client: httpx.AsyncClient, engine: Any
) -> None:
    assert (await send(client, "m1")).json()["state"] == "bot"
    await _hand_to_agent(client)

    answer = (await send(client, "m2", text="/restart 我们有多少人")).json()

    assert answer["state"] == "agent" and answer["replies"] == []
    assert answer["facts"] == {"headcount": 1}
    assert len(engine.seen) == 1
    history = (await client.get("/api/v1/sessions/session-1")).json()["messages"]
    assert [one["text"] for one in history] == ["你好", "／restart 我们有多少人"]


async def _hand_to_agent(client: httpx.AsyncClient) -> None:
    transport: Any = client._transport
    store = transport.app.state.house.store
    await store.transact(lambda db: db.execute(update(sessions).values(state="agent")))


async def test_a_failure_after_the_sender_hung_up_is_not_printed(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    recording = asyncio.Event()

    async def fails(_store: Store, _record: Record) -> None:
        recording.set()
        await asyncio.sleep(0.05)
        raise ValueError("words of a citizen")

    monkeypatch.setattr(Store, "record", fails)
    sending = asyncio.create_task(send(client, "m1"))
    await recording.wait()
    sending.cancel()
    await asyncio.sleep(0.2)
    gc.collect()

    assert "words of a citizen" not in caplog.text
