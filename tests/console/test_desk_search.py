"""The search behind the one box: how well it finds, and how fast."""

from __future__ import annotations

import time

import pytest
from pypinyin import Style, lazy_pinyin

from bot.console.search import SURE, Finder, Hit
from bot.console.search.papers import Paper, read_paper, same_clause
from policy_kb import KnowledgeBase


@pytest.fixture(scope="module")
def finder(kb: KnowledgeBase) -> Finder:
    """The search over the real policies."""
    return Finder(kb)


def initials(name: str) -> str:
    """As typed by somebody who reads the name rightly; brackets are not typed."""
    letters = lazy_pinyin(name.replace("（", "").replace("）", ""), style=Style.FIRST_LETTER)
    return "".join(letters)


def test_initials_of_every_measure_bring_it_to_the_top_three(
    finder: Finder, kb: KnowledgeBase
) -> None:
    missed = [
        (measure.name, name)
        for measure in kb.measures.values()
        for name in (measure.name, *measure.aliases)
        if measure.id not in [hit.id for hit in finder.find(initials(name))[:3]]
    ]
    assert missed == []


def test_names_and_aliases_are_sure(finder: Finder, kb: KnowledgeBase) -> None:
    for measure in kb.measures.values():
        for name in (measure.name, *measure.aliases):
            hits = [hit for hit in finder.find(name) if hit.score >= SURE]
            assert measure.id in [hit.id for hit in hits], name


@pytest.mark.parametrize(
    ("typed", "measure"),
    [
        ("稳岗返还", "job_retention_refund"),
        ("wgfh", "job_retention_refund"),
        ("WGFH", "job_retention_refund"),
        ("wengangfanhuan", "job_retention_refund"),
        ("wen gang fan huan", "job_retention_refund"),
        ("wenganfanhuan", "job_retention_refund"),
        ("wengafanhuan", "job_retention_refund"),
        ("稳刚返还", "job_retention_refund"),
        ("稳岗反还", "job_retention_refund"),
        ("稳岗fh", "job_retention_refund"),
        ("失业稳岗返还", "job_retention_refund"),
        ("施业金", "unemployment_benefit"),
        ("失业保金", "unemployment_benefit"),
        ("扩岗补帖", "hiring_expansion_grant"),
        ("扩岗", "hiring_expansion_grant"),
        ("留工补住", "stay_at_work_grant"),
        ("留工培训补贴", "stay_at_work_grant"),
        ("吸纳就业补帖", "graduate_hiring_subsidy"),
        ("jnts", "skill_upgrade_subsidy"),
        ("技能提升补助", "skill_upgrade_subsidy"),
        ("考证补贴", "skill_upgrade_subsidy"),
        ("见习", "internship_subsidy"),
        ("公益岗", "public_welfare_job"),
        ("dibao", "minimum_living_allowance"),
        ("失业补住金", "unemployment_assistance"),
        ("创业担保贷款个人", "startup_loan_individual"),
        ("我们公司想申请稳岗返还怎么弄", "job_retention_refund"),
        ("公司去年没裁员，问问一次性留工补助", "stay_at_work_grant"),
        ("一次性扩岗补助和吸纳就业补贴", "hiring_expansion_grant"),
    ],
)
def test_the_measure_meant_comes_first(finder: Finder, typed: str, measure: str) -> None:
    assert finder.find(typed)[0].id == measure


@pytest.mark.parametrize("typed", ["稳刚返还", "施业金", "扩岗补帖", "wenganfanhuan"])
def test_a_slip_of_sound_is_near_and_never_worse_than_a_guess(finder: Finder, typed: str) -> None:
    best, *others = finder.find(typed)
    assert best.score > 0.7 and all(best.score - hit.score > 0.1 for hit in others)


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("86号", "nm-2022-86"),
        ("86", "nm-2022-86"),
        ("2022-86", "nm-2022-86"),
        ("2022年86号", "nm-2022-86"),
        ("〔2022〕86号", "nm-2022-86"),
        ("内人社办发〔2022〕86号", "nm-2022-86"),
        ("内人社办发[2022]86号", "nm-2022-86"),
        ("内人社办发(2022) 86 号", "nm-2022-86"),
        ("内人社办发〔２０２２〕８６号", "nm-2022-86"),
        ("86号文", "nm-2022-86"),
        ("内政发4号", "nm-2019-4"),
        ("139号", "tl-2022-139"),
        ("包人社办发78号", "bt-2022-78"),
        ("稳住经济一揽子", "nm-2022-86"),
    ],
)
def test_a_document_is_found_by_its_number(finder: Finder, typed: str, document: str) -> None:
    hits = finder.find(typed)
    assert (hits[0].kind, document in [hit.id for hit in hits]) == ("document", True)


