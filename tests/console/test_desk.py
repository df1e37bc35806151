"""Taking a call at the desk: what is typed, what changes, what is shown, what is kept."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.engine_client import EngineClient
from bot.errors import EngineError
from bot.store.tables import calls, feedback
from tests.console.conftest import Desk, Moment, browser, logged, sit_down

SignedIn = Callable[..., AbstractAsyncContextManager[Desk]]
Json = dict[str, Any]

SCRIPT = {"x-desk": "1", "accept": "application/json"}
SENTENCE = "通辽一家餐馆，28个人，去年没裁员，能领稳岗返还吗"
ENTITIES = [
    {"entity": "region", "value": {"region": "通辽市"}},
    {"entity": "fact", "value": {"fact": "industry", "value": "catering"}},
    {"entity": "fact", "value": {"fact": "headcount", "value": 28}},
    {"entity": "fact", "value": {"fact": "layoffs_last_year", "value": 0}},
    {"entity": "measure", "value": {"measure": "job_retention_refund", "score": 1.0}},
]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts into the engine's mouth what it reads in the next sentences; and keeps what it got."""

    def say(entities: list[Json] | Exception, intent: str = "ask_eligibility") -> None:
        async def parse(_self: EngineClient, text: str) -> Json:
            if isinstance(entities, Exception):
                raise entities
            return {
                "text": text,
                "intent": {"name": intent, "confidence": 0.9},
                "entities": [{"start": 0, "end": 1, **one} for one in entities],
            }

        monkeypatch.setattr(EngineClient, "parse", parse)

    say(ENTITIES)
    return say


async def do(desk: Desk, act: str, number: str = "new", **fields: Any) -> httpx.Response:
    """What the script sends when an agent does something."""
    return await desk.post(f"/console/calls/{number}/{act}", fields, headers=SCRIPT)


def number_of(response: httpx.Response) -> str:
    """The call's number in the parts that came back."""
    found = re.search(r'data-number="([^"]+)"', response.text)
    assert found, response.text
    return found[1]


def question_of(response: httpx.Response) -> str:
    found = re.search(r'id="question">([^<]+)<', response.text)
    return found[1] if found else ""


async def kept(desk: Desk, number: str) -> Any:
    """The call's row."""
    return await desk.office.store.transact(
        lambda db: db.execute(select(calls).where(calls.c.number == number)).one()
    )


