"""How large the widget is, how soon it answers on slow networks: `python -m tests.bench.widget`."""

import datetime
import gzip
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bot.widget import DIST
from tests.bench import report
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.talking import FIRM
from tests.serving import served

ROUNDS = 5
NETWORKS = {  # name: (bytes a second, milliseconds there and back)
    "不限速": (-1, 0),
    "一般的4G（9 Mbps，85 ms）": (9_000_000 / 8, 85),
    "差的3G（1.6 Mbps，300 ms）": (1_600_000 / 8, 300),
    "很慢（400 kbps，400 ms）": (400_000 / 8, 400),
}


@dataclass(frozen=True)
class Wait:
    """Milliseconds: until one can write, until something moves, until the answer is there."""

    ready: float
    moving: float
    answered: float


def first_visit(browser: Browser, base: str, network: tuple[float, float]) -> Wait:
    """One visitor with an empty cache, who asks as soon as there is a box to write in."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    rate, latency = network
    conditions = {"offline": False, "downloadThroughput": rate, "uploadThroughput": rate}
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {**conditions, "latency": latency})
    started = time.perf_counter()
    page.goto(f"{base}/chat", wait_until="commit")
    page.locator(".bubble").first.wait_for()
    ready = _since(started)
    page.get_by_label("想问什么").fill(FIRM)
    asked = time.perf_counter()
    page.keyboard.press("Enter")
    moving = _shown(page, ".dots", asked)
    answered = _shown(page, ".card", asked)
    context.close()
    return Wait(ready, moving, answered)


def _shown(page: Page, selector: str, since: float) -> float:
    page.locator(selector).first.wait_for()
    return _since(since)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def render(size: int, waits: dict[str, list[Wait]]) -> str:
    """The table; the middle one of the visits."""
    rows = [
        f"{datetime.date.today()}，{os.cpu_count()} 核，无界面的 Chromium，各{ROUNDS}次取中位数。",
        "",
        f"`widget.js` 压缩后 **{size / 1024:.1f} KB**（目标小于30 KB）。",
        "",
        "| 网络 | 打开到能写（毫秒） | 发出到有动静 | 发出到看见回答 |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, visits in waits.items():
        middle = [
            median(getattr(one, part) for one in visits) for part in ("ready", "moving", "answered")
        ]
        rows.append(f"| {name} | {middle[0]:.0f} | {middle[1]:.0f} | {middle[2]:.0f} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measures and writes the table."""
    size = len(gzip.compress((DIST / "widget.js").read_bytes(), 9))
    waits: dict[str, list[Wait]] = {}
    with (
        tempfile.TemporaryDirectory() as var,
        served(Path(var), POLICYBOT_AS_OF="2022-08-01") as base,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        first_visit(browser, base, (-1, 0))  # the server warms up
        for name, network in NETWORKS.items():
            waits[name] = [first_visit(browser, base, network) for _ in range(ROUNDS)]
        browser.close()
    text = render(size, waits)
    print(text)
    report.keep(text, "python -m tests.bench.widget")


if __name__ == "__main__":
    main()
