"""The administrators' page of accounts and the auditors' page of the log."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.accounts import users
from tests.console.conftest import Desk, Moment, add_user, browser, logged, sign_in

SignedIn = Callable[..., AbstractAsyncContextManager[Desk]]


def password_in(page: str) -> str:
    found = re.search('id="password">(.*?)<', page)
    assert found
    return found[1]


async def account(desk: Desk, login: str) -> users.User:
    return await desk.office.store.transact(lambda db: users.by_login(db, login))


async def test_an_administrator_adds_somebody_who_then_signs_in(signed_in: SignedIn) -> None:
    async with signed_in("administrator") as desk:
        await desk.get("/console/users")
        form = {"login": "Li.si", "name": "李四", "email": "", "roles": ["agent", "keeper"]}
        page = await desk.post("/console/users", form)
        password = password_in(page.text)
        async with browser(desk.app) as http:
            other = Desk(desk.app, http)
            assert "login/password" in (await sign_in(other, "li.si", password)).headers["location"]
        assert password not in (await desk.get("/console/users")).text
        assert (await account(desk, "li.si")).roles == {"agent", "keeper"}
        assert "user.added" in await logged(desk)


async def test_what_cannot_be_added_keeps_what_was_typed(signed_in: SignedIn) -> None:
    async with signed_in("administrator") as desk:
        page = await desk.post(
            "/console/users", {"login": "zhang", "name": "张<b>", "roles": "agent"}
        )
        assert page.status_code == 422 and "已经有了" in page.text
        assert 'value="张&lt;b&gt;"' in page.text
        page = await desk.post("/console/users", {"login": "wang", "name": "王五"})
        assert page.status_code == 422 and "角色要从" in page.text


async def test_roles_passwords_and_being_disabled(signed_in: SignedIn) -> None:
    async with signed_in("administrator") as desk:
        li = await add_user(desk, "li", "agent")
        here = f"/console/users/{li.id}"
        await desk.post(f"{here}/roles", {"roles": ["auditor"]})
        assert (await account(desk, "li")).roles == {"auditor"}

        await desk.post(f"{here}/edit", {"name": "李四", "email": "Li@example.cn"})
        assert (await account(desk, "li")).email == "li@example.cn"

        async with browser(desk.app) as http:
            other = Desk(desk.app, http)
            await sign_in(other, "li")
            assert (await other.get("/console/audit")).status_code == 200
            password = password_in((await desk.post(f"{here}/reset")).text)
            assert (await other.get("/console/audit")).status_code == 303
            assert (await sign_in(other, "li", password)).status_code == 303

        assert (await desk.post(f"{here}/disable")).status_code == 303
        assert (await account(desk, "li")).disabled
        assert "已停用李四" in (await desk.get("/console/users")).text
        assert (await desk.post(f"{here}/enable")).status_code == 303
        assert not (await account(desk, "li")).disabled


async def test_administrators_cannot_shut_themselves_out(signed_in: SignedIn) -> None:
    async with signed_in("administrator") as desk:
        here = f"/console/users/{desk.person.id}"
        refused = await desk.post(f"{here}/disable")
        assert refused.status_code == 422 and "不能停用自己" in refused.text
        refused = await desk.post(f"{here}/roles", {"roles": ["agent"]})
        assert refused.status_code == 422 and "最后一个" in refused.text
        assert (await desk.post("/console/users/999/enable")).status_code == 404


async def test_an_administrator_ends_the_waiting(signed_in: SignedIn) -> None:
    async with signed_in("administrator") as desk, browser(desk.app) as http:
        li = await add_user(desk, "li")
        other = Desk(desk.app, http)
        for _ in range(5):
            await sign_in(other, "li", "no")
        assert (await sign_in(other, "li")).status_code == 429
        await desk.post(f"/console/users/{li.id}/enable")
        assert (await sign_in(other, "li")).status_code == 303


async def test_the_pages_are_for_their_roles_only(signed_in: SignedIn) -> None:
    async with signed_in("agent", "keeper", "auditor") as desk:
        assert "只有系统管理员" in (await desk.get("/console/users")).text
        assert (await desk.post("/console/users", {"login": "x"})).status_code == 403
        assert (await desk.get("/console/audit")).status_code == 200
    async with signed_in("administrator", login="li") as desk:
        assert (await desk.get("/console/audit/export.csv")).status_code == 403
        assert (await desk.get("/console")).headers["location"] == "/console/users"


async def test_auditors_filter_export_and_verify(signed_in: SignedIn, moment: Moment) -> None:
    async with signed_in("auditor") as desk:
        trail = desk.office.trail
        moment.pass_(days=-2)
        for number in range(120):
            await trail.note("case.viewed", f"个案{number}", {"facts": 3}, name="=李四")
        moment.pass_(days=2)
        await trail.note("signout", name="王五")

        page = await desk.get("/console/audit")
        assert "共121条" in page.text and "王五" in page.text and "<td>个案0<" not in page.text
        earlier = re.search(r'href="([^"]*below=\d+)"', page.text)
        assert earlier and "<td>个案0<" in (await desk.get(earlier[1])).text

        found = await desk.get("/console/audit", params={"name": "李四", "subject": "个案7"})
        assert "共11条" in found.text
        days = {"since": "2022-08-01", "until": "2022-08-01", "action": "signout"}
        assert "共1条" in (await desk.get("/console/audit", params=days)).text
        wrong = await desk.get("/console/audit", params={"since": "去年"})
        assert wrong.status_code == 422 and "2022-08-01" in wrong.text

        table = await desk.get("/console/audit/export.csv", params={"name": "李四"})
        assert table.headers["content-disposition"].startswith("attachment")
        assert len(table.text.splitlines()) == 121 and "'=李四" in table.text

        assert (await desk.post("/console/audit/verify")).status_code == 303
        assert "完整，没有改动" in (await desk.get("/console/audit")).text
        actions = await logged(desk)
        assert actions.count("audit.viewed") >= 4 and "audit.exported" in actions
