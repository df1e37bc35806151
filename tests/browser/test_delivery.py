"""Messages on bad networks: kept, sent once, and said what to do when they cannot be."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.talking import ANSWERED, SLOW, open_chat, say

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit: Visit) -> Page:
    """Requests fail here on purpose."""
    return visit(rough=True)


def history(page: Page, base_url: str) -> list[str]:
    """What the server has of this browser's session."""
    kept = json.loads(page.evaluate(f"localStorage.getItem('policy-chat:{base_url}')"))
    answer = page.request.get(f"{base_url}/api/v1/sessions/{kept['session']}")
    return [one["text"] for one in answer.json()["messages"]]


def test_what_is_written_offline_is_sent_once_in_order(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    page.context.set_offline(True)
    for words in ("我在通辽", "能领稳岗返还吗"):
        page.get_by_label("想问什么").fill(words)
        page.keyboard.press("Enter")
    expect(page.get_by_text("网络断开了")).to_be_visible()
    expect(page.locator(ANSWERED)).to_have_count(0)

    page.context.set_offline(False)
    expect(page.locator(ANSWERED)).to_have_count(2, timeout=SLOW)
    assert history(page, base_url) == ["我在通辽", "能领稳岗返还吗"]


def test_what_is_said_before_the_chat_has_loaded_is_shown_and_sent_once(
    page: Page, base_url: str
) -> None:
    held: list[Route] = []
    page.route("**/api/v1/start", lambda route: held.append(route))
    missing: list[str] = []
    page.on("response", lambda one: missing.append(one.url) if one.status == 404 else None)
    page.goto(f"{base_url}/chat")
    page.get_by_label("想问什么").fill("我在通辽")
    page.keyboard.press("Enter")
    expect(page.locator(".turn--me")).to_have_count(1)
    held[0].continue_()

    expect(page.locator(ANSWERED)).to_have_count(1, timeout=SLOW)
    expect(page.locator(".turn--me")).to_have_count(1)
    assert history(page, base_url) == ["我在通辽"]
    assert missing == []


def test_an_answer_lost_on_the_way_is_fetched_without_asking_twice(
    page: Page, base_url: str
) -> None:
    open_chat(page, base_url, as_of="")
    tries = []

    def lose_the_first(route: Route) -> None:
        tries.append(json.loads(route.request.post_data or "{}")["message_id"])
        if len(tries) == 1:
            route.fetch()  # it arrives, but its answer does not
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/messages", lose_the_first)
    say(page, "我在通辽")

    assert len(tries) == 2 and len(set(tries)) == 1
    assert history(page, base_url) == ["我在通辽"]


def test_a_message_waiting_when_the_page_was_closed_is_sent_by_the_next(
    page: Page, base_url: str
) -> None:
    open_chat(page, base_url, as_of="")
    page.route("**/api/v1/messages", lambda route: route.abort())
    page.get_by_label("想问什么").fill("我在通辽")
    page.keyboard.press("Enter")
    expect(page.locator(".waiting")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    page.reload()

    expect(page.locator(ANSWERED)).to_have_count(1, timeout=SLOW)
    assert history(page, base_url) == ["我在通辽"]


def test_a_slow_answer_says_what_is_being_done(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    held: list[Route] = []
    page.route("**/api/v1/messages", lambda route: held.append(route))
    page.get_by_label("想问什么").fill("你好")
    page.keyboard.press("Enter")

    expect(page.locator(".dots")).to_be_visible(timeout=1000)
    expect(page.get_by_text("正在核对政策")).to_be_visible()
    held[0].continue_()
    expect(page.locator(ANSWERED)).to_have_count(1, timeout=SLOW)
    expect(page.get_by_text("正在核对政策")).to_be_hidden()


def test_a_server_in_trouble_is_tried_again_then_told_with_a_way_on(
    page: Page, base_url: str
) -> None:
    page.clock.install()
    open_chat(page, base_url, as_of="")
    refused = {"error": {"code": "internal", "message": "服务出了点问题，请稍后再试。"}}
    page.route("**/api/v1/messages", lambda route: route.fulfill(status=503, json=refused))
    page.get_by_label("想问什么").fill("你好")
    page.keyboard.press("Enter")
    for _ in range(20):
        page.clock.run_for(1000)
    expect(page.get_by_text("服务出了点问题")).to_be_visible()

    page.unroute_all(behavior="wait")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(ANSWERED)).to_have_count(1, timeout=SLOW)
    assert history(page, base_url) == ["你好"]


def test_a_refused_text_comes_back_into_the_box(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    refused = {"error": {"code": "text_refused", "message": "消息太长，请分几次发送。"}}
    page.route("**/api/v1/messages", lambda route: route.fulfill(status=422, json=refused))
    page.get_by_label("想问什么").fill("很长的话")
    page.keyboard.press("Enter")

    expect(page.get_by_text("消息太长")).to_be_visible()
    expect(page.get_by_label("想问什么")).to_have_value("很长的话")
