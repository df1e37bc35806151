"""The two systems under load: ours as `policybot serve` starts it, and a stock Rasa beside it."""

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.bench.load import Turn
from tests.serving import ROOT, free_port

STOCK = Path(__file__).parent / "stock"
OUT = ROOT / "var" / "bench"
ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"
SOURCES = ("nlu_data", "bot/nlu", "tests/bench/stock")
START_LIMIT = 180.0
"""Seconds a stock Rasa may take to load its model."""


def resident_megabytes() -> float:
    """Resident memory of every process below this one, in MiB, shared pages counted once (PSS)."""
    return sum(_pss(pid) for pid in _descendants(os.getpid())) / 1024


def ours(client: httpx.AsyncClient, base: str, as_of: str) -> Turn:
    """A turn over the public API, the answer's status checked."""

    async def turn(session: str, number: int, text: str) -> None:
        body = {"session_id": session, "message_id": str(number), "text": text, "as_of": as_of}
        response = await client.post(f"{base}/api/v1/messages", json=body)
        response.raise_for_status()
        if response.json()["degraded"]:
            raise RuntimeError("the engine did not answer in time")

    return turn


def stock(client: httpx.AsyncClient, base: str, today: str) -> Turn:
    """A turn over Rasa's own REST channel; silence counts as an answer, which favours it."""

    async def turn(session: str, number: int, text: str) -> None:
        body = {"sender": session, "message": text, "metadata": {"today": today}}
        response = await client.post(f"{base}/webhooks/rest/webhook", json=body)
        response.raise_for_status()

    return turn


@contextmanager
def stock_rasa(action_url: str, action_token: str) -> Iterator[str]:
    """A stock Rasa 3.6.21 with DIET on the same sentences; its actions are our app's."""
    model, port = _stock_model(), free_port()
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "BENCH_ACTION_URL": action_url,
        "BENCH_ACTION_TOKEN": action_token,
    }
    command = [ENGINE, "-m", "rasa", "run", "--model", model, "--interface", "127.0.0.1"]
    command += ["--port", str(port), "--endpoints", STOCK / "endpoints.yml"]
    command += ["--credentials", STOCK / "credentials.yml"]
    with (OUT / "stock.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, process)
            yield base
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(base: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{base}/", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise RuntimeError(f"stock Rasa did not start: see {OUT / 'stock.log'}")


def _stock_model() -> Path:
    """The stock model for today's sentences; trained (for minutes) when there is none."""
    OUT.mkdir(parents=True, exist_ok=True)
    model = OUT / f"stock-{_fingerprint()}.tar.gz"
    if not model.exists():
        print("训练对照用的 Rasa 模型（Jieba + DIET，几分钟）……", flush=True)
        command = [ENGINE, "-m", "rasa", "train", "--config", STOCK / "config.yml"]
        command += ["--domain", "nlu_data/domain.yml", "--data", "nlu_data/intents"]
        command += ["nlu_data/rules.yml", "--out", OUT, "--fixed-model-name", model.name]
        environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
        with (OUT / "stock-train.log").open("w") as log:
            subprocess.run(command, cwd=ROOT, env=environment, stdout=log, stderr=log, check=True)
    return model


def _fingerprint() -> str:
    files = [file for source in SOURCES for file in sorted((ROOT / source).rglob("*.yml"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # the process ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found, queue = [], [root]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return found


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
