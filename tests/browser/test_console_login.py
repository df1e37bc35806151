"""Signing in to the console in a real browser: the first account, waiting, roles, codes."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.console import PASSWORD, Console, serving_console
from tests.browser.test_access import violations

pytestmark = pytest.mark.browser

NEW = "Wuhai-lantern-52"


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console with an empty database."""
    with serving_console(tmp_path_factory.mktemp("console")) as running:
        yield running


def test_the_first_administrator_comes_from_the_command_line(
    visit: Visit, console: Console
) -> None:
    page = visit()
    page.goto(f"{console.base}/console")
    expect(page).to_have_url(f"{console.base}/console/login")
    expect(page.get_by_text("policybot users add")).to_be_visible()
    assert violations(page) == []

    names = ["boss", "--name", "王主任", "--role", "administrator", "--role", "auditor"]
    console.run("users", "add", *names, stdin=f"{PASSWORD}\n")
    console.sign_in(page, "boss")
    expect(page.get_by_role("heading", name="设置新密码")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("再输一遍").fill(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("密码已经改好")

    page.get_by_role("link", name="账号", exact=True).click()
    form = page.get_by_role("region", name="添加")
    form.get_by_label("账号", exact=True).fill("xiaoli")
    form.get_by_label("姓名").fill("小李")
    form.get_by_role("button", name="添加").click()
    first = page.locator("#password").inner_text()
    assert len(first) >= 16 and violations(page) == []
    page.get_by_role("link", name="回到账号").click()
    expect(page.get_by_role("heading", name="小李")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("link", name="操作记录").click()
    expect(page.get_by_role("cell", name="添加账号").first).to_be_visible()
    page.get_by_role("button", name="核验完整性").click()
    expect(page.get_by_role("status").first).to_contain_text("完整，没有改动")
    assert violations(page) == []

    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("status")).to_contain_text("已经退出")
    console.sign_in(page, "xiaoli", first)
    expect(page.get_by_role("heading", name="设置新密码")).to_be_visible()


def test_wrong_passwords_lock_out_and_say_for_how_long(visit: Visit, console: Console) -> None:
    console.add("wang", "agent")
    page = visit(rough=True)
    for _ in range(5):
        console.sign_in(page, "wang", "wrong")
        expect(page.get_by_role("alert")).to_have_text("账号或密码不对。")
    expect(page.get_by_label("账号")).to_have_value("wang")
    expect(page.get_by_label("密码")).to_be_focused()
    console.sign_in(page, "wang")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"请过\d+秒再试"))
    assert violations(page) == []

    console.run("users", "enable", "wang")
    console.sign_in(page, "wang")
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_an_agent_is_refused_a_keepers_page(visit: Visit, console: Console) -> None:
    console.add("zhang", "agent")
    page = visit(rough=True)
    console.sign_in(page, "zhang")
    expect(page.get_by_role("navigation").get_by_text("账号")).to_have_count(0)
    for path, who in [("queue", "知识管理员"), ("users", "系统管理员"), ("audit", "审计员")]:
        page.goto(f"{console.base}/console/{path}")
        expect(page.get_by_role("heading", name="没有权限")).to_be_visible()
        expect(page.get_by_text(f"只有{who}能打开")).to_be_visible()
    assert violations(page) == []
    refused = console.run("audit", "export").splitlines()
    assert sum("越权访问被拒绝" in line and "zhang" in line for line in refused) == 3


def test_one_time_codes_with_a_telephone(visit: Visit, console: Console) -> None:
    console.add("zhao", "agent")
    page = visit(rough=True)
    console.sign_in(page, "zhao")
    page.goto(f"{console.base}/console/me")
    assert violations(page) == []
    panel = page.get_by_role("region", name="动态口令")
    panel.get_by_label("当前密码").fill(PASSWORD)
    panel.get_by_role("button", name="启用动态口令").click()
    expect(page.locator("img.qr")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 50
    assert violations(page) == []
    phone = pyotp.TOTP(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("手机上现在显示的6位数字").fill(phone.now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="请收好恢复码")).to_be_visible()
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10 and violations(page) == []

    page.get_by_role("button", name="退出").click()
    console.sign_in(page, "zhao")
    page.get_by_label("手机上显示的6位数字").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("动态口令不对")
    assert violations(page) == []
    page.get_by_label("手机上显示的6位数字").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_the_login_page_works_at_phone_width_and_by_keyboard(
    visit: Visit, console: Console
) -> None:
    page = visit(320, 640)
    page.goto(f"{console.base}/console/login")
    expect(page.get_by_label("账号")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(page) == []
