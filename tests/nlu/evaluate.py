"""Understanding measured on sentences it was never trained on: `python -m tests.nlu.evaluate`.

Asks a running system over HTTP what each sentence says, prints the figures, writes them with every
confusion to var/eval/understanding.{md,json} and confusions.svg, and the figures alone into
docs/benchmarks.md.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from actions.entities import MEASURE_SURE
from bot.nlu.likeness import LEAST
from tests.bench.report import keep
from tests.nlu.matrix import picture
from tests.nlu.measuring import ROOT, Figures, ask, measure
from tests.nlu.misspelling import Row, by_threshold
from tests.nlu.reporting import as_json, errors, summary, table
from tests.nlu.sentences import fresh, heldout
from tests.serving import served

OUT = ROOT / "var" / "eval"
SETS = {
    "保留语料": heldout,
    "新写·可看": lambda: fresh("dev"),
    "新写·封存": lambda: fresh("sealed"),
    "新写·末次": lambda: fresh("last"),
}
SEALED = ("新写·封存", "新写·末次")
"""Of these only figures are shown: whoever looked at their errors would mend them one by one."""


def main() -> None:
    """Measure, print and write; without --url the real system is started for it."""
    parser = argparse.ArgumentParser(description="在保留语料上评测理解")
    parser.add_argument("--url", help="已启动的系统，如 http://127.0.0.1:8000；不给就自己启动一个")
    options = parser.parse_args()
    with _system(options.url) as base:
        found = {name: measure(ask(base, load())) for name, load in SETS.items()}
    figures = "\n".join([*_figures(found, by_threshold()), ""])
    whole = "\n".join([
        "# 理解评测", "", figures,
        *(line for name, each in found.items() if name not in SEALED
          for line in (f"## {name}", "", *errors(each))),
    ])  # fmt: skip
    _write(found, whole)
    keep(figures, "make eval: understanding")
    sys.stdout.write(whole)


def _figures(found: Mapping[str, Figures], rows: list[Row]) -> Iterator[str]:
    """The tables without a single sentence."""
    yield f"{date.today().isoformat()}。"
    yield ""
    yield from summary(found)
    yield ""
    yield (
        f"打错的政策名，按音近的把握程度：{LEAST:.2f} 以下不理，{MEASURE_SURE:.2f} 以上直接当作"
        "说准了，中间的先问一句“您是说……吗？”。"
    )
    yield ""
    yield from table(
        ("把握 ≥", "手写错字找到", "生成错字找到", "找到的里对的", "无关的话误认"),
        [
            (
                f"{row.threshold:.2f}",
                *(f"{v:.1%}" for v in (row.by_hand, row.made, row.precision, row.false_alarms)),
            )
            for row in rows
        ],
    )


def _write(found: Mapping[str, Figures], whole: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "understanding.md").write_text(whole, encoding="utf-8")
    figures = {name: as_json(each, sealed=name in SEALED) for name, each in found.items()}
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    (OUT / "understanding.json").write_text(text + "\n", encoding="utf-8")
    pairs = [pair for name, each in found.items() if name not in SEALED for pair in each.pairs]
    (OUT / "confusions.svg").write_text(picture(pairs, "意图混淆矩阵"), encoding="utf-8")


@contextmanager
def _system(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as var, served(Path(var)) as base:
        yield base


if __name__ == "__main__":
    main()
