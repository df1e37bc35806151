"""A whole app with a stand-in for the engine: everything real but the understanding."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

import policy_kb
from bot.app import create_app
from bot.engine_client import Breaker, EngineClient
from bot.settings import Settings

TOKEN = "token-of-the-tests-only"
JSON = {"content-type": "application/json"}
TODAY = date(2022, 8, 1)

Json = dict[str, Any]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@dataclass
class FakeEngine:
    """Answers as the engine would: with what the test put into ``says``."""

    says: Callable[[Json], Awaitable[list[Json]]] | None = None
    parsed: Json = field(default_factory=lambda: {"intent": {"name": "greet", "confidence": 1.0}})
    failure: Exception | httpx.Response | None = None
    seen: list[Json] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Serves one HTTP request."""
        if isinstance(self.failure, Exception):
            raise self.failure
        if self.failure is not None:
            return self.failure
        body = json.loads(request.content)
        if request.method == "PUT":
            self.forgotten.append(request.url.path.split("/")[2])
            return httpx.Response(200, json={})
        if request.url.path == "/model/parse":
            return httpx.Response(200, json={"text": body["text"], "entities": [], **self.parsed})
        self.seen.append(body)
        return httpx.Response(200, json={"messages": await (self.says or _count)(body)})


async def _count(body: Json) -> list[Json]:
    """Counts the messages in the case, so that a test sees whether one was counted twice."""
    case = dict(body["metadata"]["case"])
    facts = dict(case.get("facts") or {})
    facts["headcount"] = facts.get("headcount", 0) + 1
    reply = {"kind": "text", "text": f"第{facts['headcount']}条"}
    return [{"case": {**case, "facts": facts}, "replies": [reply]}]


@pytest.fixture(scope="session")
def kb() -> policy_kb.KnowledgeBase:
    """The real knowledge base, loaded once."""
    return policy_kb.load()


@pytest.fixture
def engine() -> FakeEngine:
    """The stand-in that the app of the test talks to."""
    return FakeEngine()


@pytest.fixture
def serving(kb: policy_kb.KnowledgeBase, engine: FakeEngine, tmp_path: Path) -> Serving:
    """Starts an app with the fake engine and the settings given; all share one database."""

    @asynccontextmanager
    async def serve(**changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        values = {"var_dir": tmp_path, "engine_token": SecretStr(TOKEN), **changes}
        settings = Settings(**values, _env_file=None)
        line = EngineClient(
            settings.engine_url,
            TOKEN,
            breaker=Breaker(pause=0.05),
            transport=httpx.MockTransport(engine),
        )
        app = create_app(settings, kb=kb, engine=line, clock=lambda: TODAY)
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 1234))
        client = httpx.AsyncClient(transport=transport, base_url="http://policybot")
        async with app.router.lifespan_context(app), client:
            yield client

    return serve


@pytest.fixture
async def client(serving: Serving) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an app with the fake engine and an empty database."""
    async with serving() as made:
        yield made


@pytest.fixture
def post(client: httpx.AsyncClient) -> Callable[..., Awaitable[httpx.Response]]:
    """Sends one message; each call is a new message unless it names its ``message_id``."""
    count = [0]

    async def send(text: str = "你好", **changes: Any) -> httpx.Response:
        count[0] += 1
        message = {"session_id": "session-1", "message_id": f"m{count[0]}", "text": text}
        body = json.dumps({**message, **changes})  # escapes what cannot be encoded
        return await client.post("/api/v1/messages", content=body, headers=JSON)

    return send
