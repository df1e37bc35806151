"""The figures as Markdown tables, and as JSON."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.nlu.measuring import Figures, Rate
from tests.nlu.scoring import FactScores

GOALS = {"intent": 0.95, "fact_f1": 0.97, "measure": 0.95, "out_recall": 0.95}
FALSE_ALARMS = 0.03
_RATES = {
    "intent": "意图准确率",
    "scope": "范围准确率",
    "out_recall": "范围外召回率",
    "in_kept": "误拒率（该答的说成范围外）",
    "ask": "问什么（ask）准确率",
    "measure": "政策准确率（第一名）",
    "region": "地区准确率",
}


def summary(sets: Mapping[str, Figures]) -> list[str]:
    """One row a figure, one column a set of sentences."""
    rows = [(title, _goal(name), *(_rate(f, name) for f in sets.values()))
            for name, title in _RATES.items()]  # fmt: skip
    totals = [f.facts.total for f in sets.values()]
    rows.insert(5, ("事实 F1（逐值相等）", f"≥ {GOALS['fact_f1']:.0%}",
                    *(f"{t.f1:.1%}" for t in totals)))  # fmt: skip
    rows.insert(6, ("事实精确率 / 召回率", "",
                    *(f"{t.precision:.1%} / {t.recall:.1%}" for t in totals)))  # fmt: skip
    rows.append(("单句耗时 p50 / p99（毫秒，含 HTTP）", "",
                 *(f"{f.p50:.1f} / {f.p99:.1f}" for f in sets.values())))  # fmt: skip
    titles = [f"{name}（{figures.sentences} 句）" for name, figures in sets.items()]
    return table(("指标", "目标", *titles), rows)


def errors(figures: Figures) -> list[str]:
    """Every confusion of one set, kind by kind."""
    rates = figures.rates
    return [
        "### 意图混淆", "", *_confusions(rates["intent"]),
        "", "### 漏掉的范围外问题", "", *_errors(rates["out_recall"].errors),
        "", "### 误拒的问题", "", *_errors(rates["in_kept"].errors),
        "", "### 各项事实", "", *_fact_table(figures.facts),
        "", "### 读错的事实", "", *_errors(figures.facts.errors, "fact"),
        "", "### 认错的政策", "", *_errors(rates["measure"].errors),
        "", "### 认错的地区", "", *_errors(rates["region"].errors), "",
    ]  # fmt: skip


def as_json(figures: Figures, *, sealed: bool) -> dict[str, Any]:
    """The figures; with every error unless the set is sealed."""
    total = figures.facts.total
    shown: dict[str, Any] = {
        "sentences": figures.sentences,
        "p50_ms": round(figures.p50, 2),
        "p99_ms": round(figures.p99, 2),
        "false_alarms": round(1 - figures.rates["in_kept"].value, 4),
        "fact_f1": round(total.f1, 4),
        "fact_precision": round(total.precision, 4),
        "fact_recall": round(total.recall, 4),
        **{name: round(rate.value, 4) for name, rate in figures.rates.items()},
    }
    if not sealed:
        shown["errors"] = {
            "facts": figures.facts.errors,
            **{name: list(rate.errors) for name, rate in figures.rates.items()},
        }
    return shown


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; 没有。 when there is nothing to show."""
    if not rows:
        return ["没有。"]
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "／") for cell in line) + " |" for line in lines]


def _goal(name: str) -> str:
    if name == "in_kept":
        return f"< {FALSE_ALARMS:.0%}"
    return f"≥ {GOALS[name]:.0%}" if name in GOALS else ""


def _rate(figures: Figures, name: str) -> str:
    rate = figures.rates[name]
    if not rate.of:
        return "—"
    if name == "in_kept":
        return f"{1 - rate.value:.1%}（{rate.of - rate.right}/{rate.of}）"
    return f"{rate.value:.1%}（{rate.right}/{rate.of}）"


def _confusions(rate: Rate) -> list[str]:
    pairs = Counter((e["said"], e["read"]) for e in rate.errors)
    examples: dict[tuple[str, str], list[str]] = {}
    for e in rate.errors:
        examples.setdefault((e["said"], e["read"]), []).append(e["text"])
    rows = [
        (said, read, str(count), "；".join(examples[said, read]))
        for (said, read), count in pairs.most_common()
    ]
    return table(("应为", "读成", "句数", "句子"), rows)


def _fact_table(facts: FactScores) -> list[str]:
    rows = [
        (name, f"{s.f1:.0%}", str(s.right), str(s.wrong), str(s.missed))
        for name, s in sorted(facts.by_fact.items(), key=lambda item: (item[1].f1, item[0]))
    ]
    return table(("事实", "F1", "读对", "多读或读错", "漏读"), rows)


def _errors(found: Sequence[Mapping[str, Any]], *extra: str) -> list[str]:
    keys = (*extra, "said", "read", "text")
    titles = {"fact": "事实", "said": "应为", "read": "读成", "text": "句子"}
    rows = [tuple(_cell(error[key]) for key in keys) for error in found]
    return table(tuple(titles[key] for key in keys), rows)


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
