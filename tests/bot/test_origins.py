"""Pages of other websites: those on the list may use the API, the others may not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.app import create_app
from bot.origins import origins_of
from bot.settings import Settings, SettingsError

BUREAU = "https://rsj.example.gov.cn"
JUDGE = ("POST", "/api/v1/judge")


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an app that lets one other website in, and be framed by it."""
    app = create_app(
        Settings(
            var_dir=tmp_path,
            engine_token="token-of-the-tests-only",
            allowed_origins=f"{BUREAU}, https://other.example.cn/",
            frame_ancestors=BUREAU,
            public_url="https://12333.example.cn",
        )
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.local") as client:
        yield client


async def _ask(browser: httpx.AsyncClient, origin: str | None) -> httpx.Response:
    headers = {"origin": origin} if origin else {}
    return await browser.request(*JUDGE, json={}, headers=headers)


@pytest.mark.parametrize(
    "origin", [None, "http://bot.local", "https://bot.local", "https://12333.example.cn"]
)
async def test_our_own_pages_and_programs_may(browser: httpx.AsyncClient, origin: str) -> None:
    response = await _ask(browser, origin)

    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


async def test_a_listed_website_may(browser: httpx.AsyncClient) -> None:
    preflight = await browser.options(
        JUDGE[1],
        headers={
            "origin": BUREAU,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )
    response = await _ask(browser, BUREAU)

    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == BUREAU
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == BUREAU
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", f"{BUREAU}.evil.com"])
async def test_any_other_website_may_not(browser: httpx.AsyncClient, origin: str) -> None:
    asked = await _ask(browser, origin)
    read = await browser.get("/api/v1/sessions/some-session-id", headers={"origin": origin})

    for response in (asked, read):
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "origin"
        assert "access-control-allow-origin" not in response.headers


async def test_a_listed_website_may_use_the_api_alone(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/chat", headers={"origin": BUREAU})).status_code == 403


async def test_public_pages_can_be_linked_from_anywhere(browser: httpx.AsyncClient) -> None:
    response = await browser.get("/policies", headers={"origin": "https://evil.example.com"})

    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


async def test_only_the_chat_may_be_framed_and_only_by_those_named(
    browser: httpx.AsyncClient,
) -> None:
    chat = (await browser.get("/chat")).headers
    policies = (await browser.get("/policies")).headers

    assert f"frame-ancestors 'self' {BUREAU}" in chat["content-security-policy"]
    assert "frame-ancestors 'none'" in policies["content-security-policy"]
    assert chat["strict-transport-security"].startswith("max-age=")
    assert policies["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("wrong", ["rsj.example.gov.cn", "https://a.cn/path", "*"])
def test_a_wrong_origin_stops_the_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"POLICYBOT_ALLOWED_ORIGINS 里的"):
        origins_of(wrong, "POLICYBOT_ALLOWED_ORIGINS")
