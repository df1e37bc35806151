"""What each intent means: its scope and what it asks for (nlu_data/intents.yml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from actions.errors import IntentMapError
from actions.words import Ask, Scope

INTENTS_FILE = Path(__file__).parent.parent / "nlu_data" / "intents.yml"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Scope of an intent and, for questions, which part of an answer it asks for."""

    scope: Scope
    ask: Ask | None = None


@cache
def intent_meanings(path: Path = INTENTS_FILE) -> Mapping[str, Meaning]:
    """The map of every intent; IntentMapError names the entry that is wrong."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = entries.get("intents", entries)
    return {intent: _meaning(intent, entry) for intent, entry in entries.items()}


def _meaning(intent: str, entry: Any) -> Meaning:
    scope, ask = entry.get("scope"), entry.get("ask")
    if scope not in get_args(Scope) or (ask is not None and ask not in get_args(Ask)):
        raise IntentMapError(f"nlu_data/intents.yml: {intent}: scope={scope!r}, ask={ask!r}")
    return Meaning(scope, ask)
