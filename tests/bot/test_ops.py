"""Operators see whether it lives, whether it is ready, and what it counted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

Post = Callable[..., Awaitable[httpx.Response]]


async def test_alive_but_not_ready_while_the_model_does_not_answer(
    client: httpx.AsyncClient, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ops._REMEMBER_READY", 0.0)
    engine.failure = httpx.ConnectError("refused")
    assert (await client.get("/healthz")).status_code == 200
    waiting = await client.get("/readyz")
    assert waiting.status_code == 503
    assert waiting.json() == {"ready": False, "engine": False, "database": True}

    engine.failure = None
    ready = await client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["ready"] is True


async def test_metrics_count_turns_errors_and_repeats(
    client: httpx.AsyncClient, post: Post, engine: Any
) -> None:
    await post(message_id="same")
    await post(message_id="same")
    await post("")
    await post("我的电话13804751234")
    engine.failure = httpx.ConnectError("refused")
    await post()
    text = (await client.get("/metrics")).text

    assert 'policybot_turns_total{channel="api",outcome="answered"} 2.0' in text
    assert 'policybot_turns_total{channel="api",outcome="repeated"} 1.0' in text
    assert 'policybot_turns_total{channel="api",outcome="refused"} 1.0' in text
    assert 'policybot_turns_total{channel="api",outcome="degraded"} 1.0' in text
    assert 'policybot_dedup_hits_total{kind="stored"} 1.0' in text
    assert 'policybot_engine_errors_total{kind="connect"} 1.0' in text
    assert "policybot_masked_total 1.0" in text
    assert "policybot_turn_seconds_count 4.0" in text


async def test_a_slip_is_a_plain_chinese_500_and_its_words_are_not_logged(
    client: httpx.AsyncClient, post: Post, engine: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def impossible(_body: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"case": {"facts": {"headcount": "二十八个人"}}, "replies": [{"kind": "text"}]}]

    engine.says = impossible
    response = await post("说说看")

    assert response.status_code == 500
    assert response.json()["error"]["message"] == "服务出了点问题，请稍后再试。"
    assert "FactError at" in caplog.text
    assert "二十八" not in caplog.text + response.text

    engine.says = None
    assert (await post()).json()["facts"] == {"headcount": 1}


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    for path in ("/chat", "/healthz", "/api/v1/measures", "/nothing", "/static/app.css"):
        headers = (await client.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers
