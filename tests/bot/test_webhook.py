"""The engine's way to the actions: only from loopback, only with the token, in Rasa's form."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

TOKEN = "token-of-the-tests-only"
AUTH = {"authorization": f"Bearer {TOKEN}"}


def call(action: str = "action_advise", **message: Any) -> dict[str, Any]:
    """What Rasa 3.6.21 posts for a custom action."""
    return {
        "next_action": action,
        "sender_id": "session-1",
        "version": "3.6.21",
        "domain": {"intents": []},
        "tracker": {
            "sender_id": "session-1",
            "slots": {"case": None},
            "latest_message": {
                "text": "你好",
                "intent": {"name": "greet", "confidence": 1.0},
                "entities": [],
                "metadata": {"case": {}, "today": "2022-08-01"},
                **message,
            },
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
    }


async def test_an_action_is_run_and_answers_in_rasas_form(client: httpx.AsyncClient) -> None:
    response = await client.post("/webhook", json=call(), headers=AUTH)
    answer = response.json()

    assert response.status_code == 200
    assert {"events", "responses"} == set(answer)
    custom = answer["responses"][0]["custom"]
    assert custom["replies"] and "facts" in custom["case"]
    assert answer["events"][0]["event"] == "slot"


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}, {"x-token": TOKEN}])
async def test_without_the_token_nobody_gets_in(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    response = await client.post("/webhook", json=call(), headers=headers)

    assert response.status_code == 403
    assert TOKEN not in response.text


async def test_nobody_else_on_the_network_gets_in(client: httpx.AsyncClient) -> None:
    outside = httpx.ASGITransport(client._transport.app, client=("10.0.0.9", 1))  # type: ignore[attr-defined]
    async with httpx.AsyncClient(transport=outside, base_url="http://policybot") as other:
        response = await other.post("/webhook", json=call(), headers=AUTH)

    assert response.status_code == 403


async def test_an_unknown_action_is_a_404_as_rasa_expects(client: httpx.AsyncClient) -> None:
    response = await client.post("/webhook", json=call("action_nothing"), headers=AUTH)

    assert response.status_code == 404
    assert response.json()["action_name"] == "action_nothing"


async def test_broken_json_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/webhook", content=b"{", headers=AUTH)

    assert response.status_code == 422


async def test_the_webhook_is_no_part_of_the_public_api(client: httpx.AsyncClient) -> None:
    assert "/webhook" not in (await client.get("/openapi.json")).json()["paths"]
