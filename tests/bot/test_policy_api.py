"""Judging, listing and showing policies over HTTP, without any conversation."""

from __future__ import annotations

from typing import Any

import httpx

REFUND = "job_retention_refund"


async def judge(client: httpx.AsyncClient, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"facts": facts, "region": "通辽市", "as_of": "2022-08-01", **more}
    answer: dict[str, Any] = (await client.post("/api/v1/judge", json=body)).json()
    return answer


def verdict(answer: dict[str, Any], measure: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in answer["verdicts"] if one["measure"] == measure)
    return found


async def test_a_verdict_has_status_reasons_and_basis(client: httpx.AsyncClient) -> None:
    answer = await judge(client, {"audience": "enterprise", "headcount": 28, "layoff_rate": 0.0})
    refund = verdict(answer, REFUND)

    assert answer["region"] == "通辽市"
    assert refund["status"] == "eligible"
    assert refund["provision"]["number"] == "内人社办发〔2022〕86号"
    assert refund["conditions"][0]["state"] == "met"
    assert answer["next_question"]["fact"]


async def test_the_date_decides_and_defaults_to_today(client: httpx.AsyncClient) -> None:
    before = await judge(client, {}, as_of="2015-01-01")
    today = (await client.post("/api/v1/judge", json={})).json()

    assert {one["status"] for one in before["verdicts"]} == {"not_in_force"}
    assert today["as_of"] == "2022-08-01"
    assert today["region"] is None


async def test_ranges_are_judged_as_ranges(client: httpx.AsyncClient) -> None:
    narrow = await judge(client, {"headcount": {"max": 30}, "layoff_rate": 0.15})
    wide = await judge(client, {"headcount": {"min": 25, "max": 39}, "layoff_rate": 0.15})

    assert verdict(narrow, REFUND)["conditions"][0]["state"] == "met"
    assert verdict(wide, REFUND)["conditions"][0]["state"] == "unknown"


async def test_measures_are_listed_and_found_by_name_alias_and_number(
    client: httpx.AsyncClient,
) -> None:
    async def ids(**query: str) -> list[str]:
        answer = (await client.get("/api/v1/measures", params=query)).json()
        return [one["id"] for one in answer["measures"]]

    assert len(await ids()) >= 16
    assert REFUND in await ids(q="稳岗")
    assert REFUND in await ids(q="86号")
    assert await ids(q="火箭发射补贴") == []


async def test_one_measure_shows_conditions_and_all_its_provisions(
    client: httpx.AsyncClient,
) -> None:
    query = {"as_of": "2022-08-01", "region": "包头"}
    measure = (await client.get(f"/api/v1/measures/{REFUND}", params=query)).json()

    assert measure["name"] == "失业保险稳岗返还"
    assert measure["in_force"] is True
    assert measure["region"] == "包头市"
    assert measure["verdict"]["conditions"]
    assert "内人社办发〔2022〕86号" in [one["number"] for one in measure["provisions"]]


async def test_openapi_documents_every_interface(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]

    assert {
        "/api/v1/messages",
        "/api/v1/sessions/{session_id}",
        "/api/v1/judge",
        "/api/v1/parse",
        "/api/v1/measures",
        "/api/v1/measures/{measure_id}",
        "/healthz",
        "/readyz",
        "/metrics",
    } <= set(paths)
    assert "422" in paths["/api/v1/messages"]["post"]["responses"]


async def test_reading_one_text(client: httpx.AsyncClient, engine: Any) -> None:
    fact = {"entity": "fact", "value": {"fact": "headcount", "value": 28}}
    engine.parsed = {
        "intent": {"name": "ask_eligibility", "confidence": 0.9},
        "entities": [fact, {"entity": "region", "value": {"region": "通辽市"}}],
    }
    reading = (await client.post("/api/v1/parse", json={"text": "我们28个人"})).json()

    assert reading["facts"] == {"headcount": 28}
    assert reading["region"] == "通辽市"
    assert reading["intent"] == "ask_eligibility" and reading["scope"] == "in"


async def test_reading_without_the_engine_says_so(client: httpx.AsyncClient, engine: Any) -> None:
    engine.failure = httpx.ConnectError("refused")
    response = await client.post("/api/v1/parse", json={"text": "你好"})

    assert response.status_code == 503
    assert "正在恢复" in response.json()["error"]["message"]
