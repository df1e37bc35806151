"""The widget on a bureau's page of another origin, with a hostile style sheet and a strict CSP."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.talking import FIRM, say, sent

pytestmark = pytest.mark.browser


@pytest.fixture
def embedded(base_url: str, site: Site) -> Site:
    """The site, once the bot it embeds is running."""
    assert site.bot == base_url
    return site


def test_it_opens_answers_and_gives_the_focus_back(
    page: Page, embedded: Site, screenshots: Path
) -> None:
    page.goto(embedded.page("as-of=2022-08-01"))
    launcher = page.get_by_role("button", name="问政策")
    launcher.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="人社政策助手")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("想问什么")).to_be_focused()

    page.keyboard.type(FIRM)
    answer = sent(page, lambda: page.keyboard.press("Enter"))
    expect(answer).to_contain_text("可以享受")
    expect(answer).to_contain_text("90%")
    page.wait_for_timeout(400)
    page.screenshot(path=screenshots / "widget-1280.png")

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(launcher).to_be_focused()


def test_the_page_cannot_break_it_nor_it_the_page(page: Page, embedded: Site) -> None:
    page.goto(embedded.page("open"))
    send = page.get_by_role("button", name="发送")
    expect(send).to_be_visible()
    style = send.evaluate(
        "one => { const s = getComputedStyle(one); return [s.fontSize, s.float, s.letterSpacing] }"
    )
    assert style == ["16px", "none", "normal"]
    host = page.locator("policy-chat").evaluate(
        "one => { const s = getComputedStyle(one); return [s.position, s.opacity] }"
    )
    assert host == ["fixed", "1"]
    panel = page.get_by_role("dialog").bounding_box()
    assert panel is not None and panel["width"] > 350 and panel["y"] + panel["height"] <= 860

    assert page.locator("#words").evaluate("one => getComputedStyle(one).fontSize") == "40px"
    left_behind = "Object.keys(window).filter(name => /policy.?chat/i.test(name))"
    assert page.evaluate(left_behind) == []


def test_the_host_page_s_attributes_set_place_day_and_topic(page: Page, embedded: Site) -> None:
    page.goto(
        embedded.page("open region=包头市 as-of=2022-08-01 topic=job_retention_refund label=问一问")
    )
    expect(page.locator(".turn--me")).to_contain_text("稳岗返还")
    expect(page.locator(".tools")).to_have_count(1, timeout=15_000)
    expect(page.get_by_label("地区")).to_have_value("包头市")
    expect(page.get_by_label("按哪天的政策")).to_have_value("2022-08-01")
    page.keyboard.press("Escape")


def test_an_answer_that_comes_while_it_is_closed_is_counted(page: Page, embedded: Site) -> None:
    page.goto(embedded.page("as-of=2022-08-01"))
    page.get_by_role("button", name="问政策").click()
    page.get_by_label("想问什么").fill(FIRM)
    page.route("**/api/v1/messages", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

    badge = page.get_by_role("button", name="问政策，有1条新回答")
    expect(badge).to_be_visible(timeout=15_000)
    badge.click()
    expect(page.locator(".card").last).to_contain_text("可以享受")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="问政策", exact=True)).to_be_visible()


def test_on_a_phone_it_covers_the_screen_and_keeps_the_keyboard(
    visit: Visit, embedded: Site, screenshots: Path
) -> None:
    page = visit(390, 844)
    page.goto(embedded.page("as-of=2022-08-01"))
    page.get_by_role("button", name="问政策").click()
    say(page, FIRM)
    page.wait_for_timeout(400)
    page.screenshot(path=screenshots / "widget-390.png")
    assert page.get_by_role("dialog").bounding_box() == {
        "x": 0,
        "y": 0,
        "width": 390,
        "height": 844,
    }
    expect(page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")

    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") == "policy-chat"
    for _ in range(5):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.localName") == "policy-chat"


def test_the_chat_page_works_in_a_frame_of_an_allowed_site(page: Page, embedded: Site) -> None:
    page.goto(f"{embedded.origin}/framed")
    frame = page.frame_locator("iframe")
    frame.get_by_label("想问什么").fill("你好")
    frame.get_by_label("想问什么").press("Enter")
    expect(frame.locator(".tools")).to_have_count(1, timeout=15_000)


def test_browsers_without_constructed_sheets_get_the_same_one_by_link(
    visit: Visit, base_url: str
) -> None:
    page = visit()
    page.add_init_script("CSSStyleSheet.prototype.replaceSync = () => { throw new Error('old') }")
    page.goto(f"{base_url}/chat")
    send = page.get_by_role("button", name="发送")
    expect(send).to_be_visible()
    expect(send).to_have_css("border-radius", "20px")
