"""One message, one turn, one answer, whatever WeChat does."""

import asyncio
from typing import Any

import pytest

from tests.wechat.conftest import Opening, Town
from tests.wechat.platform import Mode, message


async def test_a_message_is_answered_in_the_reply(town: Town) -> None:
    assert await town.say("你好") == "第1条：你好"
    assert await town.say("再见") == "第2条：再见"
    assert town.interface.sent == []


@pytest.mark.parametrize("mode", ["plain", "compatible", "secure"])
async def test_every_mode_is_answered_in_kind(opening: Opening, mode: Mode) -> None:
    async with opening(mode=mode) as town:
        assert await town.say("稳岗返还]]>😀<b>") == "第1条：稳岗返还]]>😀<b>"


async def test_the_same_message_again_gets_the_same_answer(town: Town) -> None:
    once = message("oUser", Content="你好")
    first = await town.caller.once(once)
    again = await town.caller.once(once)

    assert first.text == again.text == "第1条：你好"
    assert list(town.engine.turns.values()) == [1]


async def test_a_retry_joins_the_answer_under_way(town: Town) -> None:
    town.engine.delay = lambda _text: 0.5
    town.caller.patience = 0.25
    reply = await town.caller.say("oUser", "慢")

    assert reply is not None and reply.text == "第1条：慢"
    assert list(town.engine.turns.values()) == [1]
    assert town.interface.sent == []


async def test_messages_of_one_user_at_once_are_answered_each_once(town: Town) -> None:
    town.engine.delay = lambda _text: 0.05
    said = [message("oUser", Content=f"问题{n}号") for n in range(6)]
    replies = await asyncio.gather(*(town.caller.deliver(one) for one in said))
    await asyncio.sleep(0.5)
    shown = [r.text for r in replies if r and r.text] + [text for _, text in town.interface.sent]

    for n in range(6):
        assert sum(f"问题{n}号" in text for text in shown) == 1
    assert sorted(town.engine.turns.values()) == [1] * 6


async def test_messages_out_of_order_are_answered_each_once(town: Town) -> None:
    old, new = message("oUser", Content="先说的"), message("oUser", Content="后说的")
    old["CreateTime"] -= 10
    first, second, repeat = [await town.caller.once(one) for one in (new, old, new)]

    assert first.text == repeat.text == "第1条：后说的"
    assert second.text == "第2条：先说的"


async def test_an_event_without_a_number_is_told_apart_by_its_second(town: Town) -> None:
    click: dict[str, Any] = {"MsgType": "event", "Event": "CLICK", "EventKey": "say:失业金怎么领"}
    once = message("oUser", **click)
    first, again = await town.caller.once(once), await town.caller.once(once)
    later = await town.caller.once({**once, "CreateTime": once["CreateTime"] + 1})

    assert first.text == again.text == "第1条：失业金怎么领"
    assert later.text == "第2条：失业金怎么领"


async def test_the_answer_survives_a_restart_between_delivery_and_retry(
    opening: Opening, engine: Any
) -> None:
    once = message("oUser", Content="你好")
    async with opening() as town:
        first = await town.caller.once(once)
    async with opening() as town:
        again = await town.caller.once(once)
        following = await town.say("再见", "oUser")

    assert first.text == again.text == "第1条：你好"
    assert following == "第2条：再见"


async def test_without_the_engine_the_user_gets_policies_and_the_conversation_resumes(
    town: Town,
) -> None:
    await town.say("你好")
    town.engine.failing = lambda _text: True
    degraded = await town.say("稳岗返还怎么办")
    town.engine.failing = lambda _text: False
    await asyncio.sleep(0.1)

    assert degraded is not None and "正在恢复" in degraded and "稳岗返还" in degraded
    assert await town.say("好了吗") == "第2条：好了吗"


async def test_an_engine_that_dies_in_mid_turn_is_no_silence(town: Town) -> None:
    town.engine.delay = lambda _text: 0.1
    town.engine.failing = lambda _text: True
    degraded = await town.say("失业金")

    assert degraded is not None and "正在恢复" in degraded


async def test_too_many_messages_are_refused_in_words(opening: Opening) -> None:
    async with opening(rate_per_user=2) as town:
        answers = [await town.say(f"问{n}") for n in range(4)]

    assert answers[1] == "第2条：问1"
    assert answers[3] is not None and "太快" in answers[3]


async def test_what_cannot_be_taken_is_told_in_words(town: Town) -> None:
    empty, long = await town.say(""), await town.say("字" * 1500)

    assert empty is not None and "空" in empty
    assert long is not None and "太长" in long


async def test_an_app_in_trouble_still_answers(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: Any) -> Any:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(town.house.store, "transact", broken)
    answer = await town.say("你好")

    assert answer is not None and "12333" in answer
