"""Every clause and every open point of the documents is accounted for, and a gap is found."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import policy_kb
from policy_kb import KnowledgeBase, Verdict, coverage, judge, load
from policy_kb.covering import HOME, coverage_problems

CASES = Path(__file__).parents[1] / "policies"
DOCUMENTS = {
    "nm-2019-4", "nm-2020-support-plan", "nm-2022-39", "nm-2022-86", "tl-2022-139", "bt-2022-78",
}  # fmt: skip
Gaps = Callable[..., list[str]]


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The ledger and the doubts, to be spoilt."""
    shutil.copytree(HOME / "ledger", tmp_path / "ledger")
    shutil.copy(HOME / "doubts.yml", tmp_path)
    return tmp_path


@pytest.fixture
def gaps(kb: KnowledgeBase, copied: Path) -> Gaps:
    """The problems after one part of one file is replaced by another."""

    def find(file: str, old: str, new: str) -> list[str]:
        path = copied / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [str(problem) for problem in coverage_problems(kb, copied)]

    return find


def with_rent(kb: KnowledgeBase, **changes: Any) -> KnowledgeBase:
    """The base with the provisions of the rent subsidy changed."""
    measure = kb.measure("venue_rent_subsidy")
    changed = tuple(replace(provision, **changes) for provision in measure.provisions)
    measures = {**kb.measures, measure.id: replace(measure, provisions=changed)}
    return replace(kb, measures=measures)


def test_nothing_in_the_documents_is_left_out(kb: KnowledgeBase) -> None:
    found = coverage(kb)
    assert set(found.outlines) == DOCUMENTS
    assert sorted(found.doubts) == list(range(1, 28))


def test_the_annex_of_baotou_is_outlined_in_full(kb: KnowledgeBase) -> None:
    annex = [c for c in coverage(kb).outlines["bt-2022-78"] if c.completes]
    assert [c.clause for c in annex] == [f"附件{number}" for number in range(1, 20)]
    assert all(c.completes and c.completes.endswith(c.clause.removeprefix("附件")) for c in annex)


def test_a_measure_knows_the_clauses_it_carries(kb: KnowledgeBase) -> None:
    clauses = coverage(kb).clauses_of("venue_rent_subsidy")
    assert [(c.document, c.clause) for c in clauses] == [
        ("bt-2022-78", "三（四）17"),
        ("bt-2022-78", "附件17"),
    ]


def test_a_clause_with_neither_measures_nor_a_reason_is_a_gap(gaps: Gaps) -> None:
    (problem,) = gaps("ledger/nm-2022-39.yml", "  grants_nothing: 对各盟市的工作要求。\n", "")
    assert "ledger/nm-2022-39.yml:" in problem
    assert "要么有政策措施承接，要么说明为什么不给待遇" in problem


def test_a_clause_with_both_is_refused(gaps: Gaps) -> None:
    reason = "  grants_nothing: 对各盟市的"
    both = f"  provisions: [skill_upgrade_subsidy]\n{reason}"
    (problem,) = gaps("ledger/nm-2022-39.yml", reason, both)
    assert "只写一样" in problem


def test_a_measure_without_a_provision_from_the_clause_is_a_gap(gaps: Gaps) -> None:
    (problem,) = gaps(
        "ledger/nm-2022-39.yml", "[skills_fund_topup]", "[skills_fund_topup, temporary_relief]"
    )
    assert problem.startswith("ledger/nm-2022-39.yml:17:")
    assert "temporary_relief 的规定里没有一处依据 nm-2022-39 五" in problem


def test_an_annex_item_is_held_against_the_clause_it_completes(gaps: Gaps) -> None:
    item = "completes: 三（四）17\n  provisions: [{}]"
    rent, other = item.format("venue_rent_subsidy"), item.format("startup_subsidy")
    (problem,) = gaps("ledger/bt-2022-78.yml", rent, other)
    assert "startup_subsidy 的规定里没有一处依据 bt-2022-78 三（四）17" in problem


