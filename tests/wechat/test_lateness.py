"""Answers that miss the five seconds: pushed, or kept and fetched, once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from tests.wechat.conftest import QUICK, Opening, Town, until
from tests.wechat.platform import message


@pytest.fixture
async def town(opening: Opening) -> AsyncIterator[Town]:
    """A town where WeChat is soon let go."""
    async with opening(pace=QUICK) as made:
        yield made


async def test_an_answer_that_comes_late_is_pushed(town: Town) -> None:
    town.engine.delay = lambda _text: 1.5
    assert await town.say("慢", "oSlow") is None

    await until(lambda: town.interface.sent)
    assert town.interface.sent == [("oSlow", "第1条：慢")]


async def test_a_retry_after_the_push_says_nothing_more(town: Town) -> None:
    town.engine.delay = lambda _text: 1.4
    late = message("oUser", Content="慢")
    assert (await town.caller.once(late)).text is None
    await until(lambda: town.interface.sent)
    await asyncio.sleep(0.1)

    assert (await town.caller.once(late)).text is None
    assert len(town.interface.sent) == 1
    assert list(town.engine.turns.values()) == [1]


async def test_a_retry_that_finds_the_late_answer_ready_gives_it_and_nothing_is_pushed(
    opening: Opening,
) -> None:
    async with opening(pace=replace(QUICK, again=60.0)) as town:
        town.interface.faults["send"] = [-1, -1, -1]
        town.engine.delay = lambda _text: 1.4
        late = message("oUser", Content="慢")
        assert (await town.caller.once(late)).text is None
        await until(lambda: town.interface.calls["send"] == 3)
        await asyncio.sleep(0.3)
        retry = await town.caller.once(late)
        await asyncio.sleep(0.5)

    assert retry.text == "第1条：慢"
    assert town.interface.sent == []


async def test_an_account_without_the_right_says_how_to_fetch(opening: Opening) -> None:
    async with opening(pushes=False, pace=QUICK) as town:
        town.engine.delay = lambda text: 1.4 if "慢" in text else 0
        noted = await town.say("慢慢想")
        waiting = await town.say("1")
        while waiting and "还没有查好" in waiting:
            waiting = await town.say("1")
        fetched = await town.say("看")
        after = await town.say("2")

    assert noted is not None and "回复“1”" in noted
    assert waiting == "您刚才问的有结果了：\n\n第1条：慢慢想"
    assert fetched == "第2条：看"
    assert after == "第3条：2"


async def test_fetching_too_early_says_so_and_loses_nothing(opening: Opening) -> None:
    async with opening(pushes=False, pace=QUICK) as town:
        town.engine.delay = lambda _text: 2.8
        await town.say("慢")
        early = await town.say("1")
        await asyncio.sleep(1.2)
        town.engine.delay = lambda _text: 0
        fetched = await town.say("。")

    assert early is not None and "还没有查好" in early
    assert fetched is not None and fetched.endswith("第1条：慢")
    assert town.engine.texts == ["慢"]


async def test_a_question_asked_instead_of_fetching_gets_both_answers(opening: Opening) -> None:
    async with opening(pushes=False, pace=QUICK) as town:
        town.engine.delay = lambda text: 1.4 if text == "慢" else 0
        await town.say("慢")
        await asyncio.sleep(0.6)
        both = message("oUserOfTheTests", Content="失业金能领多少")
        first, again = await town.caller.once(both), await town.caller.once(both)

    assert first.text == "您刚才问的有结果了：\n\n第1条：慢\n\n第2条：失业金能领多少"
    assert again.text == first.text


async def test_what_a_stopped_app_owed_is_pushed_by_the_next(
    opening: Opening, engine: Any, interface: Any
) -> None:
    engine.delay = lambda _text: 60
    async with opening(pace=QUICK) as town:
        assert await town.say("等不到", "oPatient") is None
    engine.delay = lambda _text: 0
    async with opening(pace=QUICK) as town:
        await until(lambda: interface.sent, within=20)

    assert interface.sent == [("oPatient", "第1条：等不到")]
