"""The extractor and the trained model, each made once, in the engine's environment."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from bot.nlu.extractor import Extractor, default_extractor

ROOT = Path(__file__).resolve().parents[2]


def pytest_configure(config: pytest.Config) -> None:
    """Rasa and its old dependencies warn about each other; only ours are errors here."""
    for line in ("ignore", r"error:::bot\."):
        config.addinivalue_line("filterwarnings", line)
    settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
    settings.load_profile("unhurried")


Parse = Callable[[str], Mapping[str, Any]]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor over the real knowledge base, with spaCy's word boundaries."""
    return default_extractor()


@pytest.fixture(scope="session")
def parse() -> Parse:
    """What the model of the present sources says of a text, the extractor's part included."""
    trained = subprocess.run(
        [ROOT / ".venv" / "app" / "bin" / "policybot", "train"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return loaded(trained.stdout.strip().splitlines()[-1])


def loaded(model: str) -> Parse:
    """The parser of a model file, prepared as the engine prepares itself."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    from bot.engine import launcher

    launcher.prepare()
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    loop = asyncio.new_event_loop()
    return lambda text: loop.run_until_complete(agent.parse_message(text))
