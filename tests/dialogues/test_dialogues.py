"""Every scripted conversation, spoken over HTTP with the real system."""

from pathlib import Path

import pytest

from tests.dialogues.script import Script, play, scripts

ALL = list(scripts(Path(__file__).parent))


@pytest.mark.parametrize("script", ALL, ids=lambda script: script.title)
def test_conversation_goes_as_written(base_url: str, script: Script) -> None:
    play(base_url, script)
