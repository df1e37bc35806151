"""Signing in and what follows: passwords, waiting, one-time codes, signing out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC

import pyotp
import pytest
from argon2 import PasswordHasher

from bot.accounts import passwords, totp, users
from bot.accounts.errors import PasswordError
from bot.accounts.roles import Person
from bot.console.navigation import start_of
from tests.console.conftest import (
    PASSWORD,
    Desk,
    Moment,
    Seating,
    add_user,
    browser,
    logged,
    sign_in,
)

HOME = "/console/me"
START = start_of(Person(1, "zhang", "张三", 1, frozenset({"agent"})))
NEW = "Wuhai-lantern-52"


@pytest.fixture
async def desk(seating: Seating, database_url: str) -> AsyncIterator[Desk]:
    """A desk with one agent's account, nobody signed in; on each database."""
    async with seating(database_url=database_url) as made:
        await add_user(made)
        yield made


async def test_without_accounts_the_page_says_how_to_make_one(seating: Seating) -> None:
    async with seating() as desk:
        page = await desk.get("/console/login")
        assert "policybot users add" in page.text and page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_signing_in_and_out(desk: Desk) -> None:
    assert (await desk.get(HOME)).status_code == 303
    inside = await sign_in(desk, " ZHANG ")
    assert inside.status_code == 303
    assert "张三" in (await desk.get(HOME)).text
    token = desk.http.cookies["console"]

    await desk.post("/console/logout")
    assert (await desk.get(HOME)).status_code == 303
    desk.http.cookies.set("console", token, domain="policybot.example", path="/console")
    assert (await desk.get(HOME)).status_code == 303  # the session itself is gone
    assert await logged(desk) == ["signin.done", "signout"]


async def test_each_sign_in_has_a_new_token_and_goes_where_one_wanted(desk: Desk) -> None:
    sent = await desk.get(HOME + "?a=1")
    await desk.get(sent.headers["location"])
    inside = await desk.post("/console/login", {"login": "zhang", "password": PASSWORD})
    assert inside.headers["location"] == HOME + "?a=1"
    first = desk.http.cookies["console"]
    await desk.post("/console/logout")
    await sign_in(desk)
    assert desk.http.cookies["console"] != first


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/console/../x"])
async def test_nobody_is_sent_elsewhere_after_signing_in(desk: Desk, elsewhere: str) -> None:
    await desk.get("/console/login", params={"next": elsewhere})
    inside = await desk.post("/console/login", {"login": "zhang", "password": PASSWORD})
    assert "evil" not in inside.headers["location"]
    assert inside.headers["location"] == START


async def test_cookies_stay_in_the_console(seating: Seating, desk: Desk) -> None:
    plain = (await sign_in(desk)).headers.get_list("set-cookie")
    session = next(one for one in plain if one.startswith("console="))
    assert {"HttpOnly", "Path=/console", "SameSite=strict"} <= set(session.split("; "))

    async with seating(public_url="https://policybot.example") as safe:
        await add_user(safe, "li")
        safe.http.base_url = "https://policybot.example"
        cookies = (await sign_in(safe, "li")).headers.get_list("set-cookie")
        session = next(one for one in cookies if one.startswith("__Secure-console="))
        assert "Secure" in session.split("; ")


async def test_what_was_wrong_is_not_told(desk: Desk) -> None:
    await add_user(desk, "gone")
    await desk.office.store.transact(
        lambda db: users.change(db, users.by_login(db, "gone").id, disabled=True)
    )
    pages = [
        await sign_in(desk, login, password)
        for login, password in [("zhang", "x"), ("nobody", PASSWORD), ("gone", PASSWORD)]
    ]
    assert {page.status_code for page in pages} == {401}
    said = {re.sub("value=.*?>|[0-9a-f]{64}", "", page.text) for page in pages}
    assert len(said) == 1 and "账号或密码不对" in said.pop()


