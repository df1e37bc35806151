"""Signing in through an identity provider: a small one of our own, over loopback."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from joserfc import jwk, jwt

from bot.accounts import users
from bot.accounts.managing import By
from tests.console.conftest import Desk, Moment, Seating, add_user, browser, logged
from tests.serving import free_port

CLIENT = "policybot-console"


@dataclass
class FakeProvider:
    """Signs whoever the test says in; ``claims`` are what it tells about them."""

    moment: Moment
    port: int = field(default_factory=free_port)
    claims: dict[str, Any] = field(default_factory=dict)
    told_on_request: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "1"}))
    forger: Any = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    down: bool = False

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def agree(self, url: str, **changes: str) -> dict[str, str]:
        """The person signs in there: what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"]
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], **changes}

    def token(self, asked: dict[str, str]) -> str:
        now = int(self.moment.at.replace(tzinfo=UTC).timestamp())
        told = {"iss": self.issuer, "aud": CLIENT, "sub": "u-1", "iat": now, "exp": now + 300}
        told |= {"nonce": asked["nonce"], "email": "Li@Example.cn", "email_verified": True}
        header = {"alg": "RS256", "kid": "1"}
        return jwt.encode(header, {**told, **self.claims}, self.forger or self.key)

    def app(self) -> FastAPI:
        made = FastAPI()

        @made.get("/.well-known/openid-configuration")
        async def describe() -> JSONResponse:
            if self.down:
                return JSONResponse({}, 503)
            paths = {"authorization_endpoint": "auth", "token_endpoint": "token"}
            paths |= {"jwks_uri": "keys", "userinfo_endpoint": "me"}
            places = {name: f"{self.issuer}/{path}" for name, path in paths.items()}
            return JSONResponse({"issuer": self.issuer, **places})

        @made.get("/keys")
        async def keys() -> JSONResponse:
            return JSONResponse({"keys": [self.key.as_dict(private=False)]})

        @made.get("/me")
        async def me() -> JSONResponse:
            return JSONResponse(self.told_on_request)

        @made.post("/token")
        async def token(request: Request) -> JSONResponse:
            form = await request.form()
            asked = self.codes.pop(str(form["code"]), None)
            proof = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
            challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
            if asked is None or asked["code_challenge"] != challenge:
                return JSONResponse({"error": "invalid_grant"}, 400)
            assert form["redirect_uri"] == asked["redirect_uri"]
            about = {"access_token": "a", "token_type": "Bearer"}
            return JSONResponse({**about, "id_token": self.token(asked)})

        return made


@pytest.fixture
async def provider(moment: Moment) -> AsyncIterator[FakeProvider]:
    """A provider that answers on loopback."""
    made = FakeProvider(moment)
    config = uvicorn.Config(made.app(), port=made.port, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield made
    server.should_exit = True
    await task


@pytest.fixture
async def desk(seating: Seating, provider: FakeProvider) -> AsyncIterator[Desk]:
    """A console that trusts the provider, with an account that was invited by email."""
    trusted = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT}
    async with seating(oidc_client_secret="secret-of-the-tests", **trusted) as made:
        await add_user(made, "li", email="li@example.cn")
        yield made


async def leave(desk: Desk) -> str:
    """Goes to the provider; its address."""
    page = await desk.get("/console/login?next=/console/me?b=2")
    assert 'href="/console/login/oidc"' in page.text
    left = await desk.get("/console/login/oidc")
    assert left.status_code == 303
    cookie = next(one for one in left.headers.get_list("set-cookie") if "console_oidc" in one)
    assert "SameSite=lax" in cookie and "HttpOnly" in cookie
    return left.headers["location"]


async def arrive(desk: Desk, query: dict[str, str]) -> httpx.Response:
    return await desk.get("/console/login/oidc/callback", params=query)


