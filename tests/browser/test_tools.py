"""What can be done with facts and answers: set right, take back, rate, copy, print, hear."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.talking import FIRM, open_chat, say, sent

pytestmark = pytest.mark.browser

VOICE = """
const spoken = window.spoken = [];
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text }
};
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => [{lang: 'zh-CN', localService: LOCAL, name: '本机'}],
  speak: one => spoken.push(one.text), cancel: () => spoken.push(null),
  addEventListener() {}, removeEventListener() {},
}});
"""


def test_a_fact_is_set_right_and_judged_again(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    edit = page.get_by_role("button", name="改正：职工人数28人")
    edit.click()
    field = page.get_by_label("职工人数（人）")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(edit).to_be_focused()
    edit.click()
    field.fill("300")
    answer = sent(page, lambda: page.keyboard.press("Enter"))

    expect(answer).to_contain_text("改为职工人数300人（原来是职工人数28人）")
    expect(page.locator(".facts")).to_contain_text("300人")


def test_a_fact_is_taken_back_and_asked_for_again(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    answer = sent(page, page.get_by_role("button", name="删去：上年度裁员人数0人").click)

    expect(answer).to_contain_text("不算了")
    expect(answer).to_contain_text("裁员多少人")
    expect(page.locator(".facts")).not_to_contain_text("裁员")


def test_choices_and_yes_or_no_are_set_by_choosing(page: Page, base_url: str) -> None:
    open_chat(page, base_url)
    say(page, FIRM)
    page.get_by_role("button", name="改正：所属行业").click()
    page.get_by_role("combobox", name="所属行业").select_option(label="零售业")
    answer = sent(page, page.get_by_role("button", name="改好了").click)
    expect(answer).to_contain_text("零售业")


def test_a_rating_with_its_reason_arrives(page: Page, base_url: str) -> None:
    open_chat(page, base_url, as_of="")
    say(page, FIRM)
    sent_bodies: list[dict[str, str]] = []
    page.on(
        "request",
        lambda request: (
            sent_bodies.append(json.loads(request.post_data or "{}"))
            if request.url.endswith("/feedback")
            else None
        ),
    )
    down = page.get_by_role("button", name="没用")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    page.get_by_label("政策过时了").check()
    page.get_by_label("补充说明").fill("有新文件了")
    page.get_by_role("button", name="提交").click()

    expect(page.get_by_text("会有人来看")).to_be_visible()
    expect(down).to_be_focused()
    assert [one["rating"] for one in sent_bodies] == ["down", "down"]
    assert sent_bodies[-1]["reason"] == "outdated"


def test_an_answer_can_be_copied_printed_and_kept(visit: Visit, base_url: str) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("window.print = () => { top.printed = document.body.innerText }")
    open_chat(page, base_url)
    say(page, FIRM)
    page.get_by_role("button", name="复制").last.click()
    expect(page.get_by_text("已复制")).to_be_visible()
    assert "内人社办发〔2022〕86号" in page.evaluate("navigator.clipboard.readText()")

    page.get_by_role("button", name="打印").last.click()
    printed = page.evaluate("window.printed")
    assert "失业保险稳岗返还" in printed and "政策依据" in printed and "有用" not in printed

    page.get_by_role("button", name="更多").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="保存对话").click()
    text = saved.value.path().read_text("utf-8-sig")
    assert "您说：" in text and "通辽一家餐馆" in text and "90%" in text


@pytest.mark.parametrize("local", [True, False])
def test_answers_are_read_aloud_by_a_voice_of_this_device_only(
    page: Page, base_url: str, local: bool
) -> None:
    page.add_init_script(VOICE.replace("LOCAL", str(local).lower()))
    open_chat(page, base_url, as_of="")
    say(page, "你好")
    reader = page.get_by_role("button", name="朗读")
    if not local:
        expect(reader).to_have_count(0)
        return
    reader.click()
    assert "您好" in page.evaluate("window.spoken.filter(Boolean).join('')")
    page.get_by_role("button", name="停止朗读").click()
    assert page.evaluate("window.spoken.pop()") is None


def test_a_person_is_reached_by_phone_and_where_there_is_one_online(
    page: Page, base_url: str
) -> None:
    open_chat(page, base_url, as_of="")
    handed = {"handover": True, "kind": "text", "text": "可以拨打12333。"}
    steps = [
        {
            "state": "agent",
            "agent": "坐席3号",
            "messages": [{"id": 1, "text": "您好，我来帮您。", "at": "2026-03-02T01:00:00+00:00"}],
        },
        {"state": "bot", "agent": None, "messages": []},
    ]

    def answer(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]
        route.fulfill(response=response, json={**response.json(), "replies": [handed]})  # type: ignore[attr-defined]

    page.route("**/api/v1/messages", answer)
    page.route("**/handover", lambda route: route.fulfill(json={"state": "waiting"}))
    page.route("**/updates?*", lambda route: route.fulfill(json=steps.pop(0)))
    page.get_by_role("button", name="更多").click()
    sent(page, page.get_by_role("button", name="转人工").click)
    expect(page.get_by_role("link", name="拨打12333")).to_have_attribute("href", "tel:12333")

    page.get_by_role("button", name="在线联系坐席").click()
    expect(page.get_by_text("正在为您联系坐席")).to_be_visible()
    expect(page.get_by_text("您好，我来帮您。")).to_be_visible(timeout=8_000)
    expect(page.get_by_text("坐席3号正在和您对话")).to_be_visible()
    expect(page.get_by_text("坐席已结束对话")).to_be_visible(timeout=8_000)
