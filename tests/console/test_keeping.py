"""The keeper's queue and dashboard: what went wrong is found, grouped, answered and counted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import yaml
from sqlalchemy import insert

from bot.console.keeping.charts import BOTTOM, HEIGHT, by_day
from bot.console.keeping.corpus import training_data
from bot.console.keeping.figures import Day
from bot.console.keeping.likeness import grouped
from bot.console.keeping.watch import endings, open_doubts
from bot.store.tables import feedback, turns
from policy_kb import KnowledgeBase
from tests.console.conftest import Desk, logged

SignedIn = Callable[..., AbstractAsyncContextManager[Desk]]
NOON = datetime(2022, 7, 31, 4, 0)  # noon in Beijing


async def _complain(desk: Desk, question: str, **changes: Any) -> None:
    row = {
        "message_id": "m1", "channel": "api", "rating": "missed", "comment": "", "at": NOON,
        "question": question, "measures": '["skill_upgrade_subsidy"]', "status": "open",
        "answer": "",
    }  # fmt: skip
    await desk.office.store.transact(lambda db: db.execute(insert(feedback), {**row, **changes}))


async def _count(desk: Desk, at: datetime, outcome: str, measures: str = "", ms: int = 20) -> None:
    row = {"at": at, "channel": "api", "outcome": outcome, "measures": measures}
    row["milliseconds"] = ms  # type: ignore[assignment]
    await desk.office.store.transact(lambda db: db.execute(insert(turns), row))


def test_questions_that_say_the_same_are_one_kind() -> None:
    texts = ["稳岗返还多会儿到账", "请问稳岗返还多会儿到账啊", "电工证能补多少", "电工证能补多少钱"]
    kinds = grouped((text, text) for text in [*texts, "孵化基地有奖励吗"])

    assert [kind.items for kind in kinds] == [
        tuple(texts[:2]),
        tuple(texts[2:]),
        ("孵化基地有奖励吗",),
    ]


async def test_alike_complaints_are_answered_together(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        await _complain(desk, "多咱给钱")
        await _complain(desk, "请问多咱给钱啊")
        await _complain(desk, "大厅周六开不", rating="down", reason="wrong", comment="时间不对")
        page = (await desk.get("/console/queue")).text
        assert page.count("/console/queue/") == 3 and "结论不对" in page  # two kinds, and export

        item = (await desk.get("/console/queue/1")).text
        assert "技能提升补贴" in item and 'name="alike" value="2" checked' in item
        form = {"status": "answered", "answer": "到账时间见公告", "alike": "2"}
        await desk.post("/console/queue/1", {**form, "intent": "ask_status"})

        left = (await desk.get("/console/queue")).text
        assert "多咱给钱" not in left and "已处理2条" in left
        done = (await desk.get("/console/queue?status=answered")).text
        assert "多咱给钱" in done
        assert "queue.answered" in await logged(desk)


async def test_an_answer_must_say_something(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        await _complain(desk, "多咱给钱")
        refused = await desk.post("/console/queue/1", {"status": "answered", "answer": " "})
        strange = await desk.post("/console/queue/1", {"status": "closed", "intent": "no_such"})

        assert refused.status_code == 422 and "答复不能是空的" in refused.text
        assert strange.status_code == 422
        assert "多咱给钱" in (await desk.get("/console/queue")).text


async def test_labelled_questions_become_training_sentences(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        for text in ("多咱给钱", "多咱给钱", "[带]括号的\n两行"):
            await _complain(desk, text, intent="ask_status")
        exported = await desk.get("/console/queue/export")

        data = yaml.safe_load(exported.text)["nlu"]
        assert [one["intent"] for one in data] == ["ask_status"]
        assert data[0]["examples"].splitlines() == ["- 多咱给钱", "- （带）括号的 两行"]


def test_no_labels_are_still_a_file_that_can_be_read() -> None:
    assert yaml.safe_load(training_data({})) == {"version": "3.1", "nlu": []}


async def test_what_was_not_understood_arrives_by_itself(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        from bot.store import Record

        record = Record(
            session_id="citizen-1", message_id="m1", channel="wechat", text="嘎哈呢这是",
            answer={"replies": [{"kind": "text", "text": "没太明白"}]}, case={"misses": 1},
            outcome="missed",
        )  # fmt: skip
        await desk.office.store.record(record)

        assert "嘎哈呢这是" in (await desk.get("/console/queue?rating=missed")).text
        assert "没太明白" in (await desk.get("/console/queue/1")).text


async def test_the_dashboard_counts(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        for outcome in ("answered", "answered", "missed", "degraded"):
            await _count(desk, NOON, outcome, "skill_upgrade_subsidy job_retention_refund")
        await _count(desk, NOON - timedelta(days=40), "answered")  # too long ago
        await _complain(desk, "好", rating="up")
        page = (await desk.get("/console/dashboard")).text

        assert "<dt>消息</dt><dd>4</dd>" in page
        assert "25.0%" in page
        assert "2022-07-31：4条，其中没答上2条" in page
        assert "技能提升补贴" in page and "<td>4</td>" in page
        assert "1 / 0" in page

        days = (await desk.get("/console/dashboard/days.csv?days=7")).text.splitlines()
        assert len(days) == 8 and "2022-07-31,4,1,1,0,1,0" in days
        measures = (await desk.get("/console/dashboard/measures.csv")).text
        assert "技能提升补贴,2022-07-31,4" in measures
        assert {"dashboard.viewed", "dashboard.exported"} <= set(await logged(desk))


async def test_an_empty_dashboard_is_a_page_too(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        page = await desk.get("/console/dashboard?days=365")
        assert page.status_code == 200 and "没有定论的地方" in page.text


@pytest.mark.parametrize("path", ["queue", "queue/1", "queue/export", "dashboard"])
async def test_an_agent_is_refused(signed_in: SignedIn, path: str) -> None:
    async with signed_in("agent") as desk:
        assert (await desk.get(f"/console/{path}")).status_code == 403


def test_columns_stand_on_the_base_and_fit() -> None:
    days = [Day(date(2022, 7, n), turns=n * 7, missed=n) for n in range(1, 31)]
    chart = by_day(days)

    assert chart.grid[-1][0] >= 210 and len(chart.grid) <= 7
    for column in chart.columns:
        assert round(column.top + column.height, 1) == HEIGHT - BOTTOM
        assert column.missed_top >= column.top >= 0
        assert column.x + column.width <= chart.width


def test_terms_about_to_end_are_watched(kb: KnowledgeBase) -> None:
    near = endings(kb, date(2022, 12, 1))

    assert ("job_retention_refund", date(2022, 12, 31), False) in [
        (one.measure, one.on, one.doubtful) for one in near
    ]
    assert any(one.doubtful for one in near)
    assert endings(kb, date(2024, 1, 1)) == []
    assert [doubt.number for doubt in open_doubts(kb)] == sorted(d.number for d in open_doubts(kb))
