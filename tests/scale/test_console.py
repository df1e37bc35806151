"""An agent whose requests meet now one process, now the other, notices nothing."""

import re

import httpx

from bot.accounts import users
from bot.accounts.passwords import Passwords
from bot.clock import utc_now
from bot.store import Store
from tests.scale.conftest import AppProcess

PASSWORD = "Correct-horse-7"
SCRIPT = {"x-desk": "1", "accept": "application/json"}


async def add_agent(database: str) -> None:
    store = Store(database)
    await store.open()
    row = {"login": "zhang", "name": "张三", "roles": ("agent",), "must_change": False}
    row |= {"password": await Passwords().hash(PASSWORD), "now": utc_now()}
    await store.transact(lambda db: users.add(db, **row))
    await store.close()


def form_token(page: httpx.Response) -> str:
    found = re.search(r'<meta name="csrf" content="([0-9a-f]+)">', page.text)
    assert found, page.status_code
    return found[1]


async def test_a_case_begun_at_one_process_is_finished_at_the_other(
    apps: list[AppProcess],
) -> None:
    first, second = (app.base for app in apps)
    await add_agent(apps[0].database)
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        csrf = form_token(await http.get(f"{first}/console/login"))
        login = {"login": "zhang", "password": PASSWORD, "csrf": csrf}
        seen = await http.post(f"{second}/console/login", data=login, headers={"x-csrf": csrf})
        assert seen.status_code == 303

        page = await http.get(f"{first}/console", follow_redirects=True)
        assert page.status_code == 200
        headers = {**SCRIPT, "x-csrf": form_token(page)}
        begun = await http.post(
            f"{first}/console/calls/new/say", data={"text": "稳岗返还"}, headers=headers
        )
        found = re.search(r'data-number="([^"]+)"', begun.text)
        assert found, begun.text
        number = found[1]

        assert number in (await http.get(f"{second}/console/cases")).text
        noted = await http.post(
            f"{second}/console/calls/{number}/note", data={"note": "下午回电"}, headers=headers
        )
        assert noted.status_code < 300
        assert "下午回电" in (await http.get(f"{first}/console/calls/{number}")).text