async def test_an_unknown_account_costs_the_same_work(desk: Desk) -> None:
    kept: list[str] = []
    hasher = desk.office.passwords
    matches = hasher._matches
    hasher._matches = lambda hashed, typed: kept.append(hashed) or matches(hashed, typed)  # type: ignore
    await sign_in(desk, "nobody", "whatever")
    await sign_in(desk, "zhang", "whatever")
    assert len(kept) == 2
    assert [one.rsplit("$", 2)[0] for one in kept] == [kept[0].rsplit("$", 2)[0]] * 2


async def test_failures_wait_longer_and_longer(desk: Desk, moment: Moment) -> None:
    for _ in range(4):
        assert (await sign_in(desk, password="no")).status_code == 401
    assert (await sign_in(desk, password="no")).status_code == 401
    locked = await sign_in(desk)  # right, but too soon
    assert locked.status_code == 429 and "请过30秒再试" in locked.text
    moment.pass_(seconds=31)
    assert (await sign_in(desk, password="no")).status_code == 401
    moment.pass_(seconds=31)
    assert (await sign_in(desk)).status_code == 429  # a minute this time
    moment.pass_(seconds=30)
    assert (await sign_in(desk)).status_code == 303
    assert "signin.locked" in await logged(desk)

    await desk.post("/console/logout")
    for _ in range(4):
        assert (await sign_in(desk, password="no")).status_code == 401
    assert (await sign_in(desk)).status_code == 303  # success has wiped the failures


async def test_an_unknown_account_waits_alike(desk: Desk) -> None:
    for _ in range(5):
        await sign_in(desk, "nobody", "no")
    assert (await sign_in(desk, "nobody", "no")).status_code == 429


async def test_one_address_cannot_try_many_accounts(desk: Desk, moment: Moment) -> None:
    for number in range(30):
        assert (await sign_in(desk, f"user{number}", "Password-1")).status_code == 401
    assert (await sign_in(desk)).status_code == 429
    moment.pass_(seconds=31)
    assert (await sign_in(desk)).status_code == 303


async def test_guesses_at_the_same_time_do_not_outrun_the_count(desk: Desk) -> None:
    await desk.get("/console/login")
    guess = {"login": "zhang", "password": "no"}
    pages = await asyncio.gather(*(desk.post("/console/login", guess) for _ in range(12)))
    assert sorted(page.status_code for page in pages) == [401] * 5 + [429] * 7


async def test_another_process_knows_of_the_failures(
    desk: Desk, seating: Seating, database_url: str
) -> None:
    for _ in range(5):
        await sign_in(desk, password="no")
    async with seating(database_url=database_url) as other:
        assert (await sign_in(other)).status_code == 429


async def test_through_redis_too(seating: Seating, redis_url: str) -> None:
    async with seating(redis_url=redis_url) as desk, seating(redis_url=redis_url) as other:
        await add_user(desk)
        for process in (desk, other, desk, other, desk):
            assert (await sign_in(process, password="no")).status_code == 401
        assert (await sign_in(other)).status_code == 429


async def test_a_session_holds_in_every_process(
    desk: Desk, seating: Seating, database_url: str
) -> None:
    await sign_in(desk)
    async with seating(database_url=database_url) as other:
        other.http.cookies = desk.http.cookies
        assert "张三" in (await other.get(HOME)).text
        await other.post("/console/logout")
    assert (await desk.get(HOME)).status_code == 303


