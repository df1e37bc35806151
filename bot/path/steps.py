"""The steps of the message path, in the order they are walked."""

from __future__ import annotations

import math
import re
import time
from contextlib import suppress
from functools import cache
from typing import Any

from actions import amending
from actions.case import Case
from actions.wording import Wording
from bot import guard as guarding
from bot import masking
from bot.errors import EngineError, RateError, RequestError
from bot.judging import check_values
from bot.path import answers, fallback
from bot.path.turn import House, Json, Turn
from bot.store import Record
from bot.wording import say
from policy_kb import FactError, RegionError

_wording = cache(Wording)  # compiled templates are worth keeping
MINUTE = 60.0

_SESSION_ID = re.compile(r"[A-Za-z0-9._~-]{8,128}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._~:+=@-]{1,128}")


async def verify(turn: Turn, house: House) -> None:
    """The ids are well formed, and the place, if one is set, is one of ours."""
    check_session_id(turn.session_id)
    if not _MESSAGE_ID.fullmatch(turn.message_id):
        raise RequestError(
            "message_id 要由1至128个字母、数字或 . _ ~ : + = @ - 组成，每条消息各不相同。",
            field="message_id",
        )
    if turn.region is not None:
        try:
            turn.region = house.kb.region(turn.region).name
        except RegionError as error:
            raise RequestError(str(error), field="region") from error


def check_session_id(session_id: str) -> None:
    """``RequestError`` unless the id is one that a client may choose."""
    if not _SESSION_ID.fullmatch(session_id):
        raise RequestError(
            "session_id 要由8至128个字母、数字或 . _ ~ - 组成，由客户端随机产生。",
            field="session_id",
        )


async def queue(turn: Turn, house: House) -> None:
    """Waits until the session's message before this one is done, in whichever process."""
    await turn.leaving.enter_async_context(house.queue.hold(turn.session_id))


async def deduplicate(turn: Turn, house: House) -> None:
    """A message already answered gets the same answer; otherwise the case is recalled."""
    known = await house.store.recall(turn.session_id, turn.message_id)
    if known.answer is not None:
        house.metrics.dedup_hits.labels("stored").inc()
        turn.answer, turn.repeated = known.answer, True
    turn.case, turn.state = known.case or {}, known.state


async def limit(turn: Turn, house: House) -> None:
    """Not more messages a minute than one session, and all of them together, may send."""
    rates = {f"user:{turn.session_id}": house.rates.per_user, "all": house.rates.total}
    for key, most in rates.items():
        if await house.shared.count(f"rate:{key}", MINUTE) > most:
            wait = math.ceil(await house.shared.wait(f"rate:{key}", MINUTE, most)) or 1
            raise RateError(say("too_fast", wait=str(wait)), wait)


async def mask(turn: Turn, house: House) -> None:
    """Takes personal identifiers out of the text."""
    masked = masking.mask(turn.text)
    turn.text, turn.masked = masked.text, masked.kinds
    if masked.kinds:
        house.metrics.masked.inc()


async def guard(turn: Turn, house: House) -> None:
    """Refuses what cannot be answered, defuses what could give orders; orders change nothing."""
    turn.text = guarding.check(turn.text)
    if guarding.is_command(turn.text):
        turn.replies = [{"kind": "text", "text": say("no_commands")}]


async def amend(turn: Turn, house: House) -> None:
    """Facts set by hand need no reading: the case is mended and judged again at once."""
    if not turn.changes or turn.replies:
        return
    check_values(turn.changes)
    case, today = Case.from_json(_case_as_set(turn)), house.clock()
    try:
        after, turn.replies = amending.amend(house.kb, case, turn.changes, today, _wording())
    except FactError as error:
        raise RequestError(str(error), field=f"set.{error.fact}") from error
    turn.case = after.to_json()


async def ask_engine(turn: Turn, house: House) -> None:
    """The engine's replies and the case after them; without the engine, what still works.

    When the engine fails the case stays as it was, so the citizen can simply say it again. While a
    person answers the session, the message is only kept, for that person to read.
    """
    if turn.replies or turn.state == "agent":
        return
    case = _case_as_set(turn)
    metadata = {"case": case, "today": house.clock().isoformat()}
    started = time.perf_counter()
    try:
        payloads = await house.engine.converse(
            sender=turn.session_id, message_id=turn.message_id, text=turn.text, metadata=metadata
        )
        turn.case, turn.replies = _read_payloads(payloads, case)
    except EngineError as error:
        house.metrics.engine_errors.labels(error.kind).inc()
        turn.degraded = True
        turn.replies = fallback.replies(turn, house)
        return
    house.metrics.engine_seconds.observe(time.perf_counter() - started)


def _case_as_set(turn: Turn) -> Json:
    """The case with the place and date the sender set beside the message.

    Never quite empty: the actions would take an absent case for one to find in their own memory.
    """
    case = {"facts": {}, **turn.case}
    if turn.region is not None:
        case["region"] = turn.region
    if turn.as_of is not None:
        case["as_of"] = turn.as_of.isoformat()
    return case


def _read_payloads(payloads: list[Json], case: Json) -> tuple[Json, list[Json]]:
    """Case and replies out of what the engine sent; plain texts are replies too."""
    replies: list[Json] = []
    for payload in payloads:
        custom: Any = payload.get("custom") or payload
        if isinstance(custom.get("replies"), list):
            replies += custom["replies"]
            case = custom.get("case") or case
        elif custom.get("text"):
            replies.append({"kind": "text", "text": str(custom["text"])})
    if not replies:
        raise EngineError("garbled")
    return case, replies


async def render(turn: Turn, house: House) -> None:
    """The answer in the form every channel shares."""
    turn.answer = answers.compose(turn, house)


async def send(turn: Turn, house: House) -> None:
    """Pushes the answer where the channel asks for it; request-and-response channels need none."""
    outlet = house.outlets.get(turn.channel)
    if outlet is not None:
        await outlet(turn)


async def record(turn: Turn, house: House) -> None:
    """Keeps the masked text, the answer and the case; or nothing at all, if that is the wish."""
    assert turn.answer is not None  # render came first
    if any(reply.get("forget") for reply in turn.replies):
        with suppress(EngineError):
            await house.engine.forget(turn.session_id)
        await house.store.forget(turn.session_id)
        return
    earlier = await house.store.record(
        Record(
            session_id=turn.session_id,
            message_id=turn.message_id,
            channel=turn.channel,
            text=turn.text,
            answer=turn.answer,
            case=turn.case,
            outcome=_outcome(turn),
            measures=_about(turn.answer),
            milliseconds=round((time.perf_counter() - turn.started) * 1000),
        )
    )
    if earlier is not None:  # another process took us for dead and answered
        house.metrics.dedup_hits.labels("recorded").inc()
        turn.answer, turn.repeated = earlier, True


def _outcome(turn: Turn) -> str:
    """What became of the message, for the bureau's figures."""
    if turn.state == "agent":
        return "agent"
    if turn.degraded:
        return "degraded"
    return "missed" if turn.case.get("misses") else "answered"


def _about(answer: Json) -> tuple[str, ...]:
    """The measures that the answer told of."""
    told = [reply["measure"] for reply in answer["replies"] if reply.get("kind") == "verdict"]
    return tuple(dict.fromkeys(told))
