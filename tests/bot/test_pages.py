"""The public pages: readable without scripts, nothing inline, policies linked and explained."""

from __future__ import annotations

import re

import httpx
import pytest


async def test_home_leads_to_the_chat(client: httpx.AsyncClient) -> None:
    response = await client.get("/")

    assert response.headers["location"] == "/chat"


@pytest.mark.parametrize("path", ["/chat", "/policies", "/policies/job_retention_refund"])
async def test_no_page_has_script_or_style_in_it(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text

    assert '<html lang="zh-CN">' in page
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert not re.search(r"(src|href)=\"https?://", page) or 'rel="noopener"' in page


async def test_scripts_never_parse_markup() -> None:
    from bot.pages import STATIC

    for script in STATIC.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


async def test_the_list_is_searchable_and_links_each_policy(client: httpx.AsyncClient) -> None:
    every = (await client.get("/policies")).text
    some = (await client.get("/policies", params={"q": "稳岗返还"})).text
    none = (await client.get("/policies", params={"q": "<b>火箭"})).text

    assert "/policies/skill_upgrade_subsidy" in every
    assert "/policies/job_retention_refund" in some
    assert "/policies/skill_upgrade_subsidy" not in some
    assert "没有找到" in none and "<b>" not in none


async def test_a_policy_page_tells_conditions_basis_and_procedure(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/policies/job_retention_refund?region=通辽市")).text

    assert "失业保险稳岗返还" in page
    assert "内人社办发〔2022〕86号" in page
    assert "裁员率" in page
    assert "怎么办理" in page
    assert "None" not in page


async def test_every_policy_has_a_page(client: httpx.AsyncClient) -> None:
    measures = (await client.get("/api/v1/measures")).json()["measures"]
    for day in ("2022-08-01", "2019-03-01", "2030-01-01"):
        for measure in measures:
            response = await client.get(f"{measure['url']}?as_of={day}")
            assert response.status_code == 200, measure["id"]
            assert "None" not in response.text, measure["id"]


async def test_a_lost_visitor_is_shown_the_way(client: httpx.AsyncClient) -> None:
    for path in ("/policies/nothing", "/policies?region=亚特兰蒂斯", "/policies?as_of=soon"):
        response = await client.get(path)
        assert 400 <= response.status_code < 500
        assert 'href="/policies"' in response.text
