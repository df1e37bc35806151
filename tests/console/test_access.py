"""Who gets into the console, and that its forms are its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import Request, Response

import bot
from bot.accounts.roles import Person
from bot.audit.actions import ACTIONS
from bot.audit.statements import Wanted, newest
from bot.console.access import signed_in as guard
from bot.console.rendering import redirect
from tests.console.conftest import Desk, Moment, Seating, browser, sit_down

AtQueue = Annotated[Person, guard("queue")]

SignedIn = Callable[..., AbstractAsyncContextManager[Desk]]


def add_a_page(desk: Desk) -> None:
    """A keeper's page that counts nothing and says who is there."""

    @desk.app.api_route("/console/queue-of-test", methods=["GET", "POST"])
    async def page(request: Request, person: AtQueue) -> Response:
        return redirect(request, "/console", good=f"{person.name}来过")


async def test_a_stranger_is_sent_to_the_login_page(seating: Seating) -> None:
    async with seating() as desk:
        add_a_page(desk)
        sent = await desk.get("/console/queue-of-test?a=1")
        assert sent.status_code == 303
        assert sent.headers["location"].endswith("?next=%2Fconsole%2Fqueue-of-test%3Fa%3D1")

        script = await desk.get("/console/queue-of-test", headers={"accept": "application/json"})
        assert script.status_code == 401
        assert script.json()["error"]["code"] == "sign_in_needed"


async def test_the_role_decides_and_a_refusal_is_told_and_logged(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:
        add_a_page(desk)
        refused = await desk.get("/console/queue-of-test")
        assert refused.status_code == 403
        assert "只有知识管理员能打开" in refused.text

        entries = await desk.office.store.transact(lambda db: newest(db, Wanted()))
        assert [(one.action, one.subject) for one in entries] == [
            ("access.refused", "/console/queue-of-test")
        ]
        assert entries[0].actor == desk.person.id and entries[0].address == "192.0.2.7"


async def test_several_roles_open_the_pages_of_each(signed_in: SignedIn) -> None:
    async with signed_in("agent", "keeper") as desk:
        add_a_page(desk)
        assert (await desk.get("/console/queue-of-test")).status_code == 303


async def test_a_form_needs_the_token_of_its_own_session(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        add_a_page(desk)
        path, token = "/console/queue-of-test", desk.csrf
        assert (await desk.http.post(path)).status_code == 403
        assert (await desk.http.post(path, data={"csrf": "0" * 64})).status_code == 403
        assert (await desk.http.post(path, data={"csrf": token})).status_code == 303
        assert (await desk.http.post(path, headers={"x-csrf": token})).status_code == 303

        async with browser(desk.app) as other:
            await sit_down(Desk(desk.app, other), "keeper", login="li")
            stale = await other.post(path, data={"csrf": token})
            assert stale.status_code == 403 and "已经过期" in stale.text


async def test_a_session_ends_when_idle_and_after_a_long_shift(
    signed_in: SignedIn, moment: Moment
) -> None:
    async with signed_in("keeper", console_idle=30) as desk:
        add_a_page(desk)
        for _ in range(3):
            moment.pass_(minutes=29)
            assert "login" not in (await desk.get("/console/queue-of-test")).headers["location"]
        moment.pass_(minutes=31)
        assert "login" in (await desk.get("/console/queue-of-test")).headers["location"]
        assert "登录已经过期" in (await desk.get("/console/login")).text

    async with signed_in("keeper", login="li") as desk:
        add_a_page(desk)
        for _ in range(47):
            moment.pass_(minutes=15)
            assert "login" not in (await desk.get("/console/queue-of-test")).headers["location"]
        moment.pass_(minutes=20)
        assert "login" in (await desk.get("/console/queue-of-test")).headers["location"]


async def test_what_is_not_there_or_not_understood_is_a_page_too(signed_in: SignedIn) -> None:
    async with signed_in("administrator") as desk:
        lost = await desk.get("/console/nowhere")
        assert lost.status_code == 404 and "没有找到" in lost.text and "张三" in lost.text
        assert (await desk.get("/console/nowhere", headers={"accept": "*/*"})).json()["error"]
        wrong = await desk.post("/console/users/abc/reset")
        assert wrong.status_code == 422 and "没有做成" in wrong.text
        assert (await desk.get("/console/logout")).status_code == 405


async def test_what_was_done_is_shown_once(signed_in: SignedIn) -> None:
    async with signed_in("keeper") as desk:
        add_a_page(desk)
        await desk.post("/console/queue-of-test")
        assert "张三来过" in (await desk.get("/console/me")).text


def test_every_action_that_is_logged_has_a_name_for_auditors() -> None:
    written = re.compile(r"""(?:audit|note|append|_fail)\([^")]*"([a-z]+\.[a-z_]+)\"""")
    sources = [path.read_text("utf-8") for path in Path(bot.__file__).parent.rglob("*.py")]
    used = {action for source in sources for action in written.findall(source)}
    assert {"signin.done", "audit.exported", "call.opened"} <= used
    assert used - set(ACTIONS) == set()


def test_a_permission_that_does_not_exist_is_a_slip() -> None:
    with pytest.raises(ValueError, match="cooking"):
        guard("cooking")
