"""The sentences that are never trained on, with what a clerk would take from each.

heldout/ mirrors the intents, heldout/facts.yml holds facts; fresh/ was written later by several
other hands: dev/ may be looked at, of sealed/ only the figures are ever shown, and last/ is scored
when all is done, so that nothing was chosen by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
HELDOUT, FRESH = HERE / "heldout", HERE / "fresh"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what is right; empty or None: not judged.

    Any of `intents` and any of `measures` is right; `also` may be read or left.
    """

    text: str
    intents: tuple[str, ...] = ()
    facts: Mapping[str, Any] | None = None
    also: Mapping[str, Any] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    region: str | None = None


def heldout() -> list[Sentence]:
    """The sentences of the first hand, those with an intent first."""
    files = sorted(path for path in HELDOUT.glob("*.yml") if path.stem != "facts")
    by_intent = [Sentence(str(text), (path.stem,)) for path in files for text in _yaml(path)]
    return [*by_intent, *map(_told, _yaml(HELDOUT / "facts.yml"))]


def fresh(part: str) -> list[Sentence]:
    """The sentences of other hands: `dev`, `sealed` or `last`."""
    return [_told(entry) for path in sorted((FRESH / part).glob("*.yml")) for entry in _yaml(path)]


def _told(entry: Mapping[str, Any]) -> Sentence:
    one = entry.get("intent")
    return Sentence(
        text=str(entry["text"]),
        intents=(str(one),) if one else tuple(entry.get("intents", ())),
        facts=entry.get("facts"),
        also=entry.get("also") or {},
        measures=tuple(entry.get("measures", [])[:1] or entry.get("measure_any", [])),
        region=entry.get("region"),
    )


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
