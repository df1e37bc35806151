"""A call taken at the desk in a real browser, without the mouse, with the real system behind it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.console import Console
from tests.browser.test_access import violations
from tests.serving import ROOT, served

pytestmark = pytest.mark.browser

SENTENCE = "喂你好，我们是通辽一家餐馆，二十八个人，去年没裁过员，想问问能领稳岗返还不"
PICTURES = ROOT / "docs" / "images"
ORIGINAL = """内人社办发〔2022〕86号

三、试验用的第三部分
（三）试验用的一节
6. 试验用的第六项：这里不是真的文件，是测试自己写的一段。
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The whole system with an agent's account and a folder of documents."""
    var = tmp_path_factory.mktemp("desk")
    folder = var / "documents"
    folder.mkdir()
    (folder / "试验.txt").write_text(ORIGINAL, encoding="utf-8")
    settings = {"POLICYBOT_AS_OF": "2022-08-01", "POLICYBOT_DOCUMENTS": str(folder)}
    with served(var, **settings) as base:
        console = Console(base, {"POLICYBOT_DATABASE_URL": f"sqlite:///{var / 'test.sqlite3'}"})
        console.add("lin", "agent", name="小林")
        yield console


@pytest.fixture
def page(visit: Visit, desk: Console) -> Page:
    """An agent's screen, a new call before them."""
    opened = visit(1280, 720)
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.sign_in(opened, "lin")
    opened.goto(f"{desk.base}/console/calls/new")
    expect(opened.locator("#box")).to_be_focused()
    return opened


def say(page: Page, text: str) -> None:
    """Typed into the box, wherever the focus is, and sent."""
    if page.evaluate("document.activeElement.id") != "box":
        page.keyboard.press("Escape")
    expect(page.locator("#box")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("#box")).not_to_have_attribute("aria-busy", "true", timeout=20_000)


def number_of(page: Page) -> str:
    """The number of the call on the screen."""
    return page.locator("#foot .code").inner_text()


