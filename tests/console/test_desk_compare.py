"""Two days or two measures laid side by side, and the days that a question names."""

from __future__ import annotations

from datetime import date

import pytest

from actions.case import Case
from actions.desk import Desk as Kit
from bot.console.desk import compare
from bot.console.desk.days import two_days
from bot.console.desk.scene import Stage
from bot.console.desk.words import Words
from policy_kb import KnowledgeBase

TODAY = date(2026, 11, 20)
MAY, JULY = date(2022, 5, 31), date(2022, 7, 31)
FACTS = {"audience": "enterprise", "enterprise_size": "large", "layoff_rate": 0.0}
LARGE = Case(facts=FACTS, region="通辽市")


@pytest.fixture(scope="module")
def stage(kb: KnowledgeBase) -> Stage:
    """Where verdicts are compared."""
    return Stage(Kit(kb, TODAY), Words(kb))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022 年 5 月和 7 月有什么不同", (MAY, JULY)),
        ("2022年5月、7月的区别", (MAY, JULY)),
        ("２０２２年５月和７月对比", (MAY, JULY)),
        ("2022-05和2022-07对比", (MAY, JULY)),
        ("2022年7月和5月有啥变化", (MAY, JULY)),
        ("2022年5月1日和2022年7月20日的区别", (date(2022, 5, 1), date(2022, 7, 20))),
        ("2022-05-01和2022-07-02比较", (date(2022, 5, 1), date(2022, 7, 2))),
        ("稳岗返还2019年和2022年有什么不同", (date(2019, 12, 31), date(2022, 12, 31))),
        ("去年和今年有什么变化", (date(2025, 12, 31), TODAY)),
        ("2022年7月和现在有什么不同", (JULY, TODAY)),
        ("2022年2月30日和5月的区别", None),
        ("2022年5月招的人，7月辞了", None),
        ("5月有什么不同", None),
        ("扩岗补助和吸纳补贴有什么不同", None),
    ],
)
def test_the_days_of_a_question(text: str, days: tuple[date, date] | None) -> None:
    assert two_days(text, TODAY) == days


def test_a_measure_on_two_days(stage: Stage) -> None:
    found = compare.days(stage, LARGE, MAY, JULY, "job_retention_refund")
    lines = {line.title: line for line in found.lines}
    assert "30%" in lines["标准"].left[0] and "50%" in lines["标准"].right[0]
    assert "39号" in lines["依据"].left[0] and "86号" in lines["依据"].right[0]
    assert lines["标准"].differs and not lines["结论"].differs
    assert "标准" in found.remarks[0]


def test_a_measure_before_it_began_and_after_it_ended(stage: Stage) -> None:
    days = date(2022, 5, 31), date(2023, 2, 1)
    found = compare.days(stage, LARGE, *days, "hiring_expansion_grant")
    assert (found.left_standing, found.right_standing) == ("off", "off")
    terms = next(line for line in found.lines if line.title == "执行期")
    assert "起" in terms.left[0] and "止" in terms.right[0]


def test_every_measure_that_differs_between_the_days(stage: Stage) -> None:
    found = {one.measure: one for one in compare.turned(stage, LARGE, MAY, JULY)}
    assert found["hiring_expansion_grant"].left.startswith("不在执行期")
    assert "30%" in found["job_retention_refund"].left
    assert "50%" in found["job_retention_refund"].right
    assert "financing_guarantee" not in found
    assert compare.turned(stage, LARGE, JULY, JULY) == []


def test_two_measures_that_exclude_each_other(stage: Stage) -> None:
    case = Case(facts={"audience": "enterprise"}, as_of=date(2022, 8, 1))
    pair = "hiring_expansion_grant", "graduate_hiring_subsidy"
    found = compare.measures(stage, case, *pair)
    assert any("不能同时享受" in remark for remark in found.remarks)
    conditions = next(line for line in found.lines if line.title == "条件")
    assert conditions.differs
