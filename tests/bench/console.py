"""How fast the agents' desk answers over HTTP: `python -m tests.bench.console`."""

import asyncio
import datetime
import os
import re
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import cycle, islice
from pathlib import Path

import httpx

import policy_kb
from tests.bench import report
from tests.browser.console import PASSWORD, Console, serving_console

AGENTS = (1, 8)
EACH = 400
"""Requests of one kind by all agents together."""

FACTS = {
    "headcount": ["28", "30-40", "300", "不到30", ""],
    "industry": ["catering", "retail", "software"],
    "region": ["通辽市", "包头市", "呼和浩特市", "鄂尔多斯市"],
    "as_of": ["2022-05-31", "2022-08-01", "2023-02-01"],
    "layoffs_last_year": ["0", "1", "9"],
}

Request = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


def typed() -> list[str]:
    """What agents type, one key after the other."""
    kb = policy_kb.load()
    names = [name for m in kb.measures.values() for name in (m.name, *m.aliases[:2])]
    letters = [
        "wgfh",
        "jntsbt",
        "kgbz",
        "sybxj",
        "86号 三（三）11",
        "2022-86",
        "稳刚返还",
        "施业金",
    ]
    whole = [*letters, *names]
    return [text[:length] for text in whole for length in range(1, len(text) + 1)]


async def signed_in(base: str, login: str) -> httpx.AsyncClient:
    """A browser of one agent's."""
    client = httpx.AsyncClient(base_url=base, timeout=30, headers={"accept": "text/html"})
    await _seen(client, await client.get("/console/login"))
    sent = await client.post("/console/login", data={"login": login, "password": PASSWORD})
    assert sent.status_code == 303, sent.text
    await _seen(client, await client.get("/console/calls/new"))
    return client


async def _seen(client: httpx.AsyncClient, page: httpx.Response) -> None:
    found = re.search(r'<meta name="csrf" content="(\w+)">', page.text)
    assert found, page.text
    client.headers["x-csrf"] = found[1]


def searches() -> list[Request]:
    """Suggestions for what is typed."""
    return [
        lambda client, q=q: client.get("/console/calls/suggest", params={"q": q})  # type: ignore[misc]
        for q in islice(cycle(typed()), EACH)
    ]


def changes(number: str) -> list[Request]:
    """Facts changed in one call, each saved, judged again and shown."""
    pairs = [(fact, value) for fact, values in FACTS.items() for value in values]
    return [
        lambda client, fact=fact, value=value: client.post(  # type: ignore[misc]
            f"/console/calls/{number}/fact",
            data={"fact": fact, "value": value},
            headers={"x-desk": "1"},
        )
        for fact, value in islice(cycle(pairs), EACH)
    ]


async def take(clients: list[httpx.AsyncClient], work: list[list[Request]]) -> list[float]:
    """Milliseconds of each request; every agent does one thing after the other."""
    taken: list[float] = []

    async def agent(client: httpx.AsyncClient, requests: list[Request]) -> None:
        for request in requests:
            started = time.perf_counter()
            answer = await request(client)
            taken.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, answer.text

    await asyncio.gather(*(agent(*pair) for pair in zip(clients, work, strict=True)))
    return sorted(taken)


async def measure(console: Console, agents: int) -> dict[str, list[float]]:
    """Both kinds of request with so many agents at work."""
    clients = [await signed_in(console.base, f"agent{at}") for at in range(agents)]
    numbers = []
    for client in clients:
        shown = await client.post(
            "/console/calls/new/focus",
            data={"measure": "job_retention_refund"},
            headers={"x-desk": "1"},
        )
        numbers.append(re.findall(r'data-number="([^"]+)"', shown.text)[0])
    share = EACH // agents
    found = [searches()[at * share : (at + 1) * share] for at in range(agents)]
    judged = [changes(number)[:share] for number in numbers]
    result = {
        "输入时的查找": await take(clients, found),
        "改一项情况：存下、全部重判、重画": await take(clients, judged),
    }
    for client in clients:
        await client.aclose()
    return result


def render(results: dict[int, dict[str, list[float]]]) -> str:
    """The table."""
    rows = [
        f"{datetime.date.today()}，{os.cpu_count()} 核，经 HTTP，应用一个进程，SQLite。",
        "",
        "| 坐席台 | 同时几位坐席 | 中位数（毫秒） | 99 百分位（毫秒） |",
        "| --- | ---: | ---: | ---: |",
    ]
    for agents, kinds in results.items():
        for kind, taken in kinds.items():
            p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
            rows.append(f"| {kind} | {agents} | {p50:.0f} | {p99:.0f} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as var, serving_console(Path(var)) as console:
        for at in range(max(AGENTS)):
            console.add(f"agent{at}", "agent", name=f"坐席{at}")
        asyncio.run(measure(console, 1))  # warm
        results = {agents: asyncio.run(measure(console, agents)) for agents in AGENTS}
    text = render(results)
    print(text)
    report.keep(text, "python -m tests.bench.console")


if __name__ == "__main__":
    main()
