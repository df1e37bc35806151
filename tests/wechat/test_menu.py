"""The menu: checked against WeChat's limits, pushed with the token all processes share."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import build
from bot.wechat.errors import MenuError
from bot.wechat.menu import load_menu, rows
from tests.wechat.conftest import SECRET
from tests.wechat.platform import APPID, TOKEN, Interface
from tests.wechat.standins import listening


def test_our_menu_keeps_wechats_limits() -> None:
    menu = load_menu(public_url="https://12333.example.cn/")
    links = [b for top in menu["button"] for b in top["sub_button"] if b["type"] == "view"]

    assert len(menu["button"]) <= 3
    assert all(len(top["sub_button"]) <= 5 for top in menu["button"])
    assert links == [
        {"type": "view", "name": "全部政策", "url": "https://12333.example.cn/policies"}
    ]


def test_without_a_public_address_links_to_ourselves_are_left_out() -> None:
    assert all("说：" in does for _, _, does in rows(load_menu()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "列表"),
        ("a: 1", "列表"),
        ("[", "读不出来"),
        ("[]", "1至3个"),
        ("- {name: 一, say: 一}\n" * 4, "1至3个"),
        ("- {name: 五个汉字呢, say: 一}", "1至4个汉字"),
        ("- {name: 一, buttons: []}", "1至5个"),
        ("- {name: 一, buttons: [{name: 一二三四五六七八九, say: 一}]}", "1至8个汉字"),
        ("- {name: 一}", "只有一个"),
        ("- {name: 一, say: 一, page: /chat}", "只有一个"),
        (f"- {{name: 一, say: {'长' * 50}}}", "太长"),
        ("- {name: 一, page: 'javascript:alert(1)'}", "https://"),
        ("- {name: 一, page: /chat}", "POLICYBOT_PUBLIC_URL"),
    ],
)
def test_a_menu_that_breaks_a_limit_is_refused_in_words(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "menu.yml").write_text(text, encoding="utf-8")
    with pytest.raises(MenuError, match=said):
        load_menu(tmp_path / "menu.yml")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Sets the account for commands; its interface stands at the address given."""

    def put(api: str) -> None:
        values = {"TOKEN": TOKEN, "APPID": APPID, "SECRET": "app-secret-of-the-tests", "API": api}
        for name, value in values.items():
            monkeypatch.setenv(f"POLICYBOT_WECHAT_{name}", value)
        monkeypatch.setenv("POLICYBOT_SECRET", SECRET)
        monkeypatch.setenv("POLICYBOT_VAR_DIR", str(tmp_path))

    return put


async def test_the_menu_is_pushed(environment: Any, interface: Interface) -> None:
    interface.faults["create"] = [42001]  # the first token has run out
    async with listening(interface.app()) as api:
        environment(api)
        done = await asyncio.to_thread(CliRunner().invoke, build(), ["wechat", "menu", "push"])

    assert done.exit_code == 0, done.output
    assert "已推送" in done.output
    assert [top["name"] for top in interface.menus[0]["button"]] == ["我要问", "查政策", "帮助"]


async def test_a_refused_menu_is_told_in_words(environment: Any, interface: Interface) -> None:
    interface.faults["create"] = [40018]
    async with listening(interface.app()) as api:
        environment(api)
        done = await asyncio.to_thread(CliRunner().invoke, build(), ["wechat", "menu", "push"])

    assert done.exit_code != 0
    assert "40018" in str(done.exception)


def test_the_menu_is_shown_without_wechat() -> None:
    done = CliRunner().invoke(build(), ["wechat", "menu", "show"])
    assert done.exit_code == 0
    assert "查政策 · 稳岗返还" in done.output
