"""The words of the real base are fit for the extractor, and a broken file is told plainly."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_kb.vocabulary import HOME, Fact, Vocabulary, VocabularyError, load_vocabulary

NUMERIC = ("integer", "number", "money", "ratio", "year")
SPOKEN = [
    ("layoffs_last_year", "没裁过人", 0),
    ("left_involuntarily", "不是自己辞的", True),
    ("hires_insured", "上了失业保险", True),
    ("rural_migrant_worker", "农民工", True),
    ("rural_migrant_worker", "务工", True),
    ("hires_graduation_year", "应届", {"relative": "year", "offset": 0}),
    ("unemployment_insured_months", "没交过失业保险", 0),
]
CHOSEN = [
    ("separation_reason", "公司黄了", "employer_closed"),
    ("separation_reason", "把我辞", "dismissed"),
    ("employment_status", "失业金领完了", "benefit_exhausted"),
    ("certificate_level", "高级", "level_3"),
    ("certificate_level", "三级", "level_3"),
    ("enterprise_size", "中小企业", "sme"),
    ("industry", "馆子", "catering"),
    ("industry", "旅行社", "tourism"),
    ("organisation_type", "律所", "law_firm"),
]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A small base of its own, to break."""
    (tmp_path / "facts.yml").write_text(
        "- {id: headcount, name: 职工人数, type: integer, about: enterprise, known_by: applicant}\n"
    )
    (tmp_path / "industries.yml").write_text("industries: [{id: catering, name: 餐饮业}]\n")
    (tmp_path / "regions.yml").write_text("regions: [{name: 包头市}]\nelsewhere: []\n")
    return tmp_path


@pytest.mark.parametrize(("fact", "phrase", "value"), SPOKEN)
def test_a_phrase_states_its_value(
    words: Vocabulary, fact: str, phrase: str, value: object
) -> None:
    assert [s.value for s in words.facts[fact].says if phrase in s.phrases] == [value]


@pytest.mark.parametrize(("fact", "word", "choice"), CHOSEN)
def test_an_everyday_word_names_its_choice(
    words: Vocabulary, fact: str, word: str, choice: str
) -> None:
    assert [c.id for c in words.facts[fact].choices if word in c.words] == [choice]


def test_no_word_means_two_things_within_one_fact(words: Vocabulary) -> None:
    """Measures may share an alias (创业贷款 has two kinds): asking which is the bot's business."""
    facts = [fact for fact in words.facts.values() if fact.id != "received"]
    assert {fact.id: twice for fact in facts if (twice := _repeated(_all_words(fact)))} == {}


def test_every_value_that_can_be_said_or_tapped_is_within_bounds(words: Vocabulary) -> None:
    outside = [
        (fact.id, saying.value)
        for fact in words.facts.values()
        for saying in (*fact.says, *fact.answers)
        if not _fits(fact, saying.value)
    ]
    assert outside == []


def test_yes_no_facts_read_as_conditions_both_ways(words: Vocabulary) -> None:
    yes_no = [f for f in words.facts.values() if f.type == "boolean"]
    assert yes_no
    assert [f.id for f in yes_no if not (f.true_text and f.false_text)] == []


def test_every_league_city_and_county_is_known_once_by_every_name(words: Vocabulary) -> None:
    levels = Counter(region.level for region in words.regions.values())
    assert levels == {"autonomous_region": 1, "league_city": 12, "county": 103}
    names = [n for r in (*words.regions.values(), *words.elsewhere) for n in (r.id, *r.aliases)]
    assert _repeated(names) == []


def test_every_region_leads_up_to_the_autonomous_region(words: Vocabulary) -> None:
    for region in words.regions.values():
        while region.parent:
            region = words.regions[region.parent]
        assert region.id == "内蒙古自治区"


def test_every_measure_can_be_named_as_received(words: Vocabulary) -> None:
    assert [c.id for c in words.facts["received"].choices] == list(words.measures)


def test_a_base_without_measures_is_read(base: Path) -> None:
    assert load_vocabulary(base).measures == {}


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("facts.yml", "- {id: headcount", "不是正确的 YAML"),
        ("facts.yml", "headcount: {}", "最外层应当是以“- ”开头的列表"),
        ("facts.yml", "- {id: headcount, type: integer}", "缺少必填的 name"),
        ("industries.yml", "groups: {}", "industries 下面应当是以“- ”开头的列表"),
        ("industries.yml", "industries: [{id: a, name: 甲}, {id: a, name: 乙}]", "a 出现了两次"),
        ("regions.yml", "regions: [包头市]\nelsewhere: []", "结构与约定不符"),
    ],
)
def test_a_broken_file_is_named_with_what_was_expected(
    base: Path, file: str, text: str, told: str
) -> None:
    (base / file).write_text(text)
    with pytest.raises(VocabularyError, match=told) as raised:
        load_vocabulary(base)
    assert file in str(raised.value)


def test_a_missing_file_is_named(base: Path) -> None:
    (base / "industries.yml").unlink()
    with pytest.raises(VocabularyError, match=r"读不到 .*industries\.yml"):
        load_vocabulary(base)


def test_reading_the_words_needs_no_more_than_yaml() -> None:
    code = (
        "import sys; from policy_kb.vocabulary import load_vocabulary; load_vocabulary(); "
        "sys.exit('pydantic' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=HOME.parent, check=False)
    assert run.returncode == 0


def _all_words(fact: Fact) -> Iterator[str]:
    for choice in fact.choices:
        yield from set(choice.words)
    for saying in fact.says:
        yield from saying.phrases


def _repeated(words: Iterator[str] | list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def _fits(fact: Fact, value: object) -> bool:
    """Whether a JSON value suits its fact; relative years are left to the day they are said."""
    if fact.type == "boolean":
        return isinstance(value, bool)
    if fact.type in ("choice", "set"):
        chosen = value if isinstance(value, list) else [value]
        return set(chosen) <= {choice.id for choice in fact.choices}
    ends = [value] if not isinstance(value, dict) else [value.get("min"), value.get("max")]
    numbers = [end for end in ends if isinstance(end, int | float)]
    assert fact.min is not None and fact.max is not None
    return all(fact.min <= number <= fact.max for number in numbers)
