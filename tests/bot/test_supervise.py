"""Starting: what is checked before anything runs, and what the two processes are given."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import NEEDS_MENDING, Settings
from bot.supervise import SuperviseError, check_port, children, reachable, serve
from bot.training import TrainingError


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_busy_port_is_one_line_with_a_mend(taken: int, tmp_path: Path) -> None:
    settings = Settings(port=taken, engine_python=Path("/bin/sh"), var_dir=tmp_path)
    with pytest.raises(SuperviseError) as refused:
        serve(settings, print)
    message = refused.value.message
    assert f"127.0.0.1:{taken} 已被占用" in message
    assert f"POLICYBOT_PORT={taken + 1}" in message
    assert "\n" not in message


def test_a_busy_engine_port_names_the_other_variable(taken: int, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    settings = Settings(
        port=free, engine_port=taken, engine_python=Path("/bin/sh"), var_dir=tmp_path
    )
    with pytest.raises(SuperviseError, match="POLICYBOT_ENGINE_PORT"):
        serve(settings, print)


def test_an_address_of_another_machine_says_what_to_check() -> None:
    with pytest.raises(SuperviseError, match="检查 POLICYBOT_HOST"):
        check_port("192.0.2.1", 8000, "POLICYBOT_PORT")


def test_a_missing_engine_environment_says_how_to_make_it(tmp_path: Path) -> None:
    settings = Settings(engine_python=tmp_path / "python", var_dir=tmp_path)
    with pytest.raises(TrainingError, match="make serve"):
        serve(settings, print)


def test_both_processes_share_a_new_secret_at_every_start(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, engine_token=None)
    first = [c.environ["POLICYBOT_ENGINE_TOKEN"] for c in children(settings, Path("model"))]
    second = [c.environ["POLICYBOT_ENGINE_TOKEN"] for c in children(settings, Path("model"))]
    assert first[0] == first[1] != second[0]
    assert len(first[0]) >= 32


def test_the_secret_is_not_on_a_command_line_where_others_could_see_it(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, engine_token="t" * 20)
    for child in children(settings, Path("model")):
        assert child.environ["POLICYBOT_ENGINE_TOKEN"] == "t" * 20
        assert not any("t" * 20 in word for word in child.command)


def test_the_engine_reaches_an_app_that_listens_everywhere(tmp_path: Path) -> None:
    settings = Settings(host="0.0.0.0", var_dir=tmp_path)
    assert reachable(settings) == "http://127.0.0.1:8000"
    engine = children(settings, Path("model"))[0]
    assert engine.environ["POLICYBOT_ACTION_URL"] == "http://127.0.0.1:8000/webhook"


def test_an_app_without_its_secret_says_so_and_asks_not_to_be_started_again() -> None:
    environ = {k: v for k, v in os.environ.items() if k != "POLICYBOT_ENGINE_TOKEN"}
    done = subprocess.run(
        [sys.executable, "-m", "bot"], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == NEEDS_MENDING
    assert done.stderr.startswith("错误：没有设置 POLICYBOT_ENGINE_TOKEN")
    assert "Traceback" not in done.stderr
