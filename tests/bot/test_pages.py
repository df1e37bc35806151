"""The public pages: readable without scripts, nothing inline, policies linked and explained."""

from __future__ import annotations

import re

import httpx
import pytest

from bot import widget
from bot.pages import STATIC


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
    scripts = [*STATIC.glob("*.js"), *(widget.HERE / "src").glob("*.ts")]
    assert scripts
    for script in scripts:
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
    assert "怎么办、去哪儿办" in page
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


async def test_a_policy_page_draws_its_rules_and_its_history(client: httpx.AsyncClient) -> None:
    page = (await client.get("/policies/skill_upgrade_subsidy?region=包头市")).text

    diagram = page[page.index('id="diagram"') : page.index('id="apply"')]
    assert diagram.count("box--name") == 3  # three kinds of people, side by side
    assert diagram.count("box--result") == 3
    assert "同一职业" in diagram[diagram.index("box--presumed") :]
    history = page[page.index('id="history"') :]
    assert history.count('<g class="bar') == 4
    assert re.search(r"bar--selected.*?包人社办发〔2022〕78号 三（三）11（包头市）", history, re.S)


async def test_clauses_have_links_that_stay(client: httpx.AsyncClient) -> None:
    page = (await client.get("/policies/skill_upgrade_subsidy")).text
    document = (await client.get("/documents/nm-2022-86")).text

    assert 'id="nm-2022-86-3.3.11"' in page
    assert 'href="/documents/nm-2022-39#2"' in page
    assert 'id="3.3.11"' in document
    assert 'href="/policies/skill_upgrade_subsidy#nm-2022-86-3.3.11"' in document


async def test_every_link_between_the_pages_leads_somewhere(client: httpx.AsyncClient) -> None:
    sitemap = (await client.get("/sitemap.xml")).text
    pages = {path: "" for path in re.findall(r"<loc>http://[^/]+(/[^<]*)</loc>", sitemap)}
    for path in pages:
        response = await client.get(path)
        assert response.status_code == 200, path
        pages[path] = response.text
    for path, text in pages.items():
        for target, fragment in re.findall(
            r'href="(/(?:policies|documents)/[^"?#]+)#([^"]+)"', text
        ):
            assert f'id="{fragment}"' in pages[target], f"{path} links {target}#{fragment}"


async def test_a_page_is_sent_once(client: httpx.AsyncClient) -> None:
    first = await client.get("/policies/job_retention_refund")
    again = await client.get(
        "/policies/job_retention_refund", headers={"if-none-match": first.headers["etag"]}
    )
    elsewhere = await client.get(
        "/policies/job_retention_refund?region=包头市",
        headers={"if-none-match": first.headers["etag"]},
    )

    assert "public" in first.headers["cache-control"]
    assert again.status_code == 304 and not again.content
    assert elsewhere.status_code == 200 and elsewhere.headers["etag"] != first.headers["etag"]


async def test_the_list_is_filtered_by_who(client: httpx.AsyncClient) -> None:
    page = (await client.get("/policies", params={"who": "individual"})).text

    assert "/policies/skill_upgrade_subsidy" in page
    assert "/policies/job_retention_refund" not in page


async def test_robots_keep_out_of_what_is_not_public(client: httpx.AsyncClient) -> None:
    robots = (await client.get("/robots.txt")).text

    assert "Disallow: /console" in robots and "/sitemap.xml" in robots
