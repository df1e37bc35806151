"""How fast the policies' pages are sent at a steady rate: `python -m tests.bench.pages`."""

import asyncio
import datetime
import os
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path

import httpx

import policy_kb
from tests.bench import report
from tests.bench.load import percentiles
from tests.browser.console import serving_console

RATE = 50
"""Requests a second, sent whether or not earlier ones are answered."""
SECONDS = 20
PLACES = ("", "通辽市", "包头市")
DAYS = ("2020-08-01", "2022-08-01")


def addresses() -> Iterator[tuple[str, dict[str, str]]]:
    """Every measure in three places on two days, and the list, again and again."""
    measures = [f"/policies/{one}" for one in policy_kb.load().measures]
    every = [
        (path, {"region": place, "as_of": day})
        for place, day, path in product(PLACES, DAYS, [*measures, "/policies"])
    ]
    return cycle(every)


async def steady(base: str) -> list[float]:
    """Milliseconds from when a request was due to its last byte; waiting in line counts."""
    taken: list[float] = []
    wanted = addresses()
    limits = httpx.Limits(max_connections=RATE)
    async with httpx.AsyncClient(base_url=base, timeout=30, limits=limits) as client:

        async def read(due: float, path: str, place: dict[str, str]) -> None:
            answer = await client.get(path, params=place)
            assert answer.status_code == 200, answer.text
            taken.append((time.perf_counter() - due) * 1000)

        started = time.perf_counter()
        async with asyncio.TaskGroup() as readers:
            for number in range(RATE * SECONDS):
                due = started + number / RATE
                await asyncio.sleep(max(0, due - time.perf_counter()))
                readers.create_task(read(due, *next(wanted)))
    return taken


def render(first: list[float], again: list[float]) -> str:
    """The table: pages drawn for the first time, and pages kept."""
    rows = [
        f"{datetime.date.today()}，{os.cpu_count()} 核，每秒{RATE}页，经 HTTP，应用一个进程。",
        "",
        "| 政策页面 | 中位数（毫秒） | 99 百分位（毫秒） |",
        "| --- | ---: | ---: |",
    ]
    for name, taken in (("第一次画", first), ("画过的", again)):
        p50, p99 = percentiles(taken)
        rows.append(f"| {name} | {p50:.1f} | {p99:.1f} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measures and writes the table."""
    with tempfile.TemporaryDirectory() as var, serving_console(Path(var)) as console:
        first = asyncio.run(steady(console.base))
        again = asyncio.run(steady(console.base))
    text = render(first, again)
    print(text)
    report.keep(text, "python -m tests.bench.pages")


if __name__ == "__main__":
    main()
