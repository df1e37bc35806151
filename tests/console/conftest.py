"""The console of a whole app with a stand-in for the engine, and people signed in to it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from pydantic import SecretStr

import policy_kb
from bot.accounts import passwords, sessions
from bot.accounts import users as accounts
from bot.accounts.roles import Person
from bot.app import create_app
from bot.audit.statements import Wanted, newest
from bot.console.office import Office
from bot.engine_client import Breaker, EngineClient
from bot.settings import Settings

TODAY = date(2022, 8, 1)
TOKEN = "token-of-the-tests-only"


@dataclass
class Moment:
    """A clock that a test sets; naive UTC."""

    at: datetime = field(default_factory=lambda: datetime(2022, 8, 1, 1, 0))

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **much: float) -> None:
        """Lets time go by: ``pass_(minutes=5)``."""
        self.at += timedelta(**much)


@dataclass
class Desk:
    """A browser at the console: keeps cookies, and sends the form token of the last page."""

    app: FastAPI
    http: httpx.AsyncClient
    csrf: str = ""
    person: Person | None = None

    @property
    def office(self) -> Office:
        """The app's office."""
        office: Office = self.app.state.office
        return office

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """Opens a page."""
        return self._seen(await self.http.get(path, **options))

    async def post(self, path: str, data: Any = None, **options: Any) -> httpx.Response:
        """Sends a form (or ``json=``) with the form token."""
        headers = {"x-csrf": self.csrf, **options.pop("headers", {})}
        return self._seen(await self.http.post(path, data=data, headers=headers, **options))

    def _seen(self, response: httpx.Response) -> httpx.Response:
        found = re.search(r'<meta name="csrf" content="([0-9a-f]+)">', response.text)
        self.csrf = found[1] if found else self.csrf
        return response


Seating = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with parameters that take no time."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "PasswordHasher", quick)


@pytest.fixture(scope="session")
def kb() -> policy_kb.KnowledgeBase:
    """The real knowledge base, loaded once."""
    return policy_kb.load()


@pytest.fixture
def moment() -> Moment:
    """The clock of the console."""
    return Moment()


async def _silence(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(503)


@pytest.fixture
def seating(kb: policy_kb.KnowledgeBase, tmp_path: Path, moment: Moment) -> Seating:
    """Starts an app and a browser at it: ``async with seating(database_url=…) as desk``."""

    @asynccontextmanager
    async def seat(
        base_url: str = "http://policybot.example", **changes: Any
    ) -> AsyncIterator[Desk]:
        settings = Settings(
            var_dir=tmp_path,
            engine_token=SecretStr(TOKEN),
            secret=SecretStr("a secret of the tests, 32 characters"),
            _env_file=None,
            **changes,
        )
        line = EngineClient(
            settings.engine_url,
            TOKEN,
            breaker=Breaker(pause=0.05),
            transport=httpx.MockTransport(_silence),
        )
        app = create_app(settings, kb=kb, engine=line, clock=lambda: TODAY, now=moment)
        async with app.router.lifespan_context(app), browser(app, base_url) as http:
            yield Desk(app, http)

    return seat


@asynccontextmanager
async def browser(
    app: FastAPI, base_url: str = "http://policybot.example"
) -> AsyncIterator[httpx.AsyncClient]:
    """Another browser at the same app."""
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 1234))
    headers = {"accept": "text/html,*/*"}
    async with httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers) as http:
        yield http


PASSWORD = "Correct-horse-7"


async def add_user(desk: Desk, login: str = "zhang", *roles: str, **more: Any) -> accounts.User:
    """Makes an account that signs in with ``PASSWORD``."""
    office = desk.office
    kept = await office.passwords.hash(more.pop("password", PASSWORD))
    row = {"login": login, "name": "张三", "roles": roles or ("agent",), "password": kept}
    row |= {"must_change": False, "now": office.now(), **more}
    return await office.store.transact(lambda db: accounts.add(db, **row))


async def sign_in(desk: Desk, login: str = "zhang", password: str = PASSWORD) -> httpx.Response:
    """Through the login page, as anybody would."""
    await desk.get("/console/login")
    return await desk.post("/console/login", {"login": login, "password": password})


async def logged(desk: Desk) -> list[str]:
    """The actions in the audit log, oldest first."""
    found = await desk.office.store.transact(lambda db: newest(db, Wanted(), limit=1000))
    return [entry.action for entry in reversed(found)]


async def sit_down(desk: Desk, *roles: str, login: str = "zhang") -> Person:
    """Makes an account with these roles and signs it in, without the login page."""
    office = desk.office
    user = await add_user(desk, login, *roles)
    token = sessions.new_token()
    kept = sessions.hashed(office.signing.session_key, token)
    await office.store.transact(
        lambda db: sessions.begin(db, kept, user.id, sessions.FULL, "192.0.2.7", office.now())
    )
    desk.person = user.person
    desk.http.cookies.set("console", token, domain="policybot.example", path="/console")
    desk.csrf = office.csrf(kept)
    return desk.person


@pytest.fixture
def signed_in(seating: Seating) -> Callable[..., AbstractAsyncContextManager[Desk]]:
    """A desk where a person with these roles sits: ``async with signed_in("agent") as desk``."""

    @asynccontextmanager
    async def seated(*roles: str, login: str = "zhang", **options: Any) -> AsyncIterator[Desk]:
        async with seating(**options) as desk:
            await sit_down(desk, *roles, login=login)
            yield desk

    return seated