@pytest.mark.parametrize(
    ("typed", "document", "clause", "measure"),
    [
        ("86号 三（三）11", "nm-2022-86", "三（三）11", "skill_upgrade_subsidy"),
        ("86号三(三)11", "nm-2022-86", "三（三）11", "skill_upgrade_subsidy"),
        ("86号第11项", "nm-2022-86", "三（三）11", "skill_upgrade_subsidy"),
        ("内人社办发〔2022〕86号 三（三）第6项", "nm-2022-86", "三（三）6", "job_retention_refund"),
        ("39号 一", "nm-2022-39", "一", "job_retention_refund"),
        ("39号第四条", "nm-2022-39", "四", "stay_at_work_grant"),
        ("78号 三（四）17", "bt-2022-78", "三（四）17", "venue_rent_subsidy"),
    ],
)
def test_a_clause_is_found_with_what_it_grants(
    finder: Finder, typed: str, document: str, clause: str, measure: str
) -> None:
    best = finder.find(typed)[0]
    assert (best.kind, best.id, best.clause) == ("clause", document, clause)
    assert measure in best.measures and best.score >= SURE


def test_a_part_of_a_document_gives_its_clauses_in_order(finder: Finder) -> None:
    hits = [hit for hit in finder.find("86号 三（四）") if hit.kind == "clause"]
    assert [hit.clause for hit in hits] == [f"三（四）{n}" for n in (12, 13, 14, 15, 16)]


@pytest.mark.parametrize(
    ("typed", "kind", "id"),
    [
        ("通辽", "region", "通辽市"),
        ("tongliao", "region", "通辽市"),
        ("科尔沁区", "region", "科尔沁区"),
        ("职工人数", "fact", "headcount"),
        ("zgrs", "fact", "headcount"),
        ("20261120-0007", "call", "20261120-0007"),
    ],
)
def test_places_facts_and_calls_are_found_too(
    finder: Finder, typed: str, kind: str, id: str
) -> None:
    best = finder.find(typed)[0]
    assert (best.kind, best.id) == (kind, id)


@pytest.mark.parametrize(
    "sentence",
    [
        "通辽一家餐馆，28个人，去年没裁员，能领稳岗返还吗",
        "我今年四十五，下岗两年了，有啥补贴",
        "28个人",
        "没有裁员",
        "是的",
    ],
)
def test_a_sentence_is_not_taken_for_a_name(finder: Finder, sentence: str) -> None:
    assert all(hit.score < SURE for hit in finder.find(sentence))


@pytest.mark.parametrize("typed", ["", "   ", "？？？", "😀", "zzzzzzqq", "天气预报", "<b>"])
def test_nothing_is_found_where_there_is_nothing(finder: Finder, typed: str) -> None:
    assert [hit for hit in finder.find(typed) if hit.score > 0.6] == []


def test_an_alias_of_several_measures_finds_them_all(finder: Finder) -> None:
    found = finder.find("缓缴")
    assert {hit.id for hit in found[:3]} == {
        "pension_deferral", "work_injury_deferral", "unemployment_deferral",
    }  # fmt: skip
    assert isinstance(found[0], Hit) and found[0].score - found[2].score < 0.01


def test_a_number_alone_is_read_with_what_follows() -> None:
    assert read_paper("86号 三（三）11") == Paper(86, None, "", "三(三)11")
    assert read_paper("我们有86个人") is None
    assert read_paper("86号文件里说的裁员怎么算") is None
    assert same_clause("三", "三（三）11") and not same_clause("二", "三（三）11")


def test_an_answer_comes_while_one_types(finder: Finder) -> None:
    texts = ["wgfh", "稳岗返", "86号 三", "通辽一家餐馆28人", "jineng", "失业保险", "78号"]
    taken = []
    for at in range(40):
        started = time.perf_counter()
        finder.find(f"{texts[at % len(texts)]}{at}"[:60])
        taken.append(time.perf_counter() - started)
    assert sorted(taken)[-3] < 0.1
