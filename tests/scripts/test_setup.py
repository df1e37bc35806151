"""Set-up: what is installed is pinned and hashed, and nothing is done twice or undone."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with its environments in a folder of the test's."""
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts" / "setup.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ENVS", tmp_path)
    monkeypatch.setattr(module, "find_uv", lambda: "uv")
    return module


@pytest.fixture
def ran(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that set-up runs, without running them; `venv` leaves an environment."""
    commands: list[str] = []

    def run(*command: object) -> None:
        commands.append(" ".join(map(str, command)))
        if command[1] == "venv":
            python = Path(str(command[-1])) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.write_text("#!/bin/sh\necho Python 3\n")
            python.chmod(0o755)

    monkeypatch.setattr(setup, "run", run)
    return commands


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / name).read_text()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_everything_is_pinned_with_hashes_and_no_address(file: Path) -> None:
    text = file.read_text()
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE), "no index, no find-links"
    blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert all(PIN.match(block) and "--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize(("small", "large"), [("app", "dev"), ("engine", "engine-dev")])
def test_the_larger_set_keeps_the_versions_of_the_smaller(small: str, large: str) -> None:
    assert pins(f"{small}.txt").items() <= pins(f"{large}.txt").items()


def test_the_engine_is_rasa_as_released() -> None:
    assert pins("engine.txt")["rasa"] == "3.6.21"


@pytest.mark.parametrize("target", ["app", "dev", "engine", "engine-dev"])
def test_the_second_time_nothing_is_done(setup: ModuleType, ran: list[str], target: str) -> None:
    setup.set_up(target)
    assert any("pip sync" in line and "--require-hashes" in line for line in ran)
    ran.clear()
    setup.set_up(target)
    assert ran == []


def test_serving_does_not_take_the_developer_s_tools_away(
    setup: ModuleType, ran: list[str]
) -> None:
    setup.set_up("dev")
    ran.clear()
    setup.set_up("app")
    assert ran == []
    stamp = setup.ENVS / "app" / ".stamp"
    stamp.write_text("dev.txt\nof an older day")
    setup.set_up("app")
    assert any("requirements/dev.txt" in line for line in ran)


def test_an_inactive_pyenv_version_is_found(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "versions" / "3.10.99" / "bin" / "python3"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 3.10\n")
    python.chmod(0o755)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)
    assert setup.find_python("3.10") == str(python)


def test_a_python_that_is_nowhere_is_left_to_uv(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "find_python", lambda _version: None)
    assert setup.choose_python(("3.12", "3.11")) == "3.12"
    assert "由 uv 下载" in capsys.readouterr().err


def test_a_failing_command_is_shown_with_what_it_said(
    setup: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(setup.SetupError, match="命令失败"):
        setup.run("sh", "-c", "echo no such package; exit 4")
    assert "no such package" in capsys.readouterr().err
