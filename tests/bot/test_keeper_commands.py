"""The commands for the person who keeps the policies: new, diff, history, warnings."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build
from bot.errors import BotError
from bot.settings import ROOT
from policy_kb import judge, loading
from tests.policies.checks import CHECKS, check_form, check_verdict, read_cases


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(build(), arguments, catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the base and its cases, which the commands then work on."""
    for name in ("policy_kb", "tests/policies"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    monkeypatch.setattr(loading, "HOME", tmp_path / "policy_kb")
    monkeypatch.setattr("bot.settings.ROOT", tmp_path)
    return tmp_path


def test_a_new_measure_is_a_template_that_loading_refuses_until_it_is_filled_in(copy: Path) -> None:
    said = run("kb", "new", "measure", "moving_allowance")
    rule = copy / "policy_kb/measures/moving_allowance.yml"
    cases = copy / "tests/policies/moving_allowance.yml"
    assert "policy_kb/measures/moving_allowance.yml" in said and "kb validate" in said
    assert "【待填" in rule.read_text("utf-8") and "【待填" in cases.read_text("utf-8")

    found = json.loads(run("kb", "validate", "--json", status=1))["problems"]
    assert {one["file"] for one in found} == {"measures/moving_allowance.yml"}
    assert all("没填" in one["expected"] and one["line"] for one in found)
    for again in ("moving_allowance", "skill_upgrade_subsidy"):
        with pytest.raises(BotError, match="不会覆盖"):
            run("kb", "new", "measure", again)
    with pytest.raises(BotError, match="小写英文"):
        run("kb", "new", "measure", "../搬迁")


def test_a_new_provision_goes_on_top_and_keeps_what_is_there(copy: Path) -> None:
    rule = copy / "policy_kb/measures/venue_rent_subsidy.yml"
    cases = copy / "tests/policies/venue_rent_subsidy.yml"
    before, so_far = rule.read_text("utf-8"), cases.read_text("utf-8")
    run("kb", "new", "provision", "venue_rent_subsidy", "nm-2019-4")

    head, _, old = before.partition("provisions:\n")
    after = rule.read_text("utf-8")
    assert after.startswith(head) and after.endswith(old)
    assert after.index("document: nm-2019-4") < after.index("document: bt-2022-78")
    assert cases.read_text("utf-8").startswith(so_far.rstrip("\n"))
    assert "没填" in run("kb", "validate", status=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("venue_rent_subsidy", "nm-1999-1"), "请先在那里登记"),
        (("venue_rent_subsidy", "bt-2022-78"), "不会覆盖"),
        (("rocket_subsidy", "bt-2022-78"), "没有“rocket_subsidy”"),
    ],
)
def test_a_provision_that_cannot_be_added(
    copy: Path, arguments: tuple[str, str], words: str
) -> None:
    with pytest.raises(BotError, match=words):
        run("kb", "new", "provision", *arguments)


def test_the_difference_of_two_folders_names_rules_and_verdicts(copy: Path) -> None:
    rule = copy / "policy_kb/measures/venue_rent_subsidy.yml"
    text = rule.read_text("utf-8")
    assert "10000" in text
    rule.write_text(text.replace("10000", "12000"), "utf-8")
    changes = json.loads(run("kb", "diff", str(ROOT), str(copy), "--json"))

    (measure,) = changes["measures"]
    assert measure["id"] == "venue_rent_subsidy" and measure["change"] == "changed"
    assert all(set(one) == {"provision", "change", "amount"} for one in measure["provisions"])
    assert {one["measure"] for one in changes["verdicts"]} == {"venue_rent_subsidy"}
    said = run("kb", "diff", str(ROOT), str(copy))
    assert "- 最高1万元" in said and "+ 最高1.2万元" in said and "个结论变了" in said


def test_nothing_differs_from_itself() -> None:
    assert "政策没有变化" in run("kb", "diff", ".", ".")


@pytest.mark.parametrize("name", ["no-such-thing", "--output=x", "tests"])
def test_what_is_no_version_is_explained(name: str) -> None:
    with pytest.raises(BotError, match=r"git 版本|没有政策库"):
        run("kb", "diff", "--", name, ".")


def test_the_history_of_a_measure_marks_what_applies() -> None:
    arguments = ("kb", "show", "技能提升补贴", "--region", "包头市", "--as-of", "2022-06-15")
    history = json.loads(run(*arguments, "--json"))["provisions"]
    assert [one["document"] for one in history if one["selected"]] == ["nm-2022-86"]
    assert all(one["conditions"] and one["amounts"] for one in history)
    said = run(*arguments)
    assert "▶ 内人社办发〔2022〕86号 三（三）11" in said
    assert "取代或修改：内人社发〔2022〕39号 二" in said
    assert said.index("包人社办发〔2022〕78号") < said.index("内政发〔2019〕4号")


def test_the_page_for_writers_works_as_written(copy: Path) -> None:
    page = (ROOT / "docs/编写政策.md").read_text("utf-8")
    paper, rule, outline, cases = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    run("kb", "new", "measure", "job_travel_subsidy")
    with (copy / "policy_kb/documents.yml").open("a", encoding="utf-8") as documents:
        documents.write("\n" + paper)
    (copy / "policy_kb/measures/job_travel_subsidy.yml").write_text(rule, "utf-8")
    (copy / "policy_kb/ledger/tl-2023-1.yml").write_text(outline, "utf-8")
    (copy / "tests/policies/job_travel_subsidy.yml").write_text(cases, "utf-8")

    assert "没有错误" in run("kb", "validate")
    kb = loading.load()
    for measure, case in read_cases(copy / "tests/policies"):
        if measure == "job_travel_subsidy":
            check_form(case)
            as_of, place = case["as_of"], case["region"]
            judged = judge(kb, case["facts"], region=place, as_of=as_of, measures=[measure])
            check_verdict(judged.verdict(measure), case["expect"])
    changes = json.loads(run("kb", "diff", str(ROOT), str(copy), "--json"))
    assert [one["id"] for one in changes["measures"]] == ["job_travel_subsidy"]
    assert all(key in page for key in CHECKS)
