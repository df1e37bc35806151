"""A citizen's chat joined by an agent and handed back; a keeper settles what was found wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.console import Console
from tests.browser.talking import open_chat, say
from tests.browser.test_access import violations
from tests.serving import ROOT, served

pytestmark = pytest.mark.browser

SOON = 15_000  # milliseconds until a page that looks every few seconds has looked


def keep(picture: Path) -> None:
    """For the handbook, where that is wanted."""
    if os.environ.get("POLICYBOT_SCREENSHOTS"):
        shutil.copy(picture, ROOT / "docs" / "images")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """The whole system with an agent's and a keeper's account."""
    var = tmp_path_factory.mktemp("office")
    with served(var, POLICYBOT_AS_OF="2022-08-01") as base:
        console = Console(base, {"POLICYBOT_DATABASE_URL": f"sqlite:///{var / 'test.sqlite3'}"})
        console.add("lin", "agent", name="小林")
        console.add("wang", "keeper", name="老王")
        yield console


def test_an_agent_joins_a_chat_and_hands_it_back(
    visit: Visit, office: Console, screenshots: Path
) -> None:
    agent, citizen = visit(1280, 720), visit(390, 780)
    office.sign_in(agent, "lin")
    agent.goto(f"{office.base}/console/chats")
    expect(agent.get_by_text("现在没有人等待")).to_be_visible()

    open_chat(citizen, office.base, as_of="")
    say(citizen, "通辽的餐馆，28个人，稳岗返还没有到账")
    say(citizen, "转人工")
    citizen.get_by_role("button", name="在线联系坐席").click()
    expect(citizen.get_by_text("正在为您联系坐席")).to_be_visible()

    join = agent.get_by_role("button", name="接入1号")
    expect(join).to_be_visible(timeout=SOON)
    assert violations(agent) == []
    join.click()
    log = agent.get_by_role("log")
    expect(log).to_contain_text("稳岗返还没有到账")
    expect(agent.get_by_role("complementary")).to_contain_text("28")
    agent.get_by_label("回复来访者").fill("您好，我是坐席，请先核对单位的银行账户。")
    agent.keyboard.press("Enter")
    expect(log).to_contain_text("请先核对单位的银行账户")
    agent.screenshot(path=screenshots / "console-chat.png")
    keep(screenshots / "console-chat.png")
    assert violations(agent) == []

    expect(citizen.get_by_text("请先核对单位的银行账户")).to_be_visible(timeout=SOON)
    citizen.get_by_label("想问什么").fill("好的，账户没有错")
    citizen.keyboard.press("Enter")
    expect(log).to_contain_text("账户没有错", timeout=SOON)

    agent.get_by_role("button", name="交还给助手").click()
    expect(agent.get_by_role("status").first).to_contain_text("已经交还")
    expect(citizen.get_by_text("接下来由政策助手继续回答")).to_be_visible(timeout=SOON)
    say(citizen, "稳岗返还的依据是什么")
    expect(citizen.get_by_role("log")).to_contain_text("内人社办发〔2022〕86号")


def test_a_keeper_settles_what_was_found_wrong(
    visit: Visit, office: Console, screenshots: Path
) -> None:
    citizen, keeper = visit(1280, 860), visit(1280, 860)
    open_chat(citizen, office.base, as_of="")
    say(citizen, "稳岗返还给多少")
    citizen.get_by_role("button", name="没用").last.click()
    citizen.get_by_label("说错了").check()
    citizen.get_by_role("button", name="提交").click()
    expect(citizen.get_by_text("谢谢")).to_be_visible()

    office.sign_in(keeper, "wang")
    expect(keeper).to_have_url(f"{office.base}/console/queue")
    assert violations(keeper) == []
    keeper.get_by_role("link", name="稳岗返还给多少").click()
    expect(keeper.get_by_text("助手当时的回答")).to_be_visible()
    assert violations(keeper) == []
    keeper.get_by_label("答复或处理说明").fill("口径已核对，没有问题。")
    keeper.get_by_role("button", name="答复").click()
    expect(keeper.get_by_role("status").first).to_contain_text("已处理1条")
    expect(keeper.get_by_role("link", name="稳岗返还给多少")).to_have_count(0)

    keeper.goto(f"{office.base}/console/dashboard")
    expect(keeper.get_by_role("heading", name="每天的消息")).to_be_visible()
    keeper.screenshot(path=screenshots / "console-dashboard.png")
    keep(screenshots / "console-dashboard.png")
    assert violations(keeper) == []
    with keeper.expect_download() as download:
        keeper.get_by_role("link", name="按日导出").click()
    assert download.value.path().read_text("utf-8-sig").startswith("日期,消息")
