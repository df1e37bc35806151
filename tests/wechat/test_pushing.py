"""Late answers on their way: the access token, WeChat's refusals, and nothing lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.shared import SqlShared
from bot.store import Store
from bot.wechat.account import account_of
from bot.wechat.api import Api, ApiError, Fault
from bot.wechat.token import AccessToken
from tests.wechat.conftest import QUICK, Opening, Town, make_settings, until
from tests.wechat.platform import Interface, message
from tests.wechat.standins import listening

LATE = 1.4  # seconds: the answer misses the passive reply


@pytest.fixture
async def town(opening: Opening) -> AsyncIterator[Town]:
    """A town where WeChat is soon let go."""
    async with opening(pace=QUICK) as made:
        yield made


async def late(town: Town, text: str = "慢", openid: str = "oUserOfTheTests") -> None:
    town.engine.delay = lambda _text: LATE
    assert await town.say(text, openid) is None
    town.engine.delay = lambda _text: 0


async def test_the_token_is_got_once_and_kept(town: Town) -> None:
    for n in range(3):
        await late(town, f"慢{n}")
        await until(lambda n=n: len(town.interface.sent) == n + 1)

    assert town.interface.calls["stable_token"] == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_that_has_expired_is_replaced(town: Town, code: int) -> None:
    await late(town)
    await until(lambda: town.interface.sent)
    town.interface.valid = ""  # WeChat has taken it back
    town.interface.faults["send"] = [code]
    await late(town, "又慢")
    await until(lambda: len(town.interface.sent) == 2)

    assert town.interface.issued == ["access-token-1", "access-token-2"]


async def test_a_token_that_wechat_insists_on_is_renewed_by_force_once(town: Town) -> None:
    await late(town)
    await until(lambda: town.interface.sent)
    town.interface.faults["send"] = [40001]  # though it is the one WeChat hands out
    await late(town, "又慢")
    await until(lambda: len(town.interface.sent) == 2)

    assert town.interface.renewed == 1


async def test_where_the_stable_form_is_missing_the_classic_one_is_used(town: Town) -> None:
    town.interface.stable = False
    await late(town)
    await until(lambda: town.interface.sent)

    assert town.interface.calls["token"] == 1


@pytest.mark.parametrize("fault", [-1, 45009, 500, 502])
async def test_a_busy_wechat_is_tried_again(town: Town, fault: int) -> None:
    town.interface.faults["send"] = [fault, fault]
    await late(town)
    await until(lambda: town.interface.sent)

    assert town.interface.calls["send"] == 3
    assert len(town.interface.sent) == 1


async def test_what_stays_refused_for_long_is_tried_again_later(town: Town) -> None:
    town.interface.faults["send"] = [-1] * 4
    await late(town)
    await until(lambda: town.interface.sent)

    assert town.interface.calls["send"] == 5


@pytest.mark.parametrize("code", [45015, 45047, 43004, 45002])
async def test_what_cannot_be_sent_comes_with_the_next_answer(town: Town, code: int) -> None:
    town.interface.faults["send"] = [code]
    await late(town)
    await until(lambda: town.interface.calls["send"])
    await asyncio.sleep(0.1)
    following = await town.say("在吗")
    await asyncio.sleep(0.5)

    assert following == "您刚才问的有结果了：\n\n第1条：慢\n\n第2条：在吗"
    assert town.interface.sent == []
    assert town.interface.calls["send"] == 1


async def test_an_account_found_without_the_right_stops_trying_and_tells_how_to_fetch(
    town: Town,
) -> None:
    town.interface.random_fault = lambda name: 48001 if name == "send" else None
    await late(town)
    await until(lambda: town.interface.calls["send"])
    await asyncio.sleep(0.1)
    town.engine.delay = lambda _text: LATE
    noted = await town.say("又慢了")
    town.engine.delay = lambda _text: 0
    await asyncio.sleep(0.8)
    fetched = await town.say("1")

    assert noted is not None and "回复“1”" in noted
    assert fetched == "您刚才问的有结果了：\n\n第1条：慢\n\n第2条：又慢了"
    assert town.interface.calls["send"] == 1


async def test_a_long_late_answer_is_pushed_by_pages(town: Town) -> None:
    await late(town, "长" * 900)
    await until(lambda: town.interface.sent)
    rest = await town.say("更多")

    first = town.interface.sent[0][1]
    assert len(first.encode()) <= 2000 and "回复“更多”" in first
    assert rest is not None and (first + rest).count("长") == 900
    assert len(town.engine.texts) == 1


async def test_a_long_answer_goes_on_at_a_word_and_repeats_do_not_skip(town: Town) -> None:
    await town.say("长" * 1000)
    more = message("oUserOfTheTests", Content="更多")
    first, again = await town.caller.once(more), await town.caller.once(more)

    assert first.text == again.text
    assert first.text is not None and first.text.count("长") > 300


async def test_no_openid_is_left_behind(opening: Opening, tmp_path: Path) -> None:
    async with opening(pace=QUICK) as town:
        await late(town, "慢", "oSecretOpenId")
        await until(lambda: town.interface.sent)
        await asyncio.sleep(0.1)
        sealed = await town.house.store.transact(
            lambda db: db.exec_driver_sql(
                "SELECT count(*) FROM wechat_deliveries "
                "WHERE sealed IS NOT NULL OR words IS NOT NULL"
            ).scalar()
        )
    assert sealed == 0
    assert not any(b"oSecretOpenId" in file.read_bytes() for file in tmp_path.glob("*sqlite*"))


@pytest.fixture
async def tokens(tmp_path: Path, interface: Interface) -> AsyncIterator[Any]:
    """Makes the access token of as many processes as wanted, on one database."""
    async with listening(interface.app()) as base:
        account = account_of(make_settings(tmp_path, "plain", True, base))
        assert account is not None
        stores = [Store(f"sqlite:///{tmp_path}/shared.sqlite3") for _ in range(4)]
        for store in stores:
            await store.open()
        api = Api(base)
        yield [AccessToken(account, api, SqlShared(store)) for store in stores]
        await api.close()
        for store in stores:
            await store.close()


async def test_processes_get_one_token_together(tokens: Any, interface: Interface) -> None:
    got = await asyncio.gather(*(one.current() for one in tokens for _ in range(5)))

    assert set(got) == {"access-token-1"}
    assert interface.calls["stable_token"] == 1


async def test_processes_replace_a_refused_token_together(
    tokens: Any, interface: Interface
) -> None:
    old = await tokens[0].current()
    interface.valid = ""
    got = await asyncio.gather(*(one.current(instead_of=old) for one in tokens))

    assert set(got) == {"access-token-2"}
    assert interface.calls["stable_token"] == 2


async def test_a_token_does_not_lie_open_in_the_database(tokens: Any, tmp_path: Path) -> None:
    token = await tokens[0].current()
    assert not any(token.encode() in file.read_bytes() for file in tmp_path.glob("*sqlite*"))


async def test_a_wrong_secret_is_an_error_that_names_the_setting(
    tokens: Any, interface: Interface
) -> None:
    interface.secret = "another"
    with pytest.raises(ApiError, match="POLICYBOT_WECHAT_SECRET") as refused:
        await tokens[0].current()
    assert refused.value.fault is Fault.DENIED


async def test_an_interface_out_of_reach_is_an_error_without_the_address() -> None:
    api = Api("http://127.0.0.1:9")
    with pytest.raises(ApiError) as refused:
        await api.send_text("the-token", "oUser", "文字")
    await api.close()

    assert refused.value.fault is Fault.BUSY
    assert "the-token" not in str(refused.value)
