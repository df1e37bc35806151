"""Two processes behave as one; one of them killed, nothing is lost and nothing done twice."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.scale.conftest import RATE_PER_USER, AppProcess
from tests.scale.engine import CountingEngine

USERS = 32
MESSAGES = 12
PATIENCE = 40.0
"""Seconds a client waits for an answer: a killed process's session goes on after its lease."""


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(timeout=PATIENCE, limits=limits, trust_env=False) as made:
        yield made


async def send(
    http: httpx.AsyncClient, app: AppProcess, session: str, message: str
) -> httpx.Response:
    body = {"session_id": session, "message_id": message, "text": "你好"}
    return await http.post(f"{app.base}/api/v1/messages", json=body)


async def history(http: httpx.AsyncClient, app: AppProcess, session: str) -> list[dict[str, Any]]:
    found = await http.get(f"{app.base}/api/v1/sessions/{session}")
    messages: list[dict[str, Any]] = found.raise_for_status().json()["messages"]
    return messages


def new_session() -> str:
    return f"scale-{uuid.uuid4().hex}"


async def test_a_session_goes_on_in_the_other_process(
    http: httpx.AsyncClient, apps: list[AppProcess]
) -> None:
    session = new_session()
    for number in range(6):
        answer = await send(http, apps[number % 2], session, f"m{number}")
        assert answer.json()["replies"][0]["text"] == f"第{number + 1}条"

    assert len(await history(http, apps[0], session)) == 6
    assert (await http.delete(f"{apps[0].base}/api/v1/sessions/{session}")).status_code == 200
    assert (await http.get(f"{apps[1].base}/api/v1/sessions/{session}")).status_code == 404


async def test_the_same_message_at_both_at_once_is_one_turn(
    http: httpx.AsyncClient, apps: list[AppProcess], engine: CountingEngine
) -> None:
    for _ in range(10):
        session = new_session()
        sending = (send(http, apps[i % 2], session, "once") for i in range(8))
        answers = await asyncio.gather(*sending)

        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 1
        assert engine.turns[session, "once"] == 1


async def test_the_rate_holds_for_both_together(
    http: httpx.AsyncClient, apps: list[AppProcess]
) -> None:
    session = new_session()
    sending = (send(http, apps[i % 2], session, f"m{i}") for i in range(RATE_PER_USER + 10))
    answers = await asyncio.gather(*sending)

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * RATE_PER_USER + [429] * 10
    assert len(await history(http, apps[1], session)) == RATE_PER_USER


@pytest.mark.parametrize("apps", ["postgresql-redis"], indirect=True)
async def test_redis_stopped_and_started_again_stops_nobody(
    http: httpx.AsyncClient, apps: list[AppProcess], request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("redis_server")
    session = new_session()
    for number, change in enumerate([None, server.stop, None, server.start, None]):
        if change is not None:
            change()
        answers = [await send(http, apps[i % 2], session, f"m{number}") for i in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        assert answers[0].json()["replies"][0]["text"] == f"第{number + 1}条"

    for app in apps:
        assert app.log.count("Redis 没有应答") == 1
        assert server.url not in app.log


class Tally:
    """What 32 clients were answered; each talks on, at the other process when one fails it."""

    def __init__(self, http: httpx.AsyncClient, apps: list[AppProcess]) -> None:
        self._http, self._apps = http, apps
        self.answers: dict[tuple[str, str], dict[str, Any]] = {}
        self.retries = 0
        self.enough = asyncio.Event()

    async def converse(self, user: int, session: str) -> None:
        for number in range(MESSAGES):
            message = f"m{number}"
            answer = await self._until_answered(user, session, message)
            self.answers[session, message] = answer
            if len(self.answers) >= USERS * MESSAGES // 3:
                self.enough.set()

    async def _until_answered(self, user: int, session: str, message: str) -> dict[str, Any]:
        async with asyncio.timeout(2 * PATIENCE):
            while True:
                try:
                    response = await send(self._http, self._apps[user % 2], session, message)
                except httpx.TransportError:
                    response = None
                if response is not None and response.status_code == 200:
                    answer: dict[str, Any] = response.json()
                    return answer
                self.retries += 1
                user += 1
                await asyncio.sleep(0.1)


async def test_a_process_killed_in_the_middle_of_32_conversations_loses_nothing(
    http: httpx.AsyncClient, apps: list[AppProcess], engine: CountingEngine
) -> None:
    tally = Tally(http, apps)
    sessions = [new_session() for _ in range(USERS)]
    talking = [
        asyncio.create_task(tally.converse(user, session)) for user, session in enumerate(sessions)
    ]
    await tally.enough.wait()
    apps[1].kill()
    await asyncio.gather(*talking)

    twice = sum(count > 1 for (session, _), count in engine.turns.items() if session in sessions)
    print(
        f"\n{USERS}人各{MESSAGES}条：答复{len(tally.answers)}条，"
        f"重发{tally.retries}次，重新理解{twice}条"
    )
    assert tally.retries > 0
    assert len(tally.answers) == USERS * MESSAGES
    for session in sessions:
        kept = await history(http, apps[0], session)
        assert [one["message_id"] for one in kept] == [f"m{n}" for n in range(MESSAGES)]
        for number, one in enumerate(kept):
            answer = tally.answers[session, f"m{number}"]
            assert answer == one["answer"]
            assert answer["replies"][0]["text"] == f"第{number + 1}条"

    apps[1].start()
    await asyncio.to_thread(apps[1].wait)
    again = await send(http, apps[1], sessions[0], "m3")
    assert again.json() == tally.answers[sessions[0], "m3"]
