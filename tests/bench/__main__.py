"""Runs every measurement and writes the table: `make bench`."""

import asyncio
import os
import secrets
import tempfile
import time
from pathlib import Path

import httpx
import yaml

from tests.bench import judging, report
from tests.bench.load import Load, Turn, run
from tests.bench.servers import ours, resident_megabytes, stock, stock_rasa
from tests.serving import ROOT, TODAY, served

USERS = (1, 8, 32)
SECONDS = 8.0
ROUNDS = 2
AS_OF = "2022-08-01"


def conversations() -> list[list[str]]:
    """What the users say: the scripted conversations, as typed, but for commands to stock Rasa."""
    return [
        [turn["say"] for turn in script["turns"]]
        for path in sorted((ROOT / "tests" / "dialogues").glob("*.yml"))
        for script in yaml.safe_load_all(path.read_text("utf-8"))
        if all(_plain(turn.get("say")) for turn in script["turns"])
    ]


def _plain(said: object) -> bool:
    return isinstance(said, str) and bool(said.strip()) and not said.lstrip().startswith("/")


async def duel(base: str, stock_base: str) -> list[tuple[str, Load]]:
    """Ours and stock in turn at each number of users, so that a noisy machine hits both."""
    lines = conversations()
    limits = httpx.Limits(max_connections=max(USERS))
    results: list[tuple[str, Load]] = []
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        contenders: dict[str, Turn] = {
            "ours": ours(client, base, AS_OF),
            "stock": stock(client, stock_base, TODAY),
        }
        for name, turn in contenders.items():
            await run(turn, lines, 2, 3.0, f"warm-{name}")
        for users in USERS:
            for round_number in range(ROUNDS):
                for name, turn in contenders.items():
                    load = await run(turn, lines, users, SECONDS, f"{name}-{users}-{round_number}")
                    print(f"{name:6} {users:3} 人  {load.per_second:6.1f} 轮/秒", flush=True)
                    results.append((name, load))
    return results


def main() -> None:
    judged = judging.measure()
    token = secrets.token_urlsafe(32)
    os.environ["POLICYBOT_ENGINE_TOKEN"] = token  # both systems call the same actions
    with tempfile.TemporaryDirectory() as var:
        started = time.perf_counter()
        with served(Path(var)) as base:
            start, idle = time.perf_counter() - started, resident_megabytes()
            with stock_rasa(f"{base}/webhook", token) as stock_base:
                both = resident_megabytes()
                loads = asyncio.run(duel(base, stock_base))
    text = report.render(judged, start, idle, both - idle, loads)
    print(text)
    report.keep(text)


main()