async def test_the_first_sign_in_asks_for_a_new_password(desk: Desk) -> None:
    await add_user(desk, "li", must_change=True)
    assert (await sign_in(desk, "li")).headers["location"] == "/console/login/password"
    before = desk.http.cookies["console"]
    assert (await desk.get(HOME)).headers["location"] == "/console/login/password"

    await desk.get("/console/login/password")
    for new, again, words in [
        ("short", "short", "10至128"),
        (NEW, NEW + "x", "不一样"),
        (PASSWORD, PASSWORD, "不能和原来的一样"),
    ]:
        page = await desk.post("/console/login/password", {"password": new, "again": again})
        assert page.status_code == 422 and words in page.text
    done = await desk.post("/console/login/password", {"password": NEW, "again": NEW})
    assert done.headers["location"] == START
    assert "密码已经改好" in (await desk.get(HOME)).text
    assert desk.http.cookies["console"] != before
    assert (await sign_in(desk, "li", NEW)).status_code == 303


async def test_changing_the_password_signs_the_others_out(desk: Desk) -> None:
    async with browser(desk.app) as http:
        other = Desk(desk.app, http)
        await sign_in(other)
        await sign_in(desk)
        await desk.get(HOME)
        form = {"current": "wrong", "password": NEW, "again": NEW}
        refused = await desk.post("/console/me/password", form)
        assert refused.status_code == 401 and "当前密码不对" in refused.text
        done = await desk.post("/console/me/password", {**form, "current": PASSWORD})
        assert done.status_code == 303
        assert (await desk.get(HOME)).status_code == 200
        assert (await other.get(HOME)).status_code == 303


async def test_signing_out_everywhere(desk: Desk) -> None:
    async with browser(desk.app) as http:
        other = Desk(desk.app, http)
        await sign_in(other)
        await sign_in(desk)
        await desk.get(HOME)
        assert (await desk.post("/console/logout/everywhere")).status_code == 303
        assert (await desk.get(HOME)).status_code == 303
        assert (await other.get(HOME)).status_code == 303


async def test_a_disabled_account_is_out_at_once(desk: Desk) -> None:
    await sign_in(desk)
    await desk.office.store.transact(
        lambda db: users.change(db, users.by_login(db, "zhang").id, disabled=True)
    )
    assert (await desk.get(HOME)).status_code == 303


async def enable_totp(desk: Desk, moment: Moment) -> tuple[pyotp.TOTP, list[str]]:
    """Sets up one-time codes as a person would; the telephone and the recovery codes."""
    await desk.get(HOME)
    offer = await desk.post("/console/me/totp", {"current": PASSWORD})
    assert "data:image/svg+xml" in offer.text
    secret = re.search("<code>(.*?)</code>", offer.text)[1].replace(" ", "")
    sealed = re.search('name="sealed" value="(.*?)"', offer.text)[1]
    phone = pyotp.TOTP(secret)
    wrong = await desk.post("/console/me/totp/enable", {"sealed": sealed, "code": "000000"})
    assert wrong.status_code == 422 and "口令不对" in wrong.text
    form = {"sealed": sealed, "code": at(phone, moment)}
    enabled = await desk.post("/console/me/totp/enable", form)
    return phone, re.findall('<li class="code">(.*?)</li>', enabled.text)


def at(phone: pyotp.TOTP, moment: Moment) -> str:
    """What the telephone shows at that moment."""
    return phone.at(moment.at.replace(tzinfo=UTC))


async def test_a_code_is_asked_for_and_works_once(desk: Desk, moment: Moment) -> None:
    await sign_in(desk)
    phone, codes = await enable_totp(desk, moment)
    assert len(codes) == totp.RECOVERY_CODES
    used = at(phone, moment)
    await desk.post("/console/logout")

    assert (await sign_in(desk)).headers["location"] == "/console/login/code"
    assert (await desk.get(HOME)).headers["location"] == "/console/login/code"
    await desk.get("/console/login/code")
    replayed = await desk.post("/console/login/code", {"code": used})
    assert replayed.status_code == 401 and "已经用过" in replayed.text
    moment.pass_(seconds=30)
    fresh = at(phone, moment)
    before = desk.http.cookies["console"]
    assert (await desk.post("/console/login/code", {"code": fresh})).headers["location"] == START
    assert desk.http.cookies["console"] != before
    assert (await desk.get(HOME)).status_code == 200

    await desk.post("/console/logout")
    await sign_in(desk)
    await desk.get("/console/login/code")
    assert (await desk.post("/console/login/code", {"code": fresh})).status_code == 401
    spoken = codes[0].upper().replace("-", " ")
    assert (await desk.post("/console/login/code", {"code": spoken})).status_code == 303
    await desk.post("/console/logout")
    await sign_in(desk)
    await desk.get("/console/login/code")
    assert (await desk.post("/console/login/code", {"code": codes[0]})).status_code == 401
    assert "totp.recovered" in await logged(desk)


