"""The chat page in a real browser, with the real system behind it."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FIRM = "我们是通辽一家餐馆，28个人，去年没裁员，能领稳岗返还吗"


def open_chat(page: Page, base_url: str, as_of: str = "2022-08-01") -> None:
    """The chat page, its date set as a citizen would set it."""
    page.goto(f"{base_url}/chat")
    expect(page.locator(".bubble--bot")).to_have_count(1)
    if as_of:
        page.get_by_label("按哪天的政策").fill(as_of)
        expect(page.locator(".bubble--bot")).not_to_have_count(1)
        expect(page.locator("#waiting")).to_be_hidden()


def say(page: Page, text: str) -> None:
    """Types a message, sends it with Enter, and waits for the answer."""
    page.get_by_label("想问什么").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".bubble--me").last).to_contain_text(text[:20])
    expect(page.locator("#waiting")).to_be_hidden(timeout=15_000)


def test_a_firm_learns_what_it_gets_and_why(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)

    card = page.locator(".card").last
    expect(card).to_have_class(re.compile("card--eligible"))
    for words in ("失业保险稳岗返还", "可以享受", "90%", "裁员率", "内人社办发〔2022〕86号"):
        expect(card).to_contain_text(words)
    expect(card).to_contain_text("通人社办发〔2022〕139号")
    expect(card).to_contain_text("免申即享")
    expect(card.locator(".condition--met").first).to_be_visible()

    expect(page.locator("#region")).to_have_value("通辽市")
    expect(page.locator("#facts")).to_contain_text("28人")
    expect(page.locator("#facts")).to_contain_text("餐饮业")


def test_quick_replies_answer_and_go_away(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    page.get_by_role("button", name="不知道").last.click()

    expect(page.locator(".bubble--me").last).to_contain_text("不知道")
    expect(page.locator("#waiting")).to_be_hidden(timeout=15_000)
    expect(page.locator(".bubble--bot").last).to_be_visible()
    asked = page.locator(".choices").all()
    assert all(group.locator("xpath=..").is_visible() for group in asked)


def test_a_reload_keeps_the_talk_and_forgetting_ends_it(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    page.reload()
    expect(page.locator(".bubble--me").last).to_contain_text("通辽一家餐馆")
    expect(page.locator(".card").last).to_contain_text("可以享受")
    expect(page.locator("#facts")).to_contain_text("28人")

    page.get_by_role("button", name="删除").click()
    expect(page.locator(".bubble--me")).to_have_count(0)
    expect(page.locator("#facts li")).to_have_count(0)
    page.reload()
    expect(page.locator(".bubble--bot")).to_have_count(1)
    expect(page.locator(".bubble--me")).to_have_count(0)


def test_what_is_typed_is_shown_as_text_only(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    say(page, "<img src=x onerror=alert(1)><b>稳岗返还</b>")

    expect(page.locator(".bubble--me").last).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".bubble img, .bubble b").count() == 0


def test_a_text_that_is_too_long_is_noticed_before_it_is_sent(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    page.get_by_label("想问什么").fill("问" * 1001)

    expect(page.locator("#left")).to_contain_text("超出1个字")
    expect(page.get_by_role("button", name="发送")).to_be_disabled()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out_at_any_width(page: Page, base_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    open_chat(page, base_url)
    say(page, FIRM)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    send = page.get_by_role("button", name="发送").bounding_box()
    assert send is not None and send["x"] + send["width"] <= width
    assert send["y"] + send["height"] <= 720
    for path in ("/policies", "/policies/job_retention_refund"):
        page.goto(base_url + path)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_everything_can_be_reached_by_keyboard_and_has_a_name(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)

    names = page.locator("button, a, input, select, textarea, summary").evaluate_all(
        "all => all.filter(one => one.offsetParent !== null)"
        ".map(one => one.labels?.[0]?.textContent || one.getAttribute('aria-label')"
        " || one.textContent || '').map(name => name.trim())"
    )
    assert len(names) > 8 and all(names)
    assert page.locator("[role=log][aria-live=polite]").count() == 1
    page.get_by_label("想问什么").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="发送")).to_be_focused()


def test_a_policy_page_leads_to_the_chat(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/policies?as_of=2022-08-01")
    page.get_by_role("link", name="失业保险稳岗返还").click()
    expect(page.get_by_role("heading", name="失业保险稳岗返还")).to_be_visible()
    expect(page.get_by_text("内人社办发〔2022〕86号").first).to_be_visible()
    page.get_by_role("link", name="问问我能不能享受").click()
    expect(page).to_have_url(re.compile("/chat$"))
