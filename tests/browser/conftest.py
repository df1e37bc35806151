"""A headless Chromium, the running system, and a site of another origin that embeds it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.site import Site, other_site
from tests.serving import ROOT, served

CHROMIUM = Path(os.environ.get("POLICYBOT_CHROMIUM") or "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = ROOT / "var" / "screenshots"

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The bureau's own website, on another origin than the bot's."""
    with other_site() as started:
        yield started


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[str]:
    """The address of the real system, which lets that site embed it."""
    var = tmp_path_factory.mktemp("served")
    allowed = {"POLICYBOT_ALLOWED_ORIGINS": site.origin, "POLICYBOT_FRAME_ANCESTORS": site.origin}
    with served(var, **allowed) as base:
        site.bot = base
        yield base


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests; without one they are skipped, or fail where it is required."""
    if not CHROMIUM.exists():
        missing = f"没有浏览器 {CHROMIUM}：装 Debian 的 chromium，或设 POLICYBOT_CHROMIUM"
        if os.environ.get("POLICYBOT_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens tabs with no history; a script error or refused resource in any fails the test.

    ``rough=True`` is for tests in which requests fail on purpose: only script errors count.
    ``elder=True`` has chosen 长辈版 before.
    """
    complaints: list[str] = []
    contexts = []

    def open_tab(
        width: int = 1280, height: int = 860, *, rough: bool = False, elder: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True
        )
        contexts.append(context)
        if elder:
            context.add_init_script("localStorage.setItem('policy-chat.elder', '1')")
        tab = context.new_page()
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on(
            "console",
            lambda said: (
                complaints.append(f"{said.text} {said.location['url']}")
                if said.type in ("error", "warning") and not rough
                else None
            ),
        )
        return tab

    yield open_tab
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(visit: Visit) -> Page:
    """One such tab of a desktop's size."""
    return visit()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures are kept for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS
