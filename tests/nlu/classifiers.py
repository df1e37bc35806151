"""Classifiers compared on the same sentences: `python -m tests.nlu.classifiers`.

Each pipeline of classifiers.yml is trained by Rasa's own command, then loaded in a process of its
own that reads every held-out sentence: accuracy, time, memory and size. DIET takes
many minutes.
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.nlu.sentences import Sentence, fresh, heldout

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"
VARIANTS = Path(__file__).parent / "classifiers.yml"
_COUNTS = {"min_ngram": 1, "max_ngram": 3, "min_df": 2, "OOV_token": None}
FRESH = ("dev", "sealed", "last")
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


def pipeline(variant: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pipeline of a variant: the one in use, or Rasa's own with or without the lexicon."""
    if "classifier" not in variant:
        return list(yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"])
    classifier = dict(variant["classifier"])
    if not variant["words"]:
        counts = {"name": "CountVectorsFeaturizer", "analyzer": "char", **_COUNTS}
        return [{"name": "JiebaTokenizer"}, counts, classifier]
    counts = {"name": "CountVectorsFeaturizer", "analyzer": "word", **_COUNTS}
    return [
        {"name": "bot.nlu.tokenizer.PolicyTokenizer"},
        {"name": "bot.nlu.component.PolicyExtractor"},
        {**counts, "token_pattern": r"(?u)\S+", "use_shared_vocab": False},
        {"name": "tests.nlu.evidence.EvidenceFeaturizer"},
        classifier,
        {"name": "bot.nlu.guard.ScopeGuard"},
    ]


def train(variant: Mapping[str, Any], folder: Path) -> tuple[Path, float]:
    """The model file and the seconds its training took."""
    config = {"recipe": "default.v1", "language": "zh", "assistant_id": "compared"}
    config["pipeline"] = pipeline(variant)
    file = folder / "config.yml"
    file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    start = time.perf_counter()
    subprocess.run(
        [ENGINE, "-m", "rasa", "train", "nlu", "--config", file, "--nlu",
         "nlu_data/intents", "--out", folder, "--fixed-model-name", "model"],
        cwd=ROOT, env={**os.environ, **QUIET, "RASA_MAX_CACHE_SIZE": "0"}, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / "model.tar.gz", time.perf_counter() - start


def read(model: str) -> dict[str, Any]:
    """What a model makes of the sentences, measured in this process."""
    from tests.nlu.conftest import loaded

    parse = loaded(model)
    times: list[float] = []

    def right(sentences: list[Sentence]) -> float:
        told = [one for one in sentences if one.intents]
        hits = 0
        for one in told:
            start = time.perf_counter()
            name = str((parse(one.text).get("intent") or {}).get("name"))
            times.append((time.perf_counter() - start) * 1000)
            hits += name in one.intents
        return hits / len(told)

    found = {"heldout": right(heldout()), **{name: right(fresh(name)) for name in FRESH}}
    times.sort()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**found, "p50": times[len(times) // 2], "p99": times[int(len(times) * 0.99)],
            "memory": memory}  # fmt: skip


def rows() -> Iterator[tuple[str, ...]]:
    """One row of the table for each variant, as it is done."""
    for variant in yaml.safe_load(VARIANTS.read_text(encoding="utf-8")):
        with tempfile.TemporaryDirectory() as folder:
            model, seconds = train(variant, Path(folder))
            size = model.stat().st_size / 1e6
            done = subprocess.run(
                [ENGINE, "-W", "ignore", "-m", "tests.nlu.classifiers", "--read", model],
                cwd=ROOT, env={**os.environ, **QUIET}, check=True, capture_output=True, text=True,
            )  # fmt: skip
        found = json.loads(done.stdout.strip().splitlines()[-1])
        yield (
            str(variant["name"]),
            *(f"{found[name]:.1%}" for name in ("heldout", *FRESH)),
            f"{found['p50']:.1f} / {found['p99']:.1f}",
            f"{found['memory']:.0f}",
            f"{seconds:.0f}",
            f"{size:.1f}",
        )


def main() -> None:
    """Compare all, or with --read measure one model and print the figures as JSON."""
    parser = argparse.ArgumentParser(description="在同一批句子上比较分类器")
    parser.add_argument("--read", help="只测这个模型文件")
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read(options.read)))
        return
    from tests.bench.report import keep
    from tests.nlu.reporting import table

    head = ("分类器", "保留语料", "新写·可看", "新写·封存", "新写·末次",
            "p50 / p99（毫秒）", "内存（MiB）", "训练（秒）", "模型（MB）")  # fmt: skip
    done: list[tuple[str, ...]] = []
    for row in rows():
        done.append(row)
        keep("\n".join([*table(head, done), ""]), "make eval-classifiers")
        print(" | ".join(row), flush=True)


if __name__ == "__main__":
    main()
