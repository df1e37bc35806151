"""What the chat opens with, the vocabulary of a fact, and the widget's own file."""

from __future__ import annotations

from pathlib import Path

import httpx
from fastapi import FastAPI

from bot import widget


async def test_a_chat_opens_with_greeting_examples_places_and_today(
    client: httpx.AsyncClient,
) -> None:
    start = (await client.get("/api/v1/start")).json()

    assert start["greeting"] and start["examples"]
    assert "通辽市" in start["regions"]
    assert start["today"] == "2022-08-01"
    assert start["topic"] is None


async def test_a_topic_comes_with_its_question(client: httpx.AsyncClient) -> None:
    known = (await client.get("/api/v1/start?topic=skill_upgrade_subsidy")).json()
    unknown = (await client.get("/api/v1/start?topic=nothing")).json()

    assert "技能提升补贴" in known["topic"]["say"]
    assert unknown["topic"] is None


async def test_a_fact_tells_how_it_is_filled_in(client: httpx.AsyncClient) -> None:
    number = (await client.get("/api/v1/facts/headcount")).json()
    choice = (await client.get("/api/v1/facts/audience")).json()
    yes_no = (await client.get("/api/v1/facts/insured_as_unit")).json()

    assert (number["type"], number["unit"]) == ("integer", "人")
    assert {"value": "individual", "text": "个人"} in choice["choices"]
    assert yes_no["true_text"] and yes_no["choices"] == []
    assert (await client.get("/api/v1/facts/nothing")).status_code == 404


async def test_the_widget_is_served_to_any_site_and_sent_once(tmp_path: Path) -> None:
    (tmp_path / "widget.js").write_text("'script'")
    app = FastAPI()
    app.include_router(widget.make_router(tmp_path))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://policybot") as client:
        first = await client.get("/widget.js")
        known = {"If-None-Match": first.headers["etag"]}
        again = await client.get("/widget.js", headers=known)
        (tmp_path / "widget.js").write_text("'another build'")
        rebuilt = await client.get("/widget.js", headers=known)
        missing = await client.get("/widget.css")
        plain = await client.get("/widget.js", headers={"Accept-Encoding": "identity"})

    assert first.text == "'script'"
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["cross-origin-resource-policy"] == "cross-origin"
    assert again.status_code == 304 and not again.content
    assert rebuilt.status_code == 200 and rebuilt.text == "'another build'"
    assert missing.status_code == 503 and "Node.js" in missing.text
    assert plain.text == "'another build'" and "content-encoding" not in plain.headers
