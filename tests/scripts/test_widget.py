"""The widget's build: pinned without addresses, small, the same each time, done when needed."""

import gzip
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
WIDGET = ROOT / "bot" / "widget"
LIMIT = 30 * 1024
"""Bytes the widget may take, compressed."""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with a small widget of the test's own."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location("widget_script", ROOT / "scripts" / "widget.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "src").mkdir()
    for name in ("package.json", "package-lock.json", "tsconfig.json", "build.mjs", "src/main.ts"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "WIDGET", tmp_path)
    return module


@pytest.fixture
def ran(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that are run, without running them."""
    commands: list[str] = []

    def run(*command: object) -> None:
        commands.append(" ".join(map(str, command)))
        if command[0] == "node":
            (script.WIDGET / "dist").mkdir(exist_ok=True)
            (script.WIDGET / "dist" / "widget.js").write_text("")
        else:
            (script.WIDGET / "node_modules").mkdir(exist_ok=True)

    monkeypatch.setattr(script, "run", run)
    monkeypatch.setattr(script, "find_npm", lambda: "npm")
    return commands


def test_the_tools_are_pinned_by_hash_without_any_address() -> None:
    text = (WIDGET / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    installed = {name: one for name, one in packages.items() if name}

    assert "://" not in text
    assert installed and all(one.get("integrity") for one in installed.values())
    declared = {**packages[""]["dependencies"], **packages[""]["devDependencies"]}
    assert all(version[0].isdigit() for version in declared.values())


def test_the_second_time_nothing_is_done_until_the_source_changes(
    script: ModuleType, ran: list[str]
) -> None:
    for _ in range(2):
        script.install(with_tools=False)
        script.build()
    assert len(ran) == 2 and "--omit=dev" in ran[0]

    (script.WIDGET / "src" / "main.ts").write_text("changed")
    script.install(with_tools=False)
    script.build()
    assert len(ran) == 3


def test_serving_does_not_take_the_checking_tools_away(script: ModuleType, ran: list[str]) -> None:
    script.install(with_tools=True)
    script.install(with_tools=False)
    assert len(ran) == 1 and "--omit=dev" not in ran[0]


@pytest.mark.parametrize("version", ["", "v16.20.2"])
def test_without_a_recent_node_it_says_what_to_install(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setattr(script, "answer", lambda *_command: version)
    with pytest.raises(script.SetupError, match=r"Node\.js 18.*apt-get install"):
        script.find_npm()


def built(where: Path) -> bytes:
    """The widget as built from a copy of its source."""
    shutil.copytree(WIDGET / "src", where / "src")
    for name in ("build.mjs", "package.json", "tsconfig.json"):
        shutil.copy(WIDGET / name, where)
    (where / "node_modules").symlink_to(WIDGET / "node_modules")
    command = ["node", where / "build.mjs"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "TZ": "Asia/Tokyo"})
    return (where / "dist" / "widget.js").read_bytes()


def test_the_same_source_gives_the_same_small_file_anywhere(tmp_path: Path) -> None:
    if not shutil.which("npm"):
        pytest.skip("没有 Node.js，不能生成对话组件")
    subprocess.run([sys.executable, ROOT / "scripts" / "widget.py"], check=True)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = built(tmp_path / "one"), built(tmp_path / "two")

    assert one == two == (WIDGET / "dist" / "widget.js").read_bytes()
    assert len(gzip.compress(one, 9)) < LIMIT
