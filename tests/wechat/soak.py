"""Many users at once while things break: ``python -m tests.wechat.soak [seconds] [users]``.

Two app processes on one SQLite file, a fake engine that is sometimes slow or broken, a fake WeChat
that hangs up, repeats, refuses pushes and lets tokens run out; app processes are killed and started
again. Every message must be answered exactly once. What counts as answered is what a user's screen
would show: a reply that WeChat received in time, or a message pushed.
"""

import asyncio
import contextlib
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.wechat.pace import Pace
from tests.wechat.platform import Caller, Interface, Mode, message
from tests.wechat.process import AppProcess
from tests.wechat.standins import Engine, free_port, listening

MODES: tuple[Mode, ...] = ("plain", "compatible", "secure")
_SENT = re.compile(r"问题[a-z0-9]+号")
DEGRADED = "正在恢复"
"""An answer without the engine: it says so once, and does not repeat the question."""

_TURN = re.compile(r"第(\d+)条：")


@dataclass
class Tally:
    """What became of the users' messages."""

    sent: int = 0
    passively: int = 0
    pushed: int = 0
    fetched: int = 0
    degraded: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    told_of_failure: int = 0
    miscounted: int = 0
    kills: int = 0
    seconds: float = 0.0
    slowest: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.seconds:.0f} 秒，发出 {self.sent} 条：被动回复 {self.passively}，"
            f"客服推送 {self.pushed}，随后取到 {self.fetched}，"
            f"理解服务出错时给查询结果 {self.degraded}，丢失 {len(self.lost)}，"
            f"重复 {len(self.doubled)}；微信提示故障 {self.told_of_failure}，"
            f"对话轮次不对的用户 {self.miscounted}；杀掉进程 {self.kills} 次；"
            f"最慢的被动回复 {self.slowest:.2f} 秒"
        )

    @property
    def is_clean(self) -> bool:
        """Whether every message was answered exactly once.

        WeChat's own error may still show where we break all three of its connections ourselves.
        """
        return not (self.lost or self.doubled or self.miscounted)


@dataclass
class User:
    """Writes one message after the other and reads what appears on the screen."""

    openid: str
    caller: Caller
    tally: Tally
    asked: list[str] = field(default_factory=list)
    at_once: Counter[str] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)
    turns: list[str] = field(default_factory=list)
    degraded: int = 0

    async def chat(self, until: float) -> None:
        while time.monotonic() < until:
            await self.ask(f"问题{self.openid[5:]}x{len(self.asked)}号")
            await asyncio.sleep(random.uniform(0, 0.4))

    async def ask(self, text: str) -> None:
        self.asked.append(text)
        self.tally.sent += 1
        await self.read(message(self.openid, Content=text), text)

    async def read(self, said: dict[str, object], text: str | None) -> None:
        """Delivers a message; a few are delivered twice at the same time."""
        twice = random.random() < 0.03
        copies = [self.caller.deliver(said) for _ in range(1 + twice)]
        replies = await asyncio.gather(*copies)
        reply = next((r for r in replies if r and r.text), None)  # WeChat shows one of them
        shown = reply.text or "" if reply else ""
        self.turns += _TURN.findall(shown)
        for found in _SENT.findall(shown):
            (self.at_once if found == text else self.later)[found] += 1
        self.degraded += shown.count(DEGRADED)
        while "回复“更多”" in shown:
            more = await self.caller.deliver(message(self.openid, Content="更多"))
            shown = more.text or "" if more else ""
            self.later.update(_SENT.findall(shown))
            self.turns += _TURN.findall(shown)
            self.degraded += shown.count(DEGRADED)


async def soak(seconds: float, users: int = 32, *, quick: bool = False) -> Tally:
    """Runs it; ``quick`` shortens the times for a short burst."""
    random.seed(7)
    engine, interface, tally = Engine(), Interface(), Tally()
    pace = Pace(
        answer_within=1.5, owe_after=1.0, retries=(0.2, 0.4), takeover=3, again=2, patrol=0.5
    )
    pace = pace if quick else Pace()
    wait = pace.answer_within
    engine.delay = lambda _text: random.choices(
        (random.uniform(0.005, 0.05), random.uniform(wait, wait * 1.6)), (95, 5)
    )[0]
    engine.failing = lambda text: "问题" in text and random.random() < 0.01
    interface.random_fault = _faults
    with tempfile.TemporaryDirectory() as folder:
        async with listening(engine.app(), port := free_port()), listening(interface.app()) as api:
            var = Path(folder)
            apps = [AppProcess(var, port, api, pace) for _ in range(2)]
            for app in apps:  # one after the other: the first makes the tables
                await app.start()
            try:
                await _talk(seconds, users, apps, interface, tally, pace)
            finally:
                for app in apps:
                    await app.end()
    return tally