@pytest.mark.usefixtures("reads")
async def test_a_sentence_becomes_facts_a_verdict_and_words_to_read(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        said = await do(desk, "say", text=SENTENCE)
        assert said.status_code == 200
        for words in ("记下：", "通辽市", "职工人数", 'value="28"', "✔ 可以享受", "百分之九十",
                      "内人社办发〔2022〕86号", "通人社办发〔2022〕139号转发", "2022年8月1日",
                      "不用您申请", "/policies/job_retention_refund?as_of=2022-08-01"):  # fmt: skip
            assert words in said.text
        number = number_of(said)
        assert re.fullmatch(r"20220801-\d{4}", number)
        page = await desk.get(f"/console/calls/{number}")
        assert "可以享受" in page.text and number in page.text


@pytest.mark.usefixtures("reads")
async def test_every_change_of_a_fact_is_judged_at_once(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        number = number_of(await do(desk, "say", text=SENTENCE))
        many = await do(desk, "fact", number, fact="layoff_rate", value="35%")
        assert "✘ 不能享受" in many.text and "要符合：" in many.text
        again = await do(desk, "fact", number, fact="layoff_rate", value="不到5%")
        assert "✔ 可以享受" in again.text
        await do(desk, "fact", number, fact="layoff_rate", clear="1")
        gone = await do(desk, "fact", number, fact="layoffs_last_year", clear="1")
        assert "✔ 可以享受" not in gone.text.split('id="opened"')[1]
        moved = await do(desk, "fact", number, fact="region", value="包头市")
        assert "包人社办发〔2022〕78号" in moved.text
        dated = await do(desk, "fact", number, fact="as_of", value="2023-02-01")
        assert "执行到2022-12-31" in dated.text


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("headcount", "很多", "职工人数要填数字"),
        ("headcount", "-3", "要填数字"),
        ("headcount", "99999999999", "超出了可能的范围"),
        ("as_of", "1900-01-01", "要在1990-01-01至"),
        ("region", "北京", "不在内蒙古自治区"),
        ("certificate_date", "昨天", "要填日期"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_can(
    signed_in: SignedIn, fact: str, value: str, said: str
) -> None:
    async with signed_in("agent") as desk:
        refused = await do(desk, "fact", fact=fact, value=value)
        assert said in refused.text


async def test_the_question_is_answered_by_key_by_typing_or_not_at_all(
    signed_in: SignedIn,
) -> None:
    async with signed_in("agent") as desk:
        shown = await do(desk, "focus", measure="stay_at_work_grant")
        number = number_of(shown)
        first = question_of(shown)
        assert first.startswith("请问")
        fact = re.search(r'name="fact" value="(\w+)">\s*<h2', shown.text)
        assert fact
        skipped = await do(desk, "answer", number, fact=fact[1], unknown="1")
        assert question_of(skipped) != first
        typed = await do(desk, "answer", number, fact="headcount", typed="30-40")
        assert 'value="30-40"' in typed.text
        keyed = await do(desk, "answer", number, fact="industry", value='"catering"')
        assert "餐饮业" in keyed.text
        placed = await do(desk, "answer", number, fact="region", value='"通辽市"')
        assert "通辽市" in placed.text.split("selected")[1]


async def test_a_typed_answer_in_words_goes_to_the_engine(
    signed_in: SignedIn, reads: Callable[..., None]
) -> None:
    quantity = {"entity": "quantity", "value": {"min": 25, "max": 39, "unit": "人"}}
    reads([quantity], intent="tell_facts")
    async with signed_in("agent") as desk:
        number = number_of(await do(desk, "focus", measure="job_retention_refund"))
        page = await desk.get(f"/console/calls/{number}")
        fact = re.search(r'name="fact" value="(\w+)">\s*<h2', page.text)
        assert fact
        answered = await do(desk, "answer", number, fact=fact[1], typed="三十来个")
        row = await kept(desk, number)
        assert json.loads(row.case)["facts"].get(fact[1]) == {"min": 25, "max": 39}, answered.text


async def test_without_the_engine_the_box_says_so_and_still_finds(
    signed_in: SignedIn, reads: Callable[..., None]
) -> None:
    reads(EngineError("connect"))
    async with signed_in("agent") as desk:
        said = await do(desk, "say", text="我们公司去年没裁员想办稳岗返还该怎么弄")
        assert "听写理解暂时不可用" in said.text and "稳岗返还</button>" in said.text
        found = await do(desk, "say", text="wgfh")
        assert 'id="opened"' in found.text and "失业保险稳岗返还" in found.text
        told = await do(desk, "fact", number_of(found), fact="headcount", value="28")
        assert 'value="28"' in told.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("扩岗补助", "一次性扩岗补助"),
        ("kgbz", "一次性扩岗补助"),
        ("86号 三（三）11", "技能提升补贴"),
        ("内人社办发〔2022〕86号", "贯彻落实自治区人民政府"),
        ("通辽", "记下：通辽市"),
        ("职工人数", 'id="fact-headcount"'),
    ],
)
async def test_what_the_box_takes_without_reading(
    signed_in: SignedIn, typed: str, shown: str
) -> None:
    async with signed_in("agent") as desk:
        assert shown in (await do(desk, "say", text=typed)).text


async def test_two_dates_are_compared_from_the_box(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        number = number_of(await do(desk, "focus", measure="job_retention_refund"))
        one = await do(desk, "say", number, text="2022 年 5 月和 7 月有什么不同")
        assert "失业保险稳岗返还：两个日期对比" in one.text
        assert "内人社发〔2022〕39号" in one.text and "内人社办发〔2022〕86号" in one.text
        assert "标准" in re.findall("这两天不同的有：([^。]+)。", one.text)[0]
        await do(desk, "focus", number)
        every = await do(desk, "say", number, text="2022 年 5 月和 7 月有什么不同")
        assert "一次性扩岗补助" in every.text and "不在执行期" in every.text


async def test_two_measures_stand_side_by_side(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        asked = await do(desk, "say", text="扩岗补助和吸纳补贴哪个划算")
        assert "两项对比" in asked.text and "不能同时享受" in asked.text
        pair = "first=hiring_expansion_grant&second=graduate_hiring_subsidy"
        shown = await desk.get(f"/console/calls/new/compare?{pair}")
        assert "不能同时享受" in shown.text and "每人1,500元" in shown.text
        wrong = await desk.get("/console/calls/new/compare?first=x&second=y")
        assert wrong.status_code == 422


async def test_a_verdict_is_rated_for_the_keeper(signed_in: SignedIn, database_url: str) -> None:
    async with signed_in("agent", database_url=database_url) as desk:
        number = number_of(await do(desk, "focus", measure="job_retention_refund"))
        wrong = {"rating": "down", "reason": "outdated", "comment": "打13912345678问我"}
        for comment in (wrong, {**wrong, "reason": "wrong"}):
            rated = await do(desk, "rate", number, measure="job_retention_refund", **comment)
            assert "已报给知识管理员" in rated.text
        rows = await desk.office.store.transact(lambda db: db.execute(select(feedback)).all())
        assert [(r.channel, r.rating, r.reason, r.status) for r in rows] == [
            ("console", "down", "wrong", "open")
        ]
        assert json.loads(rows[0].measures) == ["job_retention_refund"]
        assert "13912345678" not in rows[0].comment
        nothing = await do(desk, "rate", number, measure="job_retention_refund", rating="down")
        assert nothing.status_code == 422


@pytest.mark.usefixtures("reads")
async def test_what_is_kept_holds_no_personal_number(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        said = await do(desk, "say", text=f"{SENTENCE}，我电话13912345678")
        number = number_of(said)
        await do(desk, "note", number, note="身份证号 150102199001011234 要回电 13912345678")
        await do(desk, "fact", number, fact="certificate_occupation", value="电工13912345678")
        row = await kept(desk, number)
        assert "13912345678" not in str(row) and "150102199001011234" not in str(row)
        assert "电话号码已隐去" in row.note


@pytest.mark.usefixtures("reads")
async def test_a_call_is_wrapped_up_and_found_again(signed_in: SignedIn, database_url: str) -> None:
    async with signed_in("agent", database_url=database_url) as desk:
        number = number_of(await do(desk, "say", text=SENTENCE))
        draft = await desk.get("/console/calls")
        assert draft.headers["location"].endswith(number)
        wrong = await do(desk, "finish", number, disposition="nothing")
        assert wrong.status_code == 422
        done = await do(
            desk, "finish", number, disposition="call_back", follow_up="2022-08-02", note="老板姓白"
        )
        assert done.headers["x-goto"] == "/console/calls/new"
        assert f"通话{number}已保存" in (await desk.get("/console/calls/new")).text
        fresh = await desk.get("/console/calls")
        assert fresh.headers["location"].endswith("/new")

        listed = await desk.get("/console/cases")
        assert "我的待回访（1）" in listed.text and "待回访" in listed.text
        for wanted in (number, number[-4:], "稳岗返还", "姓白", "餐饮 28人"):
            assert number in (await desk.get("/console/cases", params={"q": wanted})).text
        assert number not in (await desk.get("/console/cases", params={"q": "没这回事"})).text
        by_box = await do(desk, "say", text=number)
        assert by_box.headers["x-goto"] == f"/console/calls/{number}"
        assert "老板姓白" in (await desk.get(f"/console/calls/{number}")).text
        assert {"call.opened", "call.finished"} <= set(await logged(desk))


async def test_numbers_count_the_calls_of_the_day(signed_in: SignedIn, moment: Moment) -> None:
    moment.at = datetime(2022, 8, 1, 15, 50)  # ten to midnight in Beijing
    async with signed_in("agent") as desk:
        numbers = [number_of(await do(desk, "note", note="x")) for _ in range(2)]
        assert numbers == ["20220801-0001", "20220801-0002"]
        moment.pass_(minutes=20)
        assert number_of(await do(desk, "note", note="x")) == "20220802-0001"


async def test_calls_that_begin_at_once_get_numbers_of_their_own(
    signed_in: SignedIn, database_url: str
) -> None:
    async with signed_in("agent", database_url=database_url) as desk:
        begun = await asyncio.gather(*(do(desk, "note", note=str(one)) for one in range(8)))
        assert sorted(map(number_of, begun)) == [f"20220801-{n:04}" for n in range(1, 9)]


async def test_calls_are_their_agents_own(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        number = number_of(await do(desk, "note", note="自己的"))
        async with browser(desk.app) as http:
            other = Desk(desk.app, http)
            await sit_down(other, "agent", login="li")
            assert (await other.get(f"/console/calls/{number}")).status_code == 404
            assert (await do(other, "note", number, note="改")).status_code == 404
            assert number not in (await other.get("/console/cases")).text
        async with browser(desk.app) as http:
            auditor = Desk(desk.app, http)
            await sit_down(auditor, "auditor", login="shen")
            assert "自己的" in (await auditor.get(f"/console/cases/{number}")).text
            assert (await auditor.get(f"/console/calls/{number}")).status_code == 403
        async with browser(desk.app) as http:
            keeper = Desk(desk.app, http)
            await sit_down(keeper, "keeper", login="zhi")
            assert (await keeper.get("/console/calls/new")).status_code == 403


async def test_what_is_typed_is_shown_as_text(
    signed_in: SignedIn, reads: Callable[..., None]
) -> None:
    reads([], intent="nonsense")
    async with signed_in("agent") as desk:
        number = number_of(await do(desk, "note", note="<script>alert(1)</script>"))
        page = await desk.get(f"/console/calls/{number}")
        assert "<script>alert" not in page.text and "&lt;script&gt;" in page.text
        found = await desk.get("/console/calls/suggest", params={"q": "<b>稳岗返还</b>"})
        assert "<b>" not in found.text


async def test_without_scripts_a_form_leads_back_to_the_call(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        plainly = await desk.post("/console/calls/new/focus", {"measure": "job_retention_refund"})
        assert plainly.status_code == 303
        assert "失业保险稳岗返还" in (await desk.get(plainly.headers["location"])).text
