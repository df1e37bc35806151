"""Whom each stretch of a text speaks of."""

import pytest

from bot.nlu import clauses
from bot.nlu.extractor import Extractor
from bot.nlu.people import People

PEOPLE = People()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("我失业了，我老公开了个饭馆，能领啥", ["self", "爱人"]),
        ("那我老公呢", ["爱人"]),
        ("还有我老公", ["爱人"]),
        ("替我老公问问，他考了个电工证", ["爱人"]),
        ("我有个朋友想创业", ["朋友"]),
        ("那他呢", ["same"]),
        ("那我呢", ["self"]),
        ("说回我吧", ["self"]),
        ("那我们单位呢", ["unit"]),
        ("我们单位能领什么", ["unit"]),
        ("我们公司招了3个大学生", []),
        ("我朋友说能领稳岗返还", []),
        ("家里有两个孩子，我失业了", ["self"]),
        ("我和我老公一起开饭馆", ["self"]),
        ("我给我妈交的社保", ["self"]),
        ("我想问问他能领多少", []),
        ("我司28人", []),
        ("我被裁了，老公在外打工，去年考了电工证", ["self", "爱人", "self"]),
        ("我被裁了，老公在外打工，他考了电工证", ["self", "爱人"]),
        ("我和老婆开店，我是残疾人，她是农民", ["self", "爱人"]),
        ("俺那口子下岗了", ["爱人"]),
        ("我大侄子想创业", ["亲戚"]),
    ],
)
def test_finds_people(text: str, people: list[str]) -> None:
    found = [s.person for s in PEOPLE.stretches(clauses.split(text.replace("，", ",")))]
    assert found == people


def test_what_is_said_of_one_is_not_said_of_the_other(extractor: Extractor) -> None:
    told = {}
    person = None
    for entity in extractor.read("我失业了，我老公开了个饭馆，能领啥").entities:
        if entity.kind == "person":
            person = entity.value["person"]
        elif entity.kind == "fact" and entity.value["fact"] != "audience":
            told[person, entity.value["fact"]] = entity.value["value"]
    assert told == {
        ("self", "employment_status"): "unemployed",
        ("爱人", "industry"): "catering",
    }


def test_ones_own_story_is_read_as_one(extractor: Extractor) -> None:
    told = {
        entity.value["fact"]: entity.value["value"]
        for entity in extractor.read("欠了半年工资，我就走了").entities
        if entity.kind == "fact"
    }
    assert told["separation_reason"] == "forced_resignation"


def test_spans_stay_those_of_the_whole_text(extractor: Extractor) -> None:
    text = "失业了，我老公也是，他交了3年"
    months = next(e for e in extractor.read(text).entities if e.value.get("value") == 36)
    assert text[months.start : months.end] == "3年"
