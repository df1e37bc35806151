"""Several app processes on one SQLite file: some die, nothing is lost, nothing doubled."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.wechat.pace import Pace
from tests.wechat.conftest import until
from tests.wechat.platform import Caller, Interface, message
from tests.wechat.process import AppProcess
from tests.wechat.soak import soak
from tests.wechat.standins import Engine, free_port, listening

IDENTITY, PHONE = "152326199003078010", "13804751234"
CARD, SOCIAL = "6222021234567890128", "150502198001"
OPENIDS = ("oCanaryOpenIdOfTheTestsA", "oCanaryOpenIdOfTheTestsB")
PERSONAL = f"身份证{IDENTITY}，电话{PHONE}，银行卡{CARD}，社保号{SOCIAL}，能领失业金吗"
PACE = Pace(answer_within=2.0, owe_after=1.5, retries=(0.2,), takeover=3, patrol=0.5)


@pytest.fixture
async def two(
    tmp_path: Path, engine: Engine, interface: Interface
) -> AsyncIterator[list[AppProcess]]:
    """Two processes of the real app."""
    async with listening(engine.app(), port := free_port()), listening(interface.app()) as api:
        apps = [AppProcess(tmp_path, port, api, PACE) for _ in range(2)]
        for app in apps:
            await app.start()
        try:
            yield apps
        finally:
            for app in apps:
                await app.end()


async def test_processes_share_conversations_and_finish_each_others_work(
    two: list[AppProcess], engine: Engine, interface: Interface
) -> None:
    first, second = (f"{app.base}/wechat" for app in two)
    caller = Caller([first, second], mode="secure")
    once = message("oUser", Content="你好")
    answered, repeated = await caller.once(once, first), await caller.once(once, second)
    assert answered.text == repeated.text == "第1条：你好"

    # the process that takes a message dies before it answers; WeChat's repeat goes to the other
    engine.delay = lambda text: 30.0 if "第一次" in text and not engine.bodies[1:] else 0.0
    dying = message("oUser", Content="第一次说")
    lost = asyncio.create_task(caller.once(dying, first))
    await asyncio.sleep(0.7)
    await two[0].end()
    with pytest.raises(httpx.HTTPError):
        await lost
    engine.delay = lambda _text: 0.0
    retry = await caller.once(dying, second)
    if retry.text is None:  # the session of the dead is not free at once: it comes by push
        await until(lambda: interface.sent, within=40)
    shown = [text for text in (retry.text, *(text for _, text in interface.sent)) if text]
    assert shown == ["第2条：第一次说"]

    # the process that has let WeChat go dies: the other one finishes and pushes
    await two[0].start()
    engine.delay = lambda _text: 30.0
    late = await caller.once(message("oOther", Content="慢慢来"), first)
    assert late.text is None
    await two[0].end()
    engine.delay = lambda _text: 0.0
    await until(lambda: ("oOther", "第1条：慢慢来") in interface.sent, within=60)
    await caller.close()


async def test_nothing_personal_is_left_in_any_file(
    two: list[AppProcess], engine: Engine, tmp_path: Path
) -> None:
    app = two[0]
    engine.delay = lambda text: 3.0 if text.startswith("慢") else 0.0
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        for n, words in enumerate((PERSONAL, "坏" + PERSONAL)):
            engine.failing = lambda text: text.startswith("坏")
            sent: dict[str, Any] = {"session_id": "canary-session", "message_id": f"m{n}"}
            answer = await http.post(f"{app.base}/api/v1/messages", json={**sent, "text": words})
            assert answer.status_code == 200
        odd = await http.post(f"{app.base}/api/v1/messages", json={"text": PERSONAL})
        assert odd.status_code == 422
        parsed = await http.post(f"{app.base}/api/v1/parse", json={"text": PERSONAL})
        assert parsed.status_code == 200
    callers = [Caller([f"{app.base}/wechat"], mode=mode) for mode in ("plain", "secure")]
    for caller, openid in zip(callers, OPENIDS, strict=True):
        for words in (PERSONAL, "坏" + PERSONAL, "慢" + PERSONAL, PERSONAL * 30):
            assert (await caller.once(message(openid, Content=words))).status == 200
        click = {"MsgType": "event", "Event": "CLICK", "EventKey": f"say:{PHONE}"}
        assert (await caller.once(message(openid, **click))).status == 200
        assert (
            await caller.once({**message(openid, Content=PERSONAL), "MsgId": "x"})
        ).status == 400
        await caller.close()
    _find_nothing(tmp_path)  # while it runs: the write-ahead log is there
    await asyncio.sleep(2)
    _find_nothing(tmp_path)


def _find_nothing(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any(file.name.endswith("-wal") for file in files)
    assert any(file.suffix == ".log" and file.stat().st_size for file in files)
    for file in files:
        content = file.read_bytes()
        for word in (IDENTITY, PHONE, CARD, SOCIAL, *OPENIDS):
            assert word.encode() not in content, f"{word} in {file.name}"


async def test_many_users_at_once_are_each_answered_once() -> None:
    tally = await soak(10, 32, quick=True)
    assert tally.is_clean, f"{tally}\n{tally.lost}\n{tally.doubled}"
    assert tally.sent > 100
    assert tally.kills
