"""Understanding measured on sentences it was never trained on: `python -m tests.nlu.evaluate`.

Reads heldout/<intent>.yml and heldout/facts.yml, asks a running system over HTTP what each says,
prints the figures and writes them to var/eval/understanding.{md,json}.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.nlu.scoring import FactScores, Kinds, share
from tests.serving import ROOT, served

HELDOUT = Path(__file__).parent / "heldout"
OUT = ROOT / "var" / "eval"
AS_OF = "2022-08-01"
"""The day the relative dates of facts.yml are resolved against."""

GOALS = {"intent": 0.95, "fact_f1": 0.97, "measure": 0.95, "out_recall": 0.95}
FALSE_ALARMS = 0.03


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what a clerk would take from it; None: not judged."""

    text: str
    intent: str | None = None
    facts: Mapping[str, Any] | None = None
    also: Mapping[str, Any] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What /api/v1/parse made of a sentence, and in how many milliseconds."""

    sentence: Sentence
    read: Mapping[str, Any]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Rate:
    """So many right out of so many, with those that were not."""

    right: int
    of: int
    errors: Sequence[Mapping[str, Any]]

    @property
    def value(self) -> float:
        return share(self.right, self.of)


def load() -> list[Sentence]:
    """All sentences, those with an intent first."""
    files = sorted(path for path in HELDOUT.glob("*.yml") if path.stem != "facts")
    by_intent = [Sentence(text, path.stem) for path in files for text in _yaml(path)]
    return [*by_intent, *map(_with_facts, _yaml(HELDOUT / "facts.yml"))]


def ask(base: str, sentences: Sequence[Sentence]) -> list[Answer]:
    """One request after the other, so that the times are those of a lone visitor."""
    with httpx.Client(base_url=base, timeout=30, trust_env=False) as http:
        return [_ask(http, sentence) for sentence in sentences]


def measure(answers: Sequence[Answer]) -> dict[str, Any]:
    """Every figure of the report, by name."""
    meanings = _yaml(ROOT / "nlu_data" / "intents.yml")
    labelled = [a for a in answers if a.sentence.intent]
    with_facts = [a for a in answers if a.sentence.facts is not None]
    scopes = [(a, str(meanings[a.sentence.intent]["scope"])) for a in labelled]
    asking = [a for a, scope in scopes if scope == "in"]
    facts = FactScores(Kinds.of(_yaml(ROOT / "policy_kb" / "facts.yml")))
    for a in with_facts:
        facts.add(a.sentence.text, a.sentence.facts or {}, a.sentence.also, a.read["facts"])
    return {
        "sentences": len(answers),
        "intent": _rate([(a, a.sentence.intent, a.read["intent"]) for a in labelled]),
        "scope": _rate([(a, scope, a.read["scope"]) for a, scope in scopes]),
        "out_recall": _rate([(a, s, a.read["scope"]) for a, s in scopes if s == "out"]),
        "in_kept": _rate([(a, True, a.read["scope"] != "out") for a in asking]),
        "ask": _rate(
            [(a, meanings[a.sentence.intent].get("ask"), a.read["ask"]) for a in asking]
        ),
        "facts": facts,
        "measure": _rate([_top_measure(a) for a in with_facts if a.sentence.measures]),
        "region": _rate(
            [(a, a.sentence.region, a.read["region"]) for a in with_facts
             if a.sentence.region or a.read["region"]]
        ),
        "p50_ms": statistics.median(a.milliseconds for a in answers),
    }  # fmt: skip


def report(found: Mapping[str, Any]) -> str:
    """The figures and the confusions as Markdown."""
    facts: FactScores = found["facts"]
    total = facts.total
    rows = [
        ("意图准确率", _percent(found["intent"]), f"≥ {GOALS['intent']:.0%}"),
        ("范围准确率", _percent(found["scope"]), ""),
        ("范围外召回率", _percent(found["out_recall"]), f"≥ {GOALS['out_recall']:.0%}"),
        (
            "误拒率（该答的说成范围外）",
            f"{1 - found['in_kept'].value:.1%}",
            f"< {FALSE_ALARMS:.0%}",
        ),
        ("问什么（ask）准确率", _percent(found["ask"]), ""),
        ("事实 F1（逐值相等）", f"{total.f1:.1%}", f"≥ {GOALS['fact_f1']:.0%}"),
        ("事实精确率 / 召回率", f"{total.precision:.1%} / {total.recall:.1%}", ""),
        ("政策准确率（第一名）", _percent(found["measure"]), f"≥ {GOALS['measure']:.0%}"),
        ("地区准确率", _percent(found["region"]), ""),
        ("单句耗时中位数（含 HTTP）", f"{found['p50_ms']:.1f} 毫秒", ""),
    ]
    return "\n".join([
        "# 理解评测", "", f"保留语料 {found['sentences']} 句，从未用于训练。", "",
        *_table(("指标", "结果", "目标"), rows),
        "", "## 意图混淆", "", *_confusions(found["intent"]),
        "", "## 各项事实", "", *_fact_table(facts),
        "", "## 读错的事实", "", *_errors(facts.errors, "fact"),
        "", "## 认错的政策", "", *_errors(found["measure"].errors),
        "", "## 认错的地区", "", *_errors(found["region"].errors),
        "",
    ])  # fmt: skip


def as_json(found: Mapping[str, Any]) -> dict[str, Any]:
    """The figures without the sentences, but with every error."""
    facts: FactScores = found["facts"]
    rates = {name: value for name, value in found.items() if isinstance(value, Rate)}
    return {
        "sentences": found["sentences"],
        "p50_ms": round(found["p50_ms"], 2),
        "false_alarms": round(1 - found["in_kept"].value, 4),
        "fact_f1": round(facts.total.f1, 4),
        "fact_precision": round(facts.total.precision, 4),
        "fact_recall": round(facts.total.recall, 4),
        **{name: round(rate.value, 4) for name, rate in rates.items()},
        "by_fact": {name: round(score.f1, 4) for name, score in sorted(facts.by_fact.items())},
        "errors": {"facts": facts.errors, **{n: list(rate.errors) for n, rate in rates.items()}},
    }


def main() -> None:
    """Measure, print and write; without --url the real system is started for it."""
    parser = argparse.ArgumentParser(description="在保留语料上评测理解")
    parser.add_argument("--url", help="已启动的系统，如 http://127.0.0.1:8000；不给就自己启动一个")
    options = parser.parse_args()
    with _system(options.url) as base:
        found = measure(ask(base, load()))
    text = report(found)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "understanding.md").write_text(text, encoding="utf-8")
    figures = json.dumps(as_json(found), ensure_ascii=False, indent=1)
    (OUT / "understanding.json").write_text(figures + "\n", encoding="utf-8")
    sys.stdout.write(text)


@contextmanager
def _system(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as var, served(Path(var)) as base:
        yield base


def _ask(http: httpx.Client, sentence: Sentence) -> Answer:
    start = time.perf_counter()
    answer = http.post("/api/v1/parse", json={"text": sentence.text, "as_of": AS_OF})
    taken = (time.perf_counter() - start) * 1000
    answer.raise_for_status()
    return Answer(sentence, answer.json(), taken)


def _with_facts(entry: Mapping[str, Any]) -> Sentence:
    return Sentence(
        text=str(entry["text"]),
        facts=entry["facts"],
        also=entry.get("also") or {},
        measures=tuple(entry.get("measures", [])[:1] or entry.get("measure_any", [])),
        region=entry.get("region"),
    )


def _top_measure(answer: Answer) -> tuple[Answer, Any, Any]:
    """The first measure read, against any of those that would be right."""
    read = next(iter(answer.read["measures"]), None)
    wanted = answer.sentence.measures
    return answer, read if read in wanted else wanted[0], read


def _rate(judged: Sequence[tuple[Answer, Any, Any]]) -> Rate:
    """From (answer, what was said, what was read)."""
    errors = [
        {"text": a.sentence.text, "said": said, "read": read}
        for a, said, read in judged
        if said != read
    ]
    return Rate(len(judged) - len(errors), len(judged), errors)


def _confusions(rate: Rate) -> list[str]:
    pairs = Counter((e["said"], e["read"]) for e in rate.errors)
    examples: dict[tuple[str, str], list[str]] = {}
    for e in rate.errors:
        examples.setdefault((e["said"], e["read"]), []).append(e["text"])
    rows = [
        (said, read, str(count), "；".join(examples[said, read]))
        for (said, read), count in pairs.most_common()
    ]
    return _table(("应为", "读成", "句数", "句子"), rows)


def _fact_table(facts: FactScores) -> list[str]:
    rows = [
        (name, f"{s.f1:.0%}", str(s.right), str(s.wrong), str(s.missed))
        for name, s in sorted(facts.by_fact.items(), key=lambda item: (item[1].f1, item[0]))
    ]
    return _table(("事实", "F1", "读对", "多读或读错", "漏读"), rows)


def _errors(errors: Sequence[Mapping[str, Any]], *extra: str) -> list[str]:
    keys = (*extra, "said", "read", "text")
    titles = {"fact": "事实", "said": "应为", "read": "读成", "text": "句子"}
    rows = [tuple(_shown(error[key]) for key in keys) for error in errors]
    return _table(tuple(titles[key] for key in keys), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return ["没有。"]
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "／") for cell in line) + " |" for line in lines]


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _percent(rate: Rate) -> str:
    return f"{rate.value:.1%}（{rate.right}/{rate.of}）"


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