def _faults(call: str) -> int | None:
    """Of the pushes some are refused: busy, a token that ran out, a user out of reach, a 500."""
    faults = (None, -1, 42001, 45015, 502)
    return random.choices(faults, (70, 10, 8, 8, 4))[0] if call == "send" else None


async def _talk(
    seconds: float,
    users: int,
    apps: list[AppProcess],
    interface: Interface,
    tally: Tally,
    pace: Pace,
) -> None:
    began = time.monotonic()
    callers = [
        Caller([f"{app.base}/wechat" for app in apps], mode=mode, drop=_hangs_up) for mode in MODES
    ]
    people = [User(f"oUser{n:02}", callers[n % 3], tally) for n in range(users)]
    killing = asyncio.create_task(_kill_now_and_then(apps, tally, seconds))
    await asyncio.gather(*(person.chat(began + seconds) for person in people))
    tally.seconds = time.monotonic() - began
    killing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await killing
    for app in apps:
        if app.process is None or app.process.poll() is not None:
            await app.start()
    interface.random_fault = lambda _call: None
    await _settle(people, interface, pace)
    _count(people, interface, tally)
    tally.told_of_failure = sum(caller.failed for caller in callers)
    tally.slowest = max(caller.slowest for caller in callers)
    for caller in callers:
        await caller.close()


def _hangs_up(_attempt: int) -> float | None:
    """Now and then the connection breaks before the answer is there."""
    return random.uniform(0.01, 0.2) if random.random() < 0.02 else None


async def _kill_now_and_then(apps: list[AppProcess], tally: Tally, seconds: float) -> None:
    for n in range(max(1, int(seconds / 30))):
        await asyncio.sleep(min(20, seconds / 3))
        app = apps[n % len(apps)]
        await app.end()
        tally.kills += 1
        await asyncio.sleep(0.5)
        await app.start()


async def _settle(people: list[User], interface: Interface, pace: Pace) -> None:
    """Waits for what is still on its way, then everyone writes once more: that fetches the rest."""
    for _ in range(4):
        pushes = -1
        while pushes != len(interface.sent):
            pushes = len(interface.sent)
            await asyncio.sleep(pace.takeover / 2 + pace.patrol + 1)
        for person in people:
            await person.read(message(person.openid, Content="在吗，还有没有结果"), None)
        if not _missing(people, interface):
            return


def _missing(people: list[User], interface: Interface) -> list[str]:
    """Messages without an answer of their own, less those answered without the engine."""
    pushed = _pushed(interface)
    lost = []
    for person in people:
        silent = [
            text
            for text in person.asked
            if not (person.at_once[text] + person.later[text] + pushed[text])
        ]
        lost += silent[_degraded(person, interface) :]
    return lost


def _degraded(person: User, interface: Interface) -> int:
    """How many answers without the engine the user was shown."""
    texts = [text for openid, text in interface.sent if openid == person.openid]
    return person.degraded + sum(text.count(DEGRADED) for text in texts)


def _pushed(interface: Interface) -> Counter[str]:
    pushed: Counter[str] = Counter()
    for openid, text in interface.sent:
        pushed.update(found for found in _SENT.findall(text) if openid[5:] in found)
        assert all(openid[5:] in found for found in _SENT.findall(text)), "to somebody else"
    return pushed


def _count(people: list[User], interface: Interface, tally: Tally) -> None:
    pushed = _pushed(interface)
    for person in people:
        for text in person.asked:
            ways = person.at_once[text], pushed[text], person.later[text]
            tally.passively += ways[0] > 0
            tally.pushed += ways[1] > 0
            tally.fetched += ways[2] > 0 and not sum(ways[:2])
            if sum(ways) > 1:
                tally.doubled.append(f"{text} {ways}")
        texts = [text for openid, text in interface.sent if openid == person.openid]
        silent = sum(not (person.at_once[t] + person.later[t] + pushed[t]) for t in person.asked)
        degraded = _degraded(person, interface)
        tally.degraded += degraded
        tally.doubled += [f"{person.openid}：没有理解服务的回答"] * max(0, degraded - silent)
        turns = sorted(int(n) for n in [*person.turns, *_TURN.findall("".join(texts))])
        tally.miscounted += turns != list(range(1, len(turns) + 1))
    tally.lost = _missing(people, interface)


def main() -> None:
    """Runs the soak and prints the tally; exit status 1 unless it is clean."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    users = int(sys.argv[2]) if len(sys.argv) > 2 else 32
    tally = asyncio.run(soak(seconds, users))
    print(tally)
    for name in ("lost", "doubled"):
        for text in getattr(tally, name)[:20]:
            print(f"  {name}: {text}")
    sys.exit(0 if tally.is_clean else 1)


if __name__ == "__main__":
    main()
