"""Made-up identifiers put into every field of the console and of the forms: none is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest

from tests.console.conftest import Desk, browser

SignedIn = Callable[..., AbstractAsyncContextManager[Desk]]

IDENTITY, PHONE, CARD, SOCIAL = (
    "11010519491231002X", "13912345678", "6222021234567890128", "NM20220801775533",
)  # fmt: skip
PERSONAL = f"身份证{IDENTITY}，电话{PHONE}，银行卡号{CARD}，社保号{SOCIAL}，能领稳岗返还吗"


async def _by_forms(citizen: httpx.AsyncClient) -> None:
    """The chat without scripts."""
    page = (await citizen.get("/chat")).text
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert (await citizen.post("/chat", data={**form, "text": PERSONAL})).status_code == 303


async def _by_element(citizen: httpx.AsyncClient) -> None:
    """The widget: a message, a complaint about its answer, and a word to the agent."""
    sent = {"session_id": "canary-session-1", "message_id": "m1", "text": PERSONAL}
    assert (await citizen.post("/api/v1/messages", json=sent)).status_code == 200
    rating = {"session_id": "canary-session-1", "message_id": "m1", "rating": "down"}
    rated = await citizen.post("/api/v1/feedback", json={**rating, "comment": PERSONAL})
    assert rated.status_code == 204
    asked = await citizen.post("/api/v1/sessions/canary-session-1/handover")
    assert asked.json() == {"state": "waiting"}


async def _at_the_desk(desk: Desk) -> None:
    """What an agent hears, notes, looks for, writes into a chat; what a keeper answers."""
    script = {"x-desk": "1", "accept": "application/json"}
    heard = await desk.post("/console/calls/new/say", {"text": PERSONAL}, headers=script)
    started = await desk.post(
        "/console/calls/new/focus", {"measure": "job_retention_refund"}, headers=script
    )
    number = re.search(r"\d{8}-\d{4}", heard.text + started.text)
    assert number, started.text
    await desk.post(f"/console/calls/{number[0]}/note", {"note": PERSONAL}, headers=script)
    await desk.get("/console/cases", params={"q": PERSONAL})
    await desk.post("/console/chats/1/take")
    wrote = await desk.post("/console/chats/1/say", {"text": f"您的号码{IDENTITY}、{CARD}对吗"})
    assert wrote.status_code == 303
    settled = {"status": "answered", "answer": PERSONAL}
    assert (await desk.post("/console/queue/1", settled)).status_code == 303
    await desk.get("/console/login")
    await desk.post("/console/login", {"login": PHONE, "password": IDENTITY})


@pytest.mark.sqlite  # whose files a test can look into
async def test_nothing_personal_is_kept(signed_in: SignedIn, tmp_path: Path) -> None:
    async with signed_in("agent", "keeper") as desk, browser(desk.app) as citizen:
        await _by_forms(citizen)
        await _by_element(citizen)
        await _at_the_desk(desk)
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert any(file.name.endswith("-wal") for file in files)
        for file in files:
            content = file.read_bytes()
            for word in (IDENTITY, PHONE, CARD, SOCIAL):
                assert word.encode() not in content, f"{word} in {file.name}"
