"""The few things the app itself says to citizens, from wording.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _wording() -> dict[str, Any]:
    text = (Path(__file__).parent / "wording.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def say(key: str, **values: str) -> str:
    """The wording under ``key`` with its places filled in."""
    return str(_wording()[key]).format(**values)


def examples() -> list[str]:
    """What a newcomer may ask, as the chat page offers it."""
    return [str(example) for example in _wording()["examples"]]