def picture(page: Page, name: str) -> None:
    """A picture for the manual, where one is wanted (POLICYBOT_SCREENSHOTS)."""
    if os.environ.get("POLICYBOT_SCREENSHOTS"):
        page.wait_for_timeout(200)
        page.screenshot(path=PICTURES / f"console-{name}.png")


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_call_from_the_first_sentence_to_the_last_key(page: Page) -> None:
    picture(page, "new")
    say(page, SENTENCE)
    opened = page.locator("#opened")
    expect(opened).to_contain_text("✔ 可以享受", timeout=20_000)
    expect(page.locator("#fact-headcount")).to_have_value("28")
    expect(page.locator("#fact-region")).to_have_value("通辽市")
    expect(page.locator("#answer")).to_be_focused()
    picture(page, "desk")

    page.keyboard.type("50000")  # the question asks for the premiums paid
    page.keyboard.press("Enter")
    expect(opened).to_contain_text("45,000元")
    page.keyboard.press("Alt+c")
    expect(page.locator("#saved")).to_have_text("念的话已复制")
    script = clipboard(page)
    for words in ("四万五千元", "内人社办发〔2022〕86号", "2022年8月1日"):
        assert words in script
    page.keyboard.press("Alt+t")
    expect(page.locator("#saved")).to_have_text("文字版已复制")
    assert clipboard(page).startswith("【失业保险稳岗返还】可以享受")

    page.keyboard.press("Alt+f")  # a fact corrected in its field
    field = page.locator("#fact-headcount")
    while not field.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("300")
    page.keyboard.press("Enter")
    expect(page.locator(".worked")).not_to_contain_text("微型企业")
    expect(field).to_have_value("300")
    say(page, "不对，是35个人")  # and one corrected in words
    expect(field).to_have_value("35")

    say(page, "2022年5月和7月有什么不同")
    overlay = page.locator("#overlay-dialog")
    expect(overlay).to_contain_text("两个日期对比")
    expect(overlay).to_contain_text("内人社发〔2022〕39号")
    picture(page, "days")
    page.keyboard.press("Escape")
    expect(overlay).to_be_hidden()

    number = number_of(page)
    assert re.fullmatch(r"\d{8}-\d{4}", number)
    keys = ["Alt+w", "1", "Enter"]
    assert len(keys) < 5
    page.keyboard.press(keys[0])
    expect(page.locator("#wrap-dialog")).to_be_visible()
    picture(page, "wrap-up")
    page.keyboard.press(keys[1])
    with page.expect_navigation():
        page.keyboard.press(keys[2])
    expect(page.locator(".flash")).to_contain_text(f"通话{number}已保存：已答复")

    page.keyboard.type(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#fact-headcount")).to_have_value("35")
    expect(page.locator("#asking")).to_contain_text("不对，是35个人")


def test_search_by_initials_and_the_keys_of_the_list(page: Page) -> None:
    page.keyboard.type("kgbz")
    expect(page.locator(".suggestion").first).to_contain_text("一次性扩岗补助")
    picture(page, "search")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#opened-title")).to_have_text("一次性扩岗补助")
    expect(page.locator("#box")).to_have_value("")

    question = page.locator("#question")
    first = question.inner_text()
    page.keyboard.press("Alt+0" if page.locator("input#answer").count() else "0")
    expect(question).not_to_have_text(first)

    page.keyboard.press("Alt+m")
    say(page, "吸纳就业补贴")
    expect(page.locator("#opened-title")).to_have_text("一次性吸纳就业补贴")
    page.keyboard.press("Alt+m")
    overlay = page.locator("#overlay-dialog")
    expect(overlay).to_contain_text("不能同时享受")
    picture(page, "compare")
    page.keyboard.press("Escape")

    page.keyboard.press("Alt+a")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    row = page.evaluate("document.activeElement.dataset.measure")
    page.keyboard.press("Enter")
    expect(page.locator("#opened")).to_have_attribute("data-measure", row)
    expect(page.locator(f"#row-{row}")).to_be_focused()


def test_the_documents_own_words_and_a_wrong_verdict_told_to_the_keeper(page: Page) -> None:
    say(page, "86号 三（三）6")
    expect(page.locator("#opened-title")).to_have_text("失业保险稳岗返还")
    page.keyboard.press("Alt+y")
    expect(page.locator("#overlay-dialog")).to_contain_text("是测试自己写的一段")
    page.keyboard.press("Escape")

    page.keyboard.press("Alt+g")
    expect(page.locator("#rate-dialog")).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    page.keyboard.type("比例应当按新文件")
    picture(page, "rate")
    page.get_by_role("button", name="报给知识管理员").press("Enter")
    expect(page.locator("#notice")).to_contain_text("已报给知识管理员")


def test_a_note_keeps_itself_and_a_follow_up_waits_in_the_list(page: Page, desk: Console) -> None:
    page.keyboard.press("Alt+n")
    page.keyboard.type("对方说下午再打来，手机13912345678")
    expect(page.locator("#saved")).to_have_text("已存")
    number = number_of(page)
    page.reload()
    expect(page.locator("#note")).to_have_value(re.compile("电话号码已隐去"))
    page.keyboard.press("Alt+w")
    page.keyboard.press("3")
    expect(page.locator("#follow-up")).to_have_value("2022-08-02")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{desk.base}/console/cases")
    expect(page.locator("main")).to_contain_text("我的待回访（1）")
    expect(page.get_by_role("link", name=number).first).to_be_visible()
    picture(page, "cases")
    assert violations(page) == []


def test_axe_finds_nothing_and_the_essentials_fit_the_screen(page: Page) -> None:
    assert violations(page) == []
    say(page, SENTENCE)
    expect(page.locator("#opened")).to_contain_text("可以享受", timeout=20_000)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    for part in ("#box", "#question", "#fact-as_of", "#opened-title", "#script", "#wrap-up"):
        place = page.locator(part).bounding_box()
        assert place is not None and place["y"] >= 0 and place["y"] + place["height"] <= 720, part
    page.keyboard.press("Alt+w")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#box").focus()
    page.keyboard.press("Escape")
    page.locator("#list").focus()
    page.keyboard.press("?")
    expect(page.locator("#help-dialog")).to_be_visible()
    picture(page, "keys")
    assert violations(page) == []
    page.locator("#single-keys").uncheck()
    page.keyboard.press("Escape")
    page.locator("#list").focus()
    page.keyboard.press("w")
    expect(page.locator("#wrap-dialog")).to_be_hidden()


def test_a_person_without_the_role_is_refused(visit: Visit, desk: Console) -> None:
    desk.add("ke", "keeper", name="小柯")
    page = visit(rough=True)
    desk.sign_in(page, "ke")
    page.goto(f"{desk.base}/console/calls/new")
    expect(page.locator("main")).to_contain_text("只有坐席能打开")
