"""What the launcher refuses to start with, each said in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SET = {"POLICYBOT_ENGINE_TOKEN": "t" * 20, "POLICYBOT_ACTION_URL": "http://127.0.0.1:9/webhook"}


def launch(model: Path, environ: dict[str, str]) -> tuple[int, str]:
    """The exit status and the last line said."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("POLICYBOT_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot.engine.launcher", str(model)],
        env={**clean, **environ},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    return done.returncode, done.stderr.strip().splitlines()[-1]


def test_without_a_model(tmp_path: Path) -> None:
    assert launch(tmp_path / "none.tar.gz", SET) == (
        1,
        "usage: python -m bot.engine.launcher MODEL.tar.gz",
    )


@pytest.mark.parametrize("missing", list(SET))
def test_without_a_secret_or_an_address(tmp_path: Path, missing: str) -> None:
    model = tmp_path / "model.tar.gz"
    model.touch()
    status, said = launch(model, {k: v for k, v in SET.items() if k != missing})
    assert status == 1
    assert missing in said


def test_with_a_file_that_is_no_model(tmp_path: Path) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_text("junk")
    status, said = launch(model, {**SET, "POLICYBOT_ENGINE_PORT": "0"})
    assert status == 1
    assert said == f"the model could not be loaded: {model}"
