"""Anyone can use it: axe finds nothing, 长辈版 is large, answers are told once."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.talking import FIRM, open_chat, say
from tests.serving import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "bot" / "widget" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = [(320, 720), (1280, 860)]


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe has against the page, one line for each kind."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: {type: 'tag', values: tags}})"
        ".then(result => result.violations)",
        [within, TAGS],
    )
    return [
        f"{one['id']}: {one['help']} — {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})"
        for one in found
    ]


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_on_the_chat_page(
    visit: Visit, base_url: str, screenshots: Path, width: int, height: int, elder: bool
) -> None:
    page = visit(width, height, elder=elder)
    open_chat(page, base_url)
    assert violations(page) == []
    say(page, FIRM)
    page.wait_for_timeout(400)
    page.screenshot(path=screenshots / f"chat-{width}{'-elder' if elder else ''}.png")
    assert violations(page) == []
    page.get_by_role("button", name="没用").last.click()
    page.get_by_role("button", name="更多").click()
    expect(page.get_by_role("button", name="转人工")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if width == 320:
        page.get_by_role("button", name="情况").click()
    page.get_by_role("button", name="改正：职工人数28人").click()
    expect(page.get_by_label("职工人数（人）")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_on_the_widget(
    visit: Visit,
    base_url: str,
    site: Site,
    screenshots: Path,
    width: int,
    height: int,
    elder: bool,
) -> None:
    page = visit(width, height, elder=elder)
    page.goto(site.page("as-of=2022-08-01"))
    launcher = page.get_by_role("button", name="问政策")
    expect(launcher).to_be_visible()
    assert violations(page, "policy-chat") == []
    launcher.click()
    say(page, FIRM)
    page.wait_for_timeout(400)
    page.screenshot(path=screenshots / f"widget-{width}{'-elder' if elder else ''}.png")
    assert violations(page, "policy-chat") == []
    panel = page.get_by_role("dialog").bounding_box()
    assert panel is not None and panel["x"] >= 0 and panel["x"] + panel["width"] <= width


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_targets_are_large_enough(visit: Visit, base_url: str, elder: bool) -> None:
    page = visit(390, 844, elder=elder)
    open_chat(page, base_url)
    say(page, FIRM)
    small = page.locator(".panel :is(button, summary, .chip, .card__head a)").evaluate_all(
        "all => all.map(one => [one.textContent.trim().slice(0, 12), one.getBoundingClientRect()])"
        ".filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))"
        ".map(([name, box]) => `${name} ${box.width}x${box.height}`)"
    )
    assert small == []


def test_the_elder_version_is_large_plain_and_remembered(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    page.get_by_role("button", name="换成长辈版").click()
    say(page, FIRM)
    smallest = page.locator(".panel").evaluate(
        "panel => Math.min(...[...panel.querySelectorAll('*')]"
        ".filter(one => one.getClientRects().length && [...one.childNodes].some("
        "  node => node.nodeType === 3 && node.textContent.trim()))"
        ".map(one => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 24
    assert page.get_by_role("button", name="复制").count() == 0
    page.reload()
    expect(page.get_by_role("button", name="换回标准版")).to_be_visible()


def test_an_answer_is_told_once_and_the_past_is_not_told_again(page: Page, base_url: str) -> None:
    page.add_init_script(
        """
        window.told = [];
        customElements.whenDefined('policy-chat').then(() => {
          const log = document.querySelector('policy-chat').shadowRoot.querySelector('[role=log]');
          new MutationObserver(changes => {
            if (log.getAttribute('aria-live') !== 'polite') return;
            const added = changes.flatMap(change => [...change.addedNodes]);
            window.told.push(...added.map(node => node.className));
          }).observe(log, {childList: true, subtree: true});
        });
        """
    )
    open_chat(page, base_url, as_of="")
    say(page, "你好")
    assert page.evaluate("window.told") == ["turn turn--me", "turn turn--bot"]
    page.reload()
    expect(page.locator(".turn--me")).to_have_count(1)
    page.wait_for_timeout(500)
    assert page.evaluate("window.told") == []


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_sticks_out_when_narrow_or_zoomed(visit: Visit, base_url: str, width: int) -> None:
    page = visit(width, 430)  # 640 x 430 is 1280 x 860 at 200 %
    open_chat(page, base_url)
    say(page, FIRM)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    send = page.get_by_role("button", name="发送").bounding_box()
    assert send is not None and send["x"] + send["width"] <= width
    assert send["y"] + send["height"] <= 430
    log = page.get_by_role("log").bounding_box()
    assert log is not None and log["height"] >= 120, "there is room to read"


def test_high_contrast_and_calm_movement_are_respected(page: Page, base_url: str) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    open_chat(page, base_url, as_of="")
    say(page, FIRM)
    send = page.get_by_role("button", name="发送")
    assert send.evaluate("one => getComputedStyle(one).borderTopWidth") != "0px"
    moving = page.locator(".dots i").first.evaluate("one => getComputedStyle(one).animationName")
    assert moving == "none"