def test_an_annex_item_without_a_way_to_apply_is_a_gap(kb: KnowledgeBase) -> None:
    (problem,) = coverage_problems(with_rent(kb, apply={}), HOME)
    assert problem.file == "ledger/bt-2022-78.yml"
    assert "venue_rent_subsidy 依据 三（四）17 的规定没有写怎么办" in problem.expected


def test_an_annex_item_completes_a_clause_that_is_listed(gaps: Gaps) -> None:
    found = gaps("ledger/bt-2022-78.yml", "completes: 三（四）17", "completes: 三（四）71")
    assert any("没有列“三（四）71”" in problem for problem in found)


def test_an_unknown_measure_is_named_with_the_likeliest_one(gaps: Gaps) -> None:
    found = gaps("ledger/nm-2022-39.yml", "[skills_fund_topup]", "[skill_fund_topup]")
    assert any("没有政策措施“skill_fund_topup”" in p and "skills_fund_topup" in p for p in found)


def test_a_provision_that_no_clause_lists_is_a_gap(gaps: Gaps) -> None:
    (problem,) = gaps(
        "ledger/nm-2022-39.yml", "  provisions: [skills_fund_topup]", "  grants_nothing: 内部安排。"
    )
    assert "skills_fund_topup 依据“五”，这里没有一条列着它" in problem


def test_a_document_without_an_outline_is_a_gap(kb: KnowledgeBase, copied: Path) -> None:
    (copied / "ledger" / "tl-2022-139.yml").unlink()
    (problem,) = coverage_problems(kb, copied)
    assert problem.file == "ledger/tl-2022-139.yml"
    with pytest.raises(policy_kb.PolicyFileError, match="tl-2022-139"):
        coverage(kb, copied)


def test_a_doubt_without_its_note_is_a_gap(gaps: Gaps) -> None:
    more = "startup_support: [nm-2019-4]\n    venue_rent_subsidy: ["
    (problem,) = gaps("doubts.yml", "venue_rent_subsidy: [", more)
    assert "startup_support 依据 nm-2019-4 的规定没有疑点17的说明" in problem


def test_a_note_of_a_doubt_that_is_not_registered_is_a_gap(gaps: Gaps) -> None:
    (problem,) = gaps("doubts.yml", "[nm-2019-4, bt-2022-78]", "[nm-2019-4]")
    assert "startup_subsidy 依据 bt-2022-78 的规定带着疑点10的说明，这里没有登记" in problem


def test_a_provision_that_loses_its_note_is_a_gap(kb: KnowledgeBase) -> None:
    (problem,) = coverage_problems(with_rent(kb, notes=()), HOME)
    assert "没有疑点17的说明" in problem.expected
    assert problem.file == "doubts.yml"


def test_a_base_that_keeps_no_ledger_is_left_alone(kb: KnowledgeBase, tmp_path: Path) -> None:
    assert coverage_problems(kb, tmp_path) == []


def verdicts(kb: KnowledgeBase) -> Iterator[Verdict]:
    """The verdicts of all the cases in tests/policies."""
    for path in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield judged(kb, path.stem, case)


def judged(kb: KnowledgeBase, measure: str, case: dict[str, Any]) -> Verdict:
    day: datetime.date = case["as_of"]
    found = judge(kb, case["facts"], region=case.get("region"), as_of=day, measures=[measure])
    return found.verdict(measure)


def test_each_doubt_shows_in_the_verdicts_it_touches(kb: KnowledgeBase) -> None:
    shown = set()
    for verdict in verdicts(kb):
        provision = verdict.provision
        if provision is None:
            continue
        for owner in filter(None, (verdict.limb, provision)):
            for note in owner.notes:
                assert note.text in verdict.to_json()["notes"]
                shown.add((note.doubt, verdict.measure.id, provision.document.id))
    touched = {
        (doubt.number, measure, document)
        for doubt in coverage(kb).doubts.values()
        for measure, documents in doubt.touches.items()
        for document in documents
    }
    assert touched <= shown, touched - shown