async def test_guessing_codes_waits_too(desk: Desk, moment: Moment) -> None:
    await sign_in(desk)
    await enable_totp(desk, moment)
    await desk.post("/console/logout")
    await sign_in(desk)
    await desk.get("/console/login/code")
    for _ in range(3):
        assert (await desk.post("/console/login/code", {"code": "000000"})).status_code == 401
    await sign_in(desk)  # the right password does not wipe the failures
    await desk.get("/console/login/code")
    for _ in range(2):
        assert (await desk.post("/console/login/code", {"code": "000000"})).status_code == 401
    assert (await desk.post("/console/login/code", {"code": "000000"})).status_code == 429


async def test_an_offer_belongs_to_one_account(desk: Desk, moment: Moment) -> None:
    await sign_in(desk)
    await desk.get(HOME)
    offer = await desk.post("/console/me/totp", {"current": PASSWORD})
    sealed = re.search('name="sealed" value="(.*?)"', offer.text)[1]
    await add_user(desk, "li")
    async with browser(desk.app) as http:
        other = Desk(desk.app, http)
        await sign_in(other, "li")
        await other.get(HOME)
        form = {"sealed": sealed, "code": "000000"}
        assert "重新开始" in (await other.post("/console/me/totp/enable", form)).text
        assert (await other.post("/console/me/totp/enable", {"sealed": "x"})).status_code == 422


async def test_codes_can_be_switched_off_with_the_password(desk: Desk, moment: Moment) -> None:
    await sign_in(desk)
    await enable_totp(desk, moment)
    await desk.get(HOME)
    assert (await desk.post("/console/me/totp/disable", {"current": "no"})).status_code == 401
    assert (await desk.post("/console/me/totp/disable", {"current": PASSWORD})).status_code == 303
    await desk.post("/console/logout")
    assert (await sign_in(desk)).headers["location"] == START


async def test_a_hash_is_renewed_when_its_parameters_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await desk.office.store.transact(lambda db: users.by_login(db, "zhang").password)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(desk.office.passwords, "_hasher", stronger)
    await sign_in(desk)
    after = await desk.office.store.transact(lambda db: users.by_login(db, "zhang").password)
    assert before != after and "t=2" in after


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ab1!Ab1!", "10至128"),
        ("A1!" * 50, "10至128"),
        ("alllowercase", "至少三种"),
        ("Zhangsan2026!", "自己的账号或姓名"),
        ("Password123!", "太常见"),
        ("P@ssw0rd123", "太常见"),
        ("Qwertyuiop1!", "太常见"),
        ("Abcdef123456!", "太常见"),
        ("Aa1!Aa1!Aa1!", "太常见"),
        ("Shebao12333!", "太常见"),
        ("Ab1!efgh\nxyz", "看不见"),
    ],
)
def test_a_weak_password_is_refused_and_why(password: str, words: str) -> None:
    with pytest.raises(PasswordError, match=words):
        passwords.check(password, login="zhangsan", name="张三")


@pytest.mark.parametrize(
    "password", [PASSWORD, NEW, "四个 不相干的词 草原 灯笼 账本 秋天", "k7Qp!m2Zx9"]
)
def test_a_good_password_is_taken(password: str) -> None:
    passwords.check(password, login="zhangsan", name="张三")
