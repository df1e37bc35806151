"""A broken engine is noticed quickly, spared while it recovers, and tried again."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from bot.engine_client import Breaker, EngineClient
from bot.errors import EngineError

TOKEN = "a-token-long-enough"


def client(answer: Callable[[httpx.Request], httpx.Response], **options: object) -> EngineClient:
    transport = httpx.MockTransport(answer)
    return EngineClient("http://127.0.0.1:5005", TOKEN, transport=transport, **options)  # type: ignore[arg-type]


async def kind_of_failure(engine: EngineClient) -> str:
    with pytest.raises(EngineError) as caught:
        await engine.parse("你好")
    return caught.value.kind


async def test_each_kind_of_failure_has_its_name() -> None:
    def slow(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    def gone(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    assert await kind_of_failure(client(slow)) == "timeout"
    assert await kind_of_failure(client(gone)) == "connect"
    assert await kind_of_failure(client(lambda _: httpx.Response(500))) == "status"
    assert await kind_of_failure(client(lambda _: httpx.Response(200, text="<html>"))) == "garbled"
    assert await kind_of_failure(client(lambda _: httpx.Response(200, json=[]))) == "garbled"


async def test_the_token_goes_with_every_call_and_never_into_an_error() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(500)

    with pytest.raises(EngineError) as caught:
        await client(answer).parse("你好")
    assert seen[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert seen[0].url.params["token"] == TOKEN
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None


async def test_the_breaker_opens_after_three_failures_and_lets_one_try_through() -> None:
    now = [0.0]
    calls: list[int] = []
    healthy = [False]

    def answer(_request: httpx.Request) -> httpx.Response:
        calls.append(1)
        return httpx.Response(200 if healthy[0] else 500, json={"intent": {"name": "greet"}})

    engine = client(answer, breaker=Breaker(limit=3, pause=2.0, now=lambda: now[0]))
    for _ in range(3):
        assert await kind_of_failure(engine) == "status"
    assert await kind_of_failure(engine) == "open"
    assert len(calls) == 3

    now[0] = 2.5
    assert await kind_of_failure(engine) == "status"  # the try
    assert await kind_of_failure(engine) == "open"

    now[0] = 5.0
    healthy[0] = True
    assert (await engine.parse("你好"))["intent"]["name"] == "greet"
    assert (await engine.parse("你好"))["intent"]["name"] == "greet"


async def test_an_answer_without_messages_is_no_answer() -> None:
    engine = client(lambda _: httpx.Response(200, json={"messages": "?"}))
    with pytest.raises(EngineError):
        await engine.converse(sender="s", message_id="m", text="你好", metadata={})


async def test_ready_means_that_the_model_understands() -> None:
    understands = client(lambda _: httpx.Response(200, json={"intent": {"name": "greet"}}))
    empty = client(lambda _: httpx.Response(200, json={"intent": {"name": None}}))

    assert await understands.answers()
    assert not await empty.answers()
    assert not await client(lambda _: httpx.Response(409)).answers()
