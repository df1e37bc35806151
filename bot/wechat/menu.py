"""The account's menu: from menu.yml, checked against WeChat's limits, to what WeChat takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.wechat.errors import MenuError
from bot.wechat.messages import SAY

FILE = Path(__file__).parent / "menu.yml"

MOST_TOP, MOST_UNDER = 3, 5
TOP_CHARS, UNDER_CHARS = 4, 8  # of Chinese; WeChat cuts longer names off with an ellipsis
KEY_BYTES, URL_BYTES = 128, 1024

Json = dict[str, Any]


def load_menu(path: Path = FILE, public_url: str = "") -> Json:
    """The menu as WeChat takes it; ``MenuError`` names every line of thought that breaks a limit.

    Buttons to pages of our own are left out while there is no public address.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise MenuError(f"菜单文件读不出来：{problem}") from None
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise MenuError(f"{path}：应为一级菜单的列表，每项有 name 和 buttons。")
    buttons = [_top(entry, public_url) for entry in entries]
    buttons = [one for one in buttons if one.get("sub_button") != []]
    if not 1 <= len(buttons) <= MOST_TOP:
        raise MenuError(f"{path}：一级菜单要有1至{MOST_TOP}个，现在有{len(buttons)}个。")
    return {"button": buttons}


def rows(menu: Json) -> list[tuple[str, str, str]]:
    """The menu for reading: top name, name, what pressing does."""
    listed = []
    for top in menu["button"]:
        for button in top.get("sub_button") or [top]:
            does = button.get("url") or "说：" + button["key"].removeprefix(SAY)
            listed.append((top["name"], button["name"], does))
    return listed


def _top(entry: Mapping[str, Any], base: str) -> Json:
    name = _name(entry, TOP_CHARS)
    if "buttons" not in entry:
        button = _button(entry, name, base)
        if button is None:
            raise MenuError(f"菜单“{name}”：打开本站网页要先设 POLICYBOT_PUBLIC_URL。")
        return button
    under: Sequence[Mapping[str, Any]] = entry["buttons"] or ()
    if not 1 <= len(under) <= MOST_UNDER:
        raise MenuError(f"菜单“{name}”：二级菜单要有1至{MOST_UNDER}个，现在有{len(under)}个。")
    made = [_button(one, _name(one, UNDER_CHARS), base) for one in under]
    return {"name": name, "sub_button": [one for one in made if one is not None]}


def _name(entry: Mapping[str, Any], most: int) -> str:
    name = str(entry.get("name") or "")
    width = sum(1 if ord(char) > 0x2E80 else 0.5 for char in name)
    if not 0 < width <= most:
        raise MenuError(f"菜单“{name}”：名称要有1至{most}个汉字（两个字母算一个汉字）。")
    return name


def _button(entry: Mapping[str, Any], name: str, base: str) -> Json | None:
    """One button; None when it opens a page of ours and we have no address."""
    say, page = entry.get("say"), entry.get("page")
    if (say is None) == (page is None):
        raise MenuError(f"菜单“{name}”：say（说一句话）和 page（打开网页）要有且只有一个。")
    if say is not None:
        key = SAY + str(say)
        if len(key.encode()) > KEY_BYTES:
            raise MenuError(f"菜单“{name}”：say 太长，最多{(KEY_BYTES - len(SAY)) // 3}个汉字。")
        return {"type": "click", "name": name, "key": key}
    url = str(page)
    if url.startswith("/"):
        if not base:
            return None
        url = base.rstrip("/") + url
    if not url.startswith(("https://", "http://")) or len(url.encode()) > URL_BYTES:
        raise MenuError(f"菜单“{name}”：page 要是 https:// 开头的地址，或以 / 开头的本站地址。")
    return {"type": "view", "name": name, "url": url}
