"""Talking to the chat as a person does."""

from playwright.sync_api import Locator, Page, expect

FIRM = "我们是通辽一家餐馆，28个人，去年没裁员，能领稳岗返还吗"
ANSWERED = ".turn:has(> .tools)"
SLOW = 15_000  # milliseconds an answer may take on a busy machine


def open_chat(page: Page, base_url: str, as_of: str = "2022-08-01") -> None:
    """The chat page, its date set as a citizen would set it."""
    page.goto(f"{base_url}/chat")
    expect(page.locator(".bubble").first).to_be_visible()
    if as_of:
        page.get_by_label("按哪天的政策").fill(as_of)
        expect(page.locator(ANSWERED)).to_have_count(1, timeout=SLOW)


def say(page: Page, text: str) -> Locator:
    """Types a message and sends it with Enter; the answer."""
    page.get_by_label("想问什么").fill(text)
    return sent(page, lambda: page.keyboard.press("Enter"))


def sent(page: Page, act: object) -> Locator:
    """Does what sends a message, and waits for the answer."""
    before = page.locator(ANSWERED).count()
    assert callable(act)
    act()
    answer = page.locator(ANSWERED).nth(before)
    expect(answer).to_be_visible(timeout=SLOW)
    expect(page.locator(".waiting")).to_be_hidden()
    return answer
