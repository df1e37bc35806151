"""The console of a whole app with a stand-in for the engine, and people signed in to it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import insert

import policy_kb
from bot.accounts import sessions
from bot.accounts.roles import Person, check_roles
from bot.app import create_app
from bot.console.office import Office
from bot.engine_client import Breaker, EngineClient
from bot.settings import Settings
from bot.store.tables import users

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


async def sit_down(desk: Desk, *roles: str, login: str = "zhang") -> Person:
    """Makes an account with these roles and signs it in, without the login page."""
    office, now = desk.office, desk.office.now()
    row = {"login": login, "name": "张三", "roles": " ".join(check_roles(roles))}
    flags = {"must_change": False, "disabled": False, "totp_step": 0, "created_at": now}
    token = sessions.new_token()
    kept = sessions.hashed(office.key("session"), token)

    def begin(db: Any) -> Person:
        number = db.execute(users.select()).all()
        added = insert(users).values(**row, **flags, number=len(number) + 1).returning(users.c.id)
        user = db.execute(added).scalar_one()
        sessions.begin(db, kept, user, sessions.FULL, "192.0.2.7", now)
        return Person(user, login, "张三", len(number) + 1, frozenset(roles))

    desk.person = await office.store.transact(begin)
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
