"""Which measure a sentence is about, by the extractor alone: measures_meant.yml, no_measure.yml."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.entities import measures_of
from bot.nlu.extractor import Extractor
from bot.nlu.hints import STRANGER, Hints, HintsError
from bot.nlu.normalise import LISTS
from policy_kb.vocabulary import load_vocabulary

HERE = Path(__file__).parent
MEANT = yaml.safe_load((HERE / "measures_meant.yml").read_text(encoding="utf-8"))
NONE = yaml.safe_load((HERE / "no_measure.yml").read_text(encoding="utf-8"))
MEASURES = load_vocabulary().measures
LEAST = 8
"""Sentences there must be of each measure."""


def read(extractor: Extractor, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The measures surely named in a text and those guessed at, best first."""
    entities = extractor.read(text).entities
    return measures_of({"entity": one.kind, "value": one.value} for one in entities)


@pytest.mark.parametrize(
    ("text", "meant"),
    [(str(text), one["measures"]) for one in MEANT for text in one["sentences"]],
)
def test_the_measure_meant_comes_first(extractor: Extractor, text: str, meant: list[str]) -> None:
    sure, guesses = read(extractor, text)
    assert (*sure, *guesses)[:1] and (*sure, *guesses)[0] in meant


@pytest.mark.parametrize("text", NONE, ids=str)
def test_nothing_is_read_where_none_is_meant(extractor: Extractor, text: str) -> None:
    assert read(extractor, str(text)) == ((), ())


def test_every_measure_has_sentences() -> None:
    counts = {measure: 0 for measure in MEASURES}
    for one in MEANT:
        for measure in one["measures"]:
            counts[measure] += len(one["sentences"])
    assert [measure for measure, count in counts.items() if count < LEAST] == []


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("我在领失业金期间能考证拿补贴吗", ["skill_upgrade_subsidy"]),
        ("失业金领完了，那个补助金能接着领吧", ["unemployment_assistance"]),
        ("吸纳应届生那个补贴，不是扩岗那个", ["graduate_hiring_subsidy"]),
        ("残疾人开网店，创业担保贷款要反担保不", ["startup_loan_individual"]),
        ("公交公司，失业险缓缴最长多久", ["unemployment_deferral"]),
        ("正按月领失业金，考了电工四级证能补不", ["skill_upgrade_subsidy"]),
        ("干了三年公益岗到期了，失业金能领几个月", ["unemployment_benefit"]),
        ("失业金跟失业补助金能一块拿不", ["unemployment_benefit", "unemployment_assistance"]),
    ],
)
def test_only_what_is_asked_about_is_sure(
    extractor: Extractor, text: str, measures: list[str]
) -> None:
    assert sorted(read(extractor, text)[0]) == sorted(measures)


def test_the_lists_name_measures_there_are() -> None:
    hints = yaml.safe_load((LISTS / "measure_hints.yml").read_text(encoding="utf-8"))
    topics = yaml.safe_load((LISTS / "measure_topics.yml").read_text(encoding="utf-8"))
    mentions = yaml.safe_load((LISTS / "measure_mentions.yml").read_text(encoding="utf-8"))
    named = {m for hint in hints for m in hint["measures"]} | set(mentions["not_names"])
    listed = [measure for measures in topics.values() for measure in measures]
    assert (named | set(listed)) - set(MEASURES) == set()
    assert len(listed) == len(set(listed))


def test_every_group_of_words_is_used() -> None:
    hints = yaml.safe_load((LISTS / "measure_hints.yml").read_text(encoding="utf-8"))
    words = yaml.safe_load((LISTS / "measure_words.yml").read_text(encoding="utf-8"))
    used = {group for hint in hints for group in (*hint["all"], *hint.get("none", ()))}
    assert [group for group in words if group not in used] == []


HINT = {"measures": ["a"], "all": ["缓"], "score": 0.9}


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ({**HINT, "all": ["还"]}, "没有词组“还”"),
        ({**HINT, "when": 1}, "不认得 when"),
        ({**HINT, "all": "缓"}, "all 要写成一列"),
        ({**HINT, "who": ["公司"]}, "who 只能是"),
        ({**HINT, "score": 9}, "score 要在 0.6 和 1 之间"),
        ({"all": ["缓"], "score": 0.9}, "要写 measures"),
    ],
)
def test_a_wrong_hint_is_told_in_chinese(
    tmp_path: Path, hint: Mapping[str, Any], told: str
) -> None:
    with pytest.raises(HintsError, match=r"measure_hints.yml 第 1 条") as error:
        Hints(["a"], lists(tmp_path, {"缓": ["缓[交缴]"]}, [hint]))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"缓": ["缓[交"]}, "写错了"),
        ({"缓": ["缓?"]}, "什么都不写也算"),
        ({"缓": "缓"}, "一列说法"),
    ],
)
def test_a_wrong_group_is_told_in_chinese(tmp_path: Path, words: Any, told: str) -> None:
    with pytest.raises(HintsError, match=rf"measure_words.yml 的词组“缓”.*{told}"):
        Hints(["a"], lists(tmp_path, words, [HINT]))


def test_the_groups_stand_in_any_order_but_near(tmp_path: Path) -> None:
    words = {"缓": ["缓"], "养老": ["养老"]}
    hint = {"measures": ["a", "b"], "all": ["养老", "缓"], "score": 0.9, "within": 3}
    hints = Hints(["a"], lists(tmp_path, words, [hint]))
    assert [met.hint.measures for met in hints.find("能缓几天养老", None)] == [("a",)]
    assert list(hints.find("能缓吗我说的是养老", None)) == []


def test_a_hint_for_others_than_speak_is_a_guess(tmp_path: Path) -> None:
    firms = {**HINT, "who": ["enterprise"]}
    hints = Hints(["a"], lists(tmp_path, {"缓": ["缓"]}, [firms]))
    assert [met.hint.score for met in hints.find("能缓吗", "enterprise")] == [0.9]
    assert [met.hint.score for met in hints.find("能缓吗", "individual")] == [STRANGER]


def lists(folder: Path, words: Any, hints: Any) -> Path:
    """A folder with these lists beside the real ones."""
    shutil.copytree(LISTS, folder, dirs_exist_ok=True)
    for name, data in (("measure_words", words), ("measure_hints", hints)):
        (folder / f"{name}.yml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return folder
