"""The chat page: the same element as the widget, filling the page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.talking import FIRM, open_chat, say, sent

pytestmark = pytest.mark.browser

SIX = {
    "餐馆问稳岗返还": [
        (FIRM, ["可以享受", "90%", "裁员率", "内人社办发〔2022〕86号", "通人社办发〔2022〕139号"]),
        ("不知道", ["90%"]),
        ("那去年两万块吧", ["18,000元"]),
    ],
    "高级电工证": [
        ("在职，失业保险交了两年，刚考下高级电工证", ["技能提升补贴", "可以享受", "2000元"]),
        ("要带什么", ["身份证件或社会保障卡"]),
    ],
    "三个应届生": [
        (
            "今年招了3个应届大学生，签了两年合同，上了失业保险，我们是小企业",
            ["扩岗补助", "吸纳就业补贴", "4500元", "不能同时享受"],
        ),
        ("有啥区别", ["不能同时享受"]),
    ],
    "农民工八个月": [
        ("农民工，失业保险只交了8个月，公司把我辞了", ["失业保险金", "临时生活补助", "3个月"]),
        ("失业保险金为什么不行", ["8个月", "满12个月"]),
    ],
    "三十来号人": [
        ("我在通辽，三十来号人的饭店，能领稳岗返还吗", ["还要了解情况"]),
        ("裁过5个", ["人"]),
        ("不对，是35人", ["35人"]),
    ],
}


@pytest.mark.parametrize("title", SIX)
def test_the_six_conversations_by_keyboard_alone(page: Page, base_url: str, title: str) -> None:
    page.goto(f"{base_url}/chat")
    expect(page.locator(".bubble").first).to_be_visible()
    reach_the_box(page)
    sent(page, lambda: typed(page, "按2022年8月1日的政策看"))

    for words, expected in SIX[title]:
        answer = sent(page, lambda words=words: typed(page, words))
        for phrase in expected:
            expect(answer).to_contain_text(phrase)
        expect(page.get_by_label("想问什么")).to_be_focused()


def reach_the_box(page: Page) -> None:
    """Presses Tab until the box to write in has the focus."""
    box = page.get_by_label("想问什么")
    for _ in range(40):
        page.keyboard.press("Tab")
        if box.evaluate("box => box.getRootNode().activeElement === box"):
            return
    raise AssertionError("Tab does not reach the box")


def typed(page: Page, words: str) -> None:
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_past_rules_are_offered_and_a_choice_is_made_by_keyboard(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    say(page, "在职，失业保险交了两年，刚考下高级电工证，能领技能提升补贴吗")
    choice = page.get_by_role("button", name="按2022年12月31日的规定看")
    choice.focus()
    answer = sent(page, lambda: page.keyboard.press("Enter"))

    expect(answer).to_contain_text(re.compile("2,?000元"))
    expect(page.get_by_label("想问什么")).to_be_focused()
    expect(page.get_by_label("按哪天的政策")).to_have_value("2022-12-31")


def test_a_firm_learns_what_it_gets_and_why(page: Page, base_url: str, screenshots: Path) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    page.wait_for_timeout(400)  # the answer scrolls into view
    page.screenshot(path=screenshots / "chat.png")

    card = page.locator(".card").last
    expect(card).to_have_class(re.compile("card--eligible"))
    expect(card).to_contain_text("免申即享")
    expect(card.locator(".condition--met").first).to_be_visible()
    expect(page.get_by_label("地区")).to_have_value("通辽市")
    expect(page.locator(".facts")).to_contain_text("28人")
    expect(page.locator(".facts")).to_contain_text("餐饮业")


def test_quick_replies_answer_and_go_away(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    sent(page, page.get_by_role("button", name="不知道").last.click)

    expect(page.locator(".turn--me").last).to_contain_text("不知道")
    expect(page.get_by_role("button", name="不知道")).to_have_count(0)
    expect(page.get_by_label("想问什么")).to_be_focused()


def test_a_reload_keeps_the_talk_and_forgetting_ends_it(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    page.reload()
    expect(page.locator(".turn--me").last).to_contain_text("通辽一家餐馆")
    expect(page.locator(".card").last).to_contain_text("可以享受")
    expect(page.locator(".facts")).to_contain_text("28人")

    page.get_by_role("button", name="更多").click()
    page.get_by_role("button", name="删除记录").click()
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.get_by_text("记录已删除")).to_be_visible()
    expect(page.locator(".turn--me")).to_have_count(0)
    expect(page.locator(".facts li")).to_have_count(0)
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)


def test_starting_over_asks_first_and_can_be_called_off(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    say(page, FIRM)
    more = page.get_by_role("button", name="更多")
    more.click()
    page.get_by_role("button", name="重新开始").click()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.locator(".turn--me")).to_have_count(1)

    more.click()
    page.get_by_role("button", name="重新开始").click()
    page.get_by_role("dialog").get_by_role("button", name="重新开始").click()
    expect(page.locator(".turn--me")).to_have_count(0)
    expect(page.get_by_label("想问什么")).to_be_focused()


def test_what_is_deleted_in_one_tab_is_gone_from_the_other(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    say(page, FIRM)
    other = page.context.new_page()
    other.goto(f"{base_url}/chat")
    expect(other.locator(".turn--me")).to_have_count(1)
    page.get_by_role("button", name="更多").click()
    page.get_by_role("button", name="删除记录").click()
    page.get_by_role("button", name="删除", exact=True).click()

    expect(other.locator(".turn--me")).to_have_count(0)
    expect(other.locator(".facts li")).to_have_count(0)


def test_a_topic_is_asked_once(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/chat?topic=skill_upgrade_subsidy")
    expect(page.locator(".turn--me")).to_contain_text("技能提升补贴")
    expect(page.locator(".tools")).to_have_count(1)
    page.reload()
    expect(page.locator(".tools")).to_have_count(1)
    expect(page.locator(".turn--me")).to_have_count(1)


def test_what_is_typed_is_shown_as_text_only(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    say(page, "<img src=x onerror=alert(1)><b>稳岗返还</b>")

    expect(page.locator(".turn--me").last).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".bubble img, .bubble b").count() == 0


def test_a_text_that_is_too_long_is_noticed_before_it_is_sent(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    page.get_by_label("想问什么").fill("问" * 1001)

    expect(page.locator(".left")).to_contain_text("超出1个字")
    expect(page.get_by_role("button", name="发送")).to_be_disabled()


def test_a_session_cannot_be_guessed(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    say(page, "你好")
    kept = page.evaluate(
        "Object.entries(localStorage).find(([key]) => key.startsWith('policy-chat:'))[1]"
    )

    assert re.search(r'"session":"[0-9a-f]{32}"', kept)
