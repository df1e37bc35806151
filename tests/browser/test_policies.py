"""The policies' pages and the chat without scripts, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_access import SIZES, violations

pytestmark = pytest.mark.browser

PAGES = [
    "/policies?q=补贴",
    "/policies/skill_upgrade_subsidy?region=包头市&as_of=2022-08-01",
    "/policies/pension_deferral?as_of=2022-08-01",
    "/documents/nm-2022-86",
    "/policies/nothing",
]


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing_on_the_policies_pages(
    visit: Visit, base_url: str, screenshots: Path, width: int, height: int, elder: bool
) -> None:
    page = visit(width, height, elder=elder, rough=True)  # one of the pages is a 404
    for number, path in enumerate(PAGES):
        page.goto(base_url + path)
        name = f"policies-{number}-{width}{'-elder' if elder else ''}.png"
        page.screenshot(path=screenshots / name, full_page=True)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_the_elder_version_is_large_and_shared_with_the_chat(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/policies/job_retention_refund")
    page.get_by_role("button", name="长辈版").click()
    smallest = page.locator("main").evaluate(
        "main => Math.min(...[...main.querySelectorAll(':not(svg, svg *)')]"
        ".filter(one => one.getClientRects().length && [...one.childNodes].some("
        "  node => node.nodeType === 3 && node.textContent.trim()))"
        ".map(one => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 24
    page.goto(f"{base_url}/chat")
    expect(page.get_by_role("button", name="换回标准版")).to_be_visible()


def test_a_policy_is_found_read_and_asked_about(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/policies")
    page.get_by_label("找什么").fill("考证补贴")
    page.get_by_label("谁能享受").select_option(label="个人")
    page.get_by_label("按哪天的政策").fill("2022-08-01")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="技能提升补贴").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("技能提升补贴")
    expect(page.get_by_role("img", name="判断过程图")).to_be_visible()

    page.get_by_role("link", name="内人社发〔2022〕39号 二").first.click()
    expect(page.locator("section:target")).to_contain_text("技能提升补贴")
    page.go_back()
    page.get_by_role("link", name="问问我符不符合").click()
    expect(page.get_by_role("log")).to_contain_text("技能提升补贴", timeout=15_000)


def test_a_clauses_link_opens_its_provision(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/policies/skill_upgrade_subsidy#nm-2019-4-8")
    target = page.locator("details:target")
    expect(target).to_contain_text("内政发〔2019〕4号")
    target.locator("summary").click()
    expect(target).to_contain_text("2020年12月31日")


def test_a_conversation_without_scripts(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{base_url}/chat")
    page.get_by_label("想问什么").fill("通辽的餐馆，28人，没裁员，2022年8月的时候能领稳岗返还吗")
    page.get_by_role("button", name="发送").click()
    log = page.locator(".forms__log")
    expect(log).to_contain_text("稳岗返还")
    expect(log).to_contain_text("内人社办发〔2022〕86号")
    expect(page.locator(".forms > p.muted")).to_contain_text("28")

    page.get_by_label("想问什么").fill("带什么材料")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="发送").press("Enter")
    expect(log.locator(".bubble--me")).to_have_count(2)
    page.reload()
    expect(log.locator(".bubble--me")).to_have_count(2)

    page.get_by_role("button", name="删除记录").click()
    expect(log.locator(".bubble--me")).to_have_count(0)
    context.close()
