"""The held-out sentences the model reads wrongly: `python -m tests.nlu.ledger MODEL`."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from actions import understanding
from tests.nlu.conftest import Parse, loaded
from tests.nlu.scoring import FactScores, Kinds

HERE = Path(__file__).parent
LEDGER = HERE / "known_failures.yml"
FACTS = HERE.parents[1] / "policy_kb" / "facts.yml"
DAY = date(2022, 8, 1)
"""The day on which the facts of heldout/facts.yml are told."""

Verdicts = Mapping[str, Mapping[str, Any]]
"""For each part, each sentence and what is wrong with its reading (None: nothing)."""

UNDECIDED = 0.15
"""Two intents closer than this may change places with the next alias or on another processor:
such a sentence counts towards accuracy, but neither belongs in the ledger nor is missed there."""

_HEADER = """\
# 保留语料里目前读错的句子，以及读成了什么。读对了要从这里删去，否则测试不通过。
# 重写：.venv/engine/bin/python -m tests.nlu.ledger 模型文件
"""


def verdicts(parse: Parse) -> Verdicts:
    """Every held-out sentence judged: its intent, or the facts and places in it."""
    files = sorted(file for file in (HERE / "heldout").glob("*.yml") if file.stem != "facts")
    kinds = Kinds.of(_yaml(FACTS))
    return {
        "intents": {
            str(text): _intent_wrong(parse, str(text), file.stem)
            for file in files
            for text in _yaml(file)
        },
        "facts": {
            str(entry["text"]): _facts_wrong(parse, entry, kinds)
            for entry in _yaml(HERE / "heldout" / "facts.yml")
        },
    }


def undecided(parse: Parse, text: str) -> bool:
    """Whether the classifier hardly prefers its first intent to the second."""
    ranking = [float(each["confidence"]) for each in parse(text).get("intent_ranking") or ()]
    return len(ranking) > 1 and ranking[0] - ranking[1] < UNDECIDED


def _intent_wrong(parse: Parse, text: str, intent: str) -> str | None:
    read = _read(parse, text).intent
    return None if read == intent else read


def _facts_wrong(parse: Parse, entry: Mapping[str, Any], kinds: Kinds) -> dict[str, Any] | None:
    reading = _read(parse, str(entry["text"]))
    scores = FactScores(kinds)
    scores.add(str(entry["text"]), entry["facts"], entry.get("also") or {}, dict(reading.facts))
    wrong = {error["fact"]: error["read"] for error in scores.errors}
    if entry.get("region") not in (None, reading.region):
        wrong["region"] = reading.region
    return wrong or None


def _read(parse: Parse, text: str) -> understanding.Reading:
    return understanding.read(parse(text), today=DAY, as_of=DAY)


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def main() -> None:
    """Write the ledger anew for the model file named on the command line."""
    parse = loaded(sys.argv[1])
    wrong = {
        part: {
            text: error
            for text, error in found.items()
            if error and not (part == "intents" and undecided(parse, text))
        }
        for part, found in verdicts(parse).items()
    }
    body = yaml.safe_dump(wrong, allow_unicode=True, sort_keys=True, width=1000)
    LEDGER.write_text(_HEADER + body, encoding="utf-8")


if __name__ == "__main__":
    main()
