"""The answer to read aloud and the one in writing, for every measure and many callers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.desk import Desk as Kit
from bot.console.desk.aloud import aloud, numeral
from bot.console.desk.answer import Answer, in_writing
from bot.console.desk.scene import Stage
from bot.console.desk.script import LEAST, MOST, script, spoken
from bot.console.desk.words import Words
from policy_kb import KnowledgeBase, judge

FIRM = {"audience": "enterprise", "headcount": 28, "industry": "catering", "layoffs_last_year": 0}
CALLERS: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    (FIRM, "通辽市"),
    ({**FIRM, "unemployment_premiums_last_year": 5000, "insured_headcount": 28}, "包头市"),
    ({"audience": "enterprise", "enterprise_size": "large", "layoff_rate": 0.4}, "呼和浩特市"),
    ({"audience": "individual", "employment_status": "unemployed"}, "包头市"),
    (
        {"audience": "individual", "certificate_level": "level_4", "employment_status": "employed"},
        None,
    ),
    ({"audience": "institution"}, "鄂尔多斯市"),
]
DAYS = ("2019-06-01", "2020-08-01", "2022-05-31", "2022-08-01", "2023-03-01", "2026-11-20")


@pytest.fixture(scope="module")
def stage(kb: KnowledgeBase) -> Stage:
    """Where answers are made."""
    return Stage(Kit(kb, date(2022, 8, 1)), Words(kb))


def answers(stage: Stage, facts: dict[str, Any], region: str | None, day: str) -> Iterator[Answer]:
    """The answer for every measure."""
    kb = stage.desk.kb
    judgement = judge(kb, facts, region=region, as_of=date.fromisoformat(day))
    for verdict in judgement.verdicts:
        yield stage.answer(judgement, verdict.measure.id)


@pytest.mark.parametrize("day", DAYS)
def test_every_script_takes_about_a_minute_and_says_what_it_must(stage: Stage, day: str) -> None:
    year, month, first = (int(part) for part in day.split("-"))
    for facts, region in CALLERS:
        for answer in answers(stage, facts, region, day):
            said = script(answer)
            where = answer.verdict.measure.id, answer.verdict.status, region
            assert spoken(said) >= LEAST and len(said) <= MOST, (where, said)
            assert answer.verdict.measure.name in said
            assert f"{year}年{month}月{first}日" in said, where
            cited = answer.data["provision"] or answer.data["ended"] or answer.data["starts"]
            if cited:
                paper = stage.desk.kb.documents[cited["document"]]
                assert (paper.number or paper.short or "") in said, where
            assert "经办机构审核为准" in said
            assert not re.search(r"[。；，：]{2}|None|\{|%|\d元", said), said


def test_the_amount_is_said_as_one_says_it(stage: Stage) -> None:
    facts = {**FIRM, "unemployment_premiums_last_year": 5000, "insured_headcount": 28}
    found = {a.verdict.measure.id: a for a in answers(stage, facts, "通辽市", "2022-08-01")}
    assert "四千五百元" in script(found["job_retention_refund"])
    assert "4,500元" in in_writing(found["job_retention_refund"])
    assert "一万四千元" in script(found["stay_at_work_grant"])


def test_a_refusal_says_why_and_what_would_do(stage: Stage) -> None:
    facts = {**FIRM, "layoff_rate": 0.4, "headcount": 300}
    found = {a.verdict.measure.id: a for a in answers(stage, facts, "通辽市", "2022-08-01")}
    said = script(found["job_retention_refund"])
    assert "目前不能享受" in said and "不符合的是" in said and "要符合" in said
    assert "百分之四十" in said


def test_what_is_missing_is_asked_before_the_amount(stage: Stage) -> None:
    found = {a.verdict.measure.id: a for a in answers(stage, {}, None, "2022-08-01")}
    said = script(found["job_retention_refund"])
    assert 0 < said.index("还要请您说明") < said.index("都符合的话")


def test_what_has_ended_says_when_and_by_what(stage: Stage) -> None:
    found = {a.verdict.measure.id: a for a in answers(stage, FIRM, "通辽市", "2026-11-20")}
    said = script(found["job_retention_refund"])
    assert "执行到2022年12月31日为止" in said and "〔2022〕" in said


def test_the_written_answer_has_a_line_for_each_point(stage: Stage) -> None:
    found = {a.verdict.measure.id: a for a in answers(stage, FIRM, "通辽市", "2022-08-01")}
    text = in_writing(found["job_retention_refund"])
    assert text.startswith("【失业保险稳岗返还】可以享受（按2022年8月1日通辽市执行的规定）")
    for start in ("标准：", "符合：", "办理：", "材料：", "期限：", "还要满足：", "依据："):
        assert any(line.startswith(start) for line in text.splitlines()), start
    assert "内人社办发〔2022〕86号三（三）第6项，通人社办发〔2022〕139号转发" in text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0", "零"), ("10", "十"), ("12", "十二"), ("20", "二十"), ("105", "一百零五"),
        ("110", "一百一十"), ("1500", "一千五百"), ("4,500", "四千五百"), ("10010", "一万零一十"),
        ("100005", "十万零五"), ("14000", "一万四千"), ("200000", "二十万"),
        ("1000000", "一百万"), ("100000000", "一亿"), ("100010000", "一亿零一万"),
        ("1.8", "一点八"), ("5.50", "五点五"),
    ],
)  # fmt: skip
def test_numbers_in_words(written: str, said: str) -> None:
    assert numeral(written) == said


def test_only_money_and_shares_are_put_in_words() -> None:
    text = "〔2022〕86号，2022年8月1日，28人，4,500元，20万元，5.5%，33.3333%"
    assert aloud(text) == (
        "〔2022〕86号，2022年8月1日，28人，四千五百元，二十万元，百分之五点五，百分之三十三点三"
    )


def test_the_dispositions_have_a_key_each() -> None:
    folder = Path(__file__).parents[2] / "bot" / "console" / "desk"
    rows = yaml.safe_load((folder / "dispositions.yml").read_text(encoding="utf-8"))
    assert len({row["code"] for row in rows}) == len(rows) <= 9


def test_the_manual_lists_every_disposition_with_its_key() -> None:
    root = Path(__file__).parents[2]
    manual = (root / "docs" / "坐席手册.md").read_text(encoding="utf-8")
    rows = yaml.safe_load((root / "bot/console/desk/dispositions.yml").read_text(encoding="utf-8"))
    for key, row in enumerate(rows, 1):
        assert f"| {key} | {row['name']} | {row.get('follow_up', '不用')} |" in manual


def test_the_manual_lists_every_key_of_the_desk() -> None:
    root = Path(__file__).parents[2]
    manual = (root / "docs" / "坐席手册.md").read_text(encoding="utf-8")
    script = (root / "bot/console/static/desk/keys.js").read_text(encoding="utf-8")
    keys = script.split("const KEYS = {")[1].split("}")[0]
    for key in re.findall(r"(?:^|[\s,])\"?([a-z/?])\"?: \"", keys):
        assert f"`{key.upper()}`" in manual, key
