"""A conversation in the official account over the whole system, the real engine included."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.serving import served
from tests.wechat.conftest import SECRET
from tests.wechat.platform import APPID, KEY, TOKEN, Caller

USER = "oUserOfTheRealEngine"


@pytest.mark.engine
async def test_a_conversation_by_numbers(tmp_path: Path) -> None:
    values = {"WECHAT_TOKEN": TOKEN, "WECHAT_APPID": APPID, "WECHAT_AES_KEY": KEY, "SECRET": SECRET}
    with served(tmp_path, **{f"POLICYBOT_{name}": value for name, value in values.items()}) as base:
        caller = Caller([f"{base}/wechat"], mode="secure")

        async def say(text: str) -> str:
            reply = await caller.say(USER, text)
            while reply is not None and "回复“1”" in (reply.text or ""):  # a busy machine
                await asyncio.sleep(1)
                reply = await caller.say(USER, "1")
            assert reply is not None and reply.text is not None
            assert len(reply.text.encode()) <= 2000
            return reply.text

        asked = await say("2022年8月的时候，我们是通辽一家餐馆，28个人，去年没裁员，能领稳岗返还吗")
        assert "〔2022〕86号" in asked and "稳岗返还" in asked
        options = dict(re.findall(r"^([0-9]+|[A-Z])\. (.+)$", asked, re.MULTILINE))
        assert options
        mark = next((m for m, text in options.items() if "办" in text or "带" in text), None)
        if mark is not None:
            followed = await say(mark)
            assert "稳岗返还" in followed and "抱歉" not in followed
        gone = await say("删除我的记录")
        assert "全部删除" in gone
        await caller.close()
