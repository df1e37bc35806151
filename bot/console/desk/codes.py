"""Disposition codes: how a call ended (dispositions.yml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("dispositions.yml")


@dataclass(frozen=True, slots=True)
class Disposition:
    """One way for a call to end; ``follow_up``: days until the caller is to be called back."""

    code: str
    name: str
    follow_up: int | None = None


@cache
def dispositions() -> dict[str, Disposition]:
    """The codes in the order of their keys."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["code"]: Disposition(**row) for row in rows}