async def test_an_invited_person_comes_in_and_is_known_from_then_on(
    desk: Desk, provider: FakeProvider
) -> None:
    page = await arrive(desk, provider.agree(await leave(desk)))
    assert page.status_code == 200
    assert '<meta http-equiv="refresh" content="0;url=/console/me?b=2">' in page.text
    session = next(one for one in page.headers.get_list("set-cookie") if one.startswith("console="))
    assert "SameSite=strict" in session
    assert "张三" in (await desk.get("/console/me")).text

    await desk.post("/console/logout")
    provider.claims = {"email": "renamed@example.cn"}
    assert (await arrive(desk, provider.agree(await leave(desk)))).status_code == 200
    assert await logged(desk) == ["user.linked", "signin.done", "signout", "signin.done"]


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.cn"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
)
async def test_nobody_gets_an_account_by_signing_in(
    desk: Desk, provider: FakeProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    page = await arrive(desk, provider.agree(await leave(desk)))
    assert page.status_code == 401 and "没有对应的坐席台账号" in page.text
    assert (await desk.get("/console/me")).status_code == 303
    assert await logged(desk) == ["signin.failed"]


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": 1},
        {"nonce": "another"},
        {"sub": ""},
    ],
)
async def test_a_token_that_is_not_for_us_is_refused(
    desk: Desk, provider: FakeProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    page = await arrive(desk, provider.agree(await leave(desk)))
    assert page.status_code == 401 and "没有登录" in page.text


async def test_a_forged_token_is_refused(desk: Desk, provider: FakeProvider) -> None:
    provider.forger = jwk.RSAKey.generate_key(2048, {"kid": "1"})
    page = await arrive(desk, provider.agree(await leave(desk)))
    assert page.status_code == 401 and "不能通过核对" in page.text


async def test_a_state_belongs_to_one_browser_and_works_once(
    desk: Desk, provider: FakeProvider
) -> None:
    back = provider.agree(await leave(desk))
    async with browser(desk.app) as http:
        stolen = await arrive(Desk(desk.app, http), back)
        assert stolen.status_code == 401 and "已经过期" in stolen.text
    assert (await arrive(desk, back)).status_code == 401

    back = provider.agree(await leave(desk))
    cookies = dict(desk.http.cookies)
    assert (await arrive(desk, back)).status_code == 200
    desk.http.cookies.set("console_oidc", cookies["console_oidc"])
    assert (await arrive(desk, back)).status_code == 401
    assert (await arrive(desk, {"code": "x", "state": "made up"})).status_code == 401


async def test_two_returns_at_once_are_one(desk: Desk, provider: FakeProvider) -> None:
    back = provider.agree(await leave(desk))
    pages = await asyncio.gather(arrive(desk, back), arrive(desk, back))
    assert sorted(page.status_code for page in pages) == [200, 401]


async def test_an_email_taken_over_by_somebody_else_opens_nothing(
    desk: Desk, provider: FakeProvider
) -> None:
    await arrive(desk, provider.agree(await leave(desk)))
    await desk.get("/console/me")
    await desk.post("/console/logout")
    provider.claims = {"sub": "u-2"}
    page = await arrive(desk, provider.agree(await leave(desk)))
    assert page.status_code == 401 and "没有对应的坐席台账号" in page.text


async def test_refusing_there_or_a_provider_in_trouble_is_explained(
    desk: Desk, provider: FakeProvider
) -> None:
    back = provider.agree(await leave(desk))
    page = await arrive(desk, {"error": "access_denied", "state": back["state"]})
    assert page.status_code == 401 and "再试一次" in page.text
    page = await arrive(desk, provider.agree(await leave(desk), code="unknown"))
    assert page.status_code == 502 and "没有正常应答" in page.text


async def test_without_the_provider_the_password_still_works(
    desk: Desk, provider: FakeProvider
) -> None:
    provider.down = True
    await desk.get("/console/login")
    page = await desk.get("/console/login/oidc")
    assert page.status_code == 502 and "用坐席台的密码登录" in page.text


async def test_the_email_may_be_told_on_request(desk: Desk, provider: FakeProvider) -> None:
    email = {"email": "li@example.cn", "email_verified": True}
    provider.claims, provider.told_on_request = {"email": None}, {"sub": "u-1", **email}
    original = provider.token

    def without_email(asked: dict[str, str]) -> str:
        claims = jwt.decode(original(asked), provider.key).claims
        told = {name: value for name, value in claims.items() if not name.startswith("email")}
        return jwt.encode({"alg": "RS256", "kid": "1"}, told, provider.key)

    provider.token = without_email  # type: ignore[method-assign]
    assert (await arrive(desk, provider.agree(await leave(desk)))).status_code == 200
    await desk.get("/console/me")
    await desk.post("/console/logout")
    provider.told_on_request["sub"] = "somebody else"
    assert (await arrive(desk, provider.agree(await leave(desk)))).status_code == 200  # tied by now


async def test_a_disabled_account_stays_out_and_a_second_factor_is_asked_for(
    desk: Desk, provider: FakeProvider
) -> None:
    async def change(**columns: Any) -> None:
        await desk.office.store.transact(
            lambda db: users.change(db, users.by_login(db, "li").id, **columns)
        )

    await change(disabled=True)
    page = await arrive(desk, provider.agree(await leave(desk)))
    assert page.status_code == 401 and "已停用" in page.text
    await change(disabled=False, totp_secret=b"sealed")
    page = await arrive(desk, provider.agree(await leave(desk)))
    assert "url=/console/login/code" in page.text


async def test_another_email_is_matched_anew(desk: Desk, provider: FakeProvider) -> None:
    await arrive(desk, provider.agree(await leave(desk)))
    await desk.get("/console/me")
    await desk.post("/console/logout")
    li = await desk.office.store.transact(lambda db: users.by_login(db, "li"))
    await desk.office.managing.edit(By(), li, name="李四", email="new@example.cn")
    assert (await arrive(desk, provider.agree(await leave(desk)))).status_code == 401
    provider.claims = {"sub": "u-2", "email": "new@example.cn"}
    assert (await arrive(desk, provider.agree(await leave(desk)))).status_code == 200


async def test_without_settings_there_is_no_such_way_in(seating: Seating) -> None:
    async with seating() as desk:
        assert "oidc" not in (await desk.get("/console/login")).text
        assert (await desk.get("/console/login/oidc")).status_code == 404
