"""Ratings of answers: one per answer, masked, kept when the conversation is forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from sqlalchemy import select

from bot.store.tables import feedback

Post = Callable[..., Awaitable[httpx.Response]]
RATED = {"session_id": "session-1", "message_id": "m1"}


async def kept(client: httpx.AsyncClient) -> list[Any]:
    """The rows of the table, as the app's store has them."""
    transport: Any = client._transport
    store = transport.app.state.house.store
    rows: list[Any] = await store.transact(lambda db: db.execute(select(feedback)).all())
    return rows


async def test_a_rating_is_kept_with_its_question(post: Post, client: httpx.AsyncClient) -> None:
    await post("能领稳岗返还吗")
    answer = await client.post(
        "/api/v1/feedback",
        json={**RATED, "rating": "down", "reason": "wrong", "comment": "我是11010519491231002X"},
    )

    assert answer.status_code == 204
    (row,) = await kept(client)
    assert (row.rating, row.reason, row.status, row.channel) == ("down", "wrong", "open", "api")
    assert row.question == "能领稳岗返还吗"
    assert "19491231" not in row.comment


async def test_the_last_rating_of_an_answer_counts(post: Post, client: httpx.AsyncClient) -> None:
    await post()
    for said in ({"rating": "down", "reason": "unclear"}, {"rating": "up"}):
        assert (await client.post("/api/v1/feedback", json={**RATED, **said})).status_code == 204

    (row,) = await kept(client)
    assert (row.rating, row.reason) == ("up", None)


async def test_a_rating_outlives_the_conversation(post: Post, client: httpx.AsyncClient) -> None:
    await post()
    await client.post("/api/v1/feedback", json={**RATED, "rating": "up"})
    await client.delete("/api/v1/sessions/session-1")

    (row,) = await kept(client)
    assert row.session_id is None


async def test_only_what_was_answered_can_be_rated(client: httpx.AsyncClient) -> None:
    refused = await client.post("/api/v1/feedback", json={**RATED, "rating": "up"})
    wrong = await client.post("/api/v1/feedback", json={**RATED, "rating": "sideways"})

    assert refused.status_code == 404
    assert wrong.status_code == 422
