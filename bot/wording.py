"""The few things the app itself says to citizens, from wording.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _wording() -> dict[str, str]:
    text = (Path(__file__).parent / "wording.yml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return loaded


def say(key: str, **values: str) -> str:
    """The wording under ``key`` with its places filled in."""
    return _wording()[key].format(**values)
