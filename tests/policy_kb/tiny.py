"""Tiny knowledge bases for tests: a few facts, places and papers, and the rules a test needs."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from policy_kb import KnowledgeBase, Verdict, judge, load

DAY = datetime.date(2022, 8, 1)

REGIONS = {
    "regions": [
        {"name": "大区", "aliases": ["全区"], "level": "autonomous_region", "parent": None},
        {"name": "东市", "aliases": ["东"], "level": "league_city", "parent": "大区"},
        {"name": "东县", "level": "county", "parent": "东市"},
        {"name": "西市", "level": "league_city", "parent": "大区"},
    ],
    "elsewhere": [{"name": "北京市", "aliases": ["北京"]}],
    "office": [],
}
INDUSTRIES = {
    "industries": [
        {"id": "catering", "name": "餐饮业", "size_class": "catering"},
        {"id": "farming", "name": "农业", "size_class": "farming"},
        {"id": "schooling", "name": "教育", "size_class": None},
    ],
    "groups": {"hard_hit": {"name": "特困行业", "members": ["catering"]}},
    "size_table": {
        "catering": {"headcount": [300, 100, 10], "annual_revenue": [1e8, 2e7, 1e6]},
        "farming": {"annual_revenue": [2e8, 5e6, 5e5]},
    },
}


def paper(name: str, number: str, region: str, issued: str, **more: Any) -> dict[str, Any]:
    """A document entry."""
    form = {"id": name, "number": number, "title": f"{name}号文", "region": region}
    return {**form, "issued": issued, **more}


DOCUMENTS = [
    paper("d1", "甲〔2022〕1号", "大区", "2022-01-01"),
    paper("d2", "甲〔2022〕2号", "大区", "2022-06-01"),
    paper("e1", "东〔2022〕1号", "东市", "2022-07-01"),
    paper("f2", "东〔2022〕9号", "东市", "2022-06-17", relations=[{"forwards": "d2"}]),
]


def fact(name: str, kind: str, **more: Any) -> dict[str, Any]:
    """A fact entry with what every entry must have."""
    form = {"id": name, "name": name, "type": kind, "about": "any", "cost": 1}
    return {**form, "question": f"{name}？", **more}


def choices(*names: str) -> list[dict[str, str]]:
    """Choice entries named after their ids."""
    return [{"id": name, "name": name} for name in names]


FACTS = [
    fact("audience", "choice", choices=choices("enterprise", "individual", "institution")),
    fact("a", "boolean", true_text="有甲", false_text="没有甲"),
    fact("b", "boolean"),
    fact("c", "boolean"),
    fact("n", "integer", min=0, max=100, unit="人"),
    fact("m", "integer", min=0, max=1000, unit="人"),
    fact("ratio", "ratio", min=0, max=1, derived={"by": "divide", "from": ["n", "m"]}, told=True),
    fact("sum", "money", min=0),
    fact("drawn", "ratio", min=0, max=1),
    fact("level", "choice", choices=choices("one", "two", "three")),
    fact("groups", "set", choices=choices("p", "q", "r")),
    fact("day", "date", min="1980-01-01", max="2100-12-31"),
    fact("y1", "year", min=1980, max=2100),
    fact("y2", "year", min=1980, max=2100),
    fact("word", "text"),
    fact("reserve", "integer", min=0, max=600, known_by="office"),
    fact("received", "set", choices="measures"),
    fact("industry", "choice", choices="industries"),
    fact("headcount", "integer", min=0, max=2000000),
    fact("annual_revenue", "money", min=0),
    fact("total_assets", "money", min=0),
    fact(
        "size", "choice", choices=choices("large", "medium", "small", "micro"), told=True,
        derived={
            "by": "firm_size",
            "from": ["industry", "headcount", "annual_revenue", "total_assets"],
        },
    ),
]  # fmt: skip


def yes(name: str) -> dict[str, Any]:
    """The condition that a yes/no fact is true."""
    return {"fact": name, "is": True}


def provision(**more: Any) -> dict[str, Any]:
    """A provision of d1, clause 一."""
    return {"document": "d1", "clause": "一", **more}


def measure(*provisions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A measure for everybody."""
    form = {"name": "某补贴", "audience": ["enterprise", "individual"], "summary": "一句话"}
    return {**form, "provisions": list(provisions), **more}


def requiring(*conditions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A measure whose one provision requires these conditions."""
    return measure(provision(require=list(conditions), **more))


def write(
    home: Path,
    measures: Mapping[str, Any],
    *,
    facts: list[dict[str, Any]] | None = None,
    extra: list[dict[str, Any]] | None = None,
    documents: list[dict[str, Any]] | None = None,
    regions: dict[str, Any] | None = None,
    industries: dict[str, Any] | None = None,
) -> Path:
    """Write the files of a knowledge base; ``extra`` facts come after the usual ones."""
    (home / "measures").mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {
        "facts": [*(facts or FACTS), *(extra or [])],
        "documents": documents or DOCUMENTS,
        "regions": regions or REGIONS,
        "industries": industries or INDUSTRIES,
        **{f"measures/{name}": form for name, form in measures.items()},
    }
    for name, form in files.items():
        (home / f"{name}.yml").write_text(_dump(form), encoding="utf-8")
    return home


def _dump(form: Any) -> str:
    """YAML as people write it: dates without quotes."""
    return yaml.safe_dump(_dated(form), allow_unicode=True, sort_keys=False)


def _dated(form: Any) -> Any:
    if isinstance(form, dict):
        return {key: _dated(value) for key, value in form.items()}
    if isinstance(form, list):
        return [_dated(value) for value in form]
    try:
        return datetime.date.fromisoformat(form) if isinstance(form, str) else form
    except ValueError:
        return form


Make = Callable[..., KnowledgeBase]
Judge = Callable[..., Verdict]


def made(home: Path, measures: Mapping[str, Any], **more: Any) -> KnowledgeBase:
    """The knowledge base of these measures."""
    return load(write(home, measures, **more))


def verdict(
    kb: KnowledgeBase, facts: dict[str, Any] | None = None, name: str = "x", **more: Any
) -> Verdict:
    """The verdict on one measure."""
    return judge(kb, facts or {}, **{"as_of": DAY, "region": "西市", **more}).verdict(name)
