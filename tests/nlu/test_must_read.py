"""What the extractor must read, entity by entity: must_read.yml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.extractor import Extractor

CASES = yaml.safe_load((Path(__file__).parent / "must_read.yml").read_text(encoding="utf-8"))


def shown(extractor: Extractor, text: str) -> dict[str, Any]:
    """The reading of a text in the form of must_read.yml."""
    read: dict[str, Any] = {"text": text}
    for entity in extractor.read(text).entities:
        value = dict(entity.value)
        if entity.kind == "fact":
            read.setdefault("facts", {})[value["fact"]] = value["value"]
        elif entity.kind == "measure":
            read.setdefault("measures", []).append(value["measure"])
        elif entity.kind == "quantity":
            read.setdefault("quantities", []).append(value)
        elif entity.kind == "region":
            read["place"] = value
        elif entity.kind == "as_of":
            read["as_of"] = value["date"]
        elif entity.kind != "person":  # test_people.py
            read[entity.kind] = next(iter(value), True)
    return read


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_reads(extractor: Extractor, case: Mapping[str, Any]) -> None:
    assert shown(extractor, case["text"]) == dict(case)


def test_spans_are_of_the_original_text(extractor: Extractor) -> None:
    text = "😀我們是通遼一家餐館，２８個人"
    spans = {
        next(iter(e.value.values())): text[e.start : e.end] for e in extractor.read(text).entities
    }
    assert spans["headcount"] == "２８個人"
    assert spans["通辽市"] == "通遼"


@pytest.mark.parametrize("text", ["", " ", "\n", "。", "😀", "/restart", "{}", "不到", "百", "万"])
def test_odd_texts_say_nothing(extractor: Extractor, text: str) -> None:
    assert extractor.read(text).entities == ()


def test_a_pasted_page_is_read_in_time(extractor: Extractor) -> None:
    page = "我们是通辽一家餐馆，28个人，去年没裁员，能领稳岗返还吗？" * 200
    assert extractor.read(page).entities
