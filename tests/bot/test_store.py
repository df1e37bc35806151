"""What is recorded comes back; what is forgotten is gone, from the file too."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.__main__ import open_store
from bot.store import Record, Store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = Store(database_url)
    await made.open()
    yield made
    await made.close()


def record(message_id: str = "m1", **changes: object) -> Record:
    values: dict[str, object] = {
        "session_id": "session-1",
        "message_id": message_id,
        "channel": "api",
        "text": "我们28个人",
        "answer": {"replies": [{"kind": "text", "text": "好"}]},
        "case": {"facts": {"headcount": 28}},
    }
    return Record(**{**values, **changes})  # type: ignore[arg-type]


async def test_an_unknown_session_has_nothing(store: Store) -> None:
    known = await store.recall("session-1", "m1")

    assert known.answer is None and known.case is None
    assert await store.history("session-1") is None
    assert not await store.forget("session-1")


async def test_answer_and_case_come_back(store: Store) -> None:
    await store.record(record())

    known = await store.recall("session-1", "m1")
    assert known.answer == record().answer
    assert known.case == record().case
    assert (await store.recall("session-1", "m2")).answer is None


async def test_history_is_oldest_first(store: Store) -> None:
    await store.record(record("m1", text="一"))
    await store.record(record("m2", text="二", case={"facts": {"headcount": 35}}))

    history = await store.history("session-1")
    assert history is not None
    assert [message["text"] for message in history] == ["一", "二"]
    assert (await store.recall("session-1", "m3")).case == {"facts": {"headcount": 35}}


async def test_a_message_is_recorded_once_or_not_at_all(store: Store) -> None:
    assert await store.record(record(case={"n": 1}, answer={"first": True})) is None
    assert await store.record(record(case={"n": 2}, answer={"first": False})) == {"first": True}

    assert (await store.recall("session-1", "m1")).case == {"n": 1}
    assert len(await store.history("session-1") or ()) == 1


async def test_an_error_of_the_database_does_not_quote_the_citizen(store: Store) -> None:
    with pytest.raises(IntegrityError) as caught:
        await store.record(record(answer={"replies": []}, channel=None))

    assert "28个人" not in str(caught.value)


async def test_what_is_forgotten_is_gone(store: Store) -> None:
    await store.record(record())
    await store.record(record(session_id="session-2"))

    assert await store.forget("session-1")

    assert await store.history("session-1") is None
    assert await store.history("session-2") is not None


async def test_what_is_forgotten_is_gone_from_the_file(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/deep/er/bot.sqlite3")
    await store.open()
    await store.record(record(text="很特别的一句话"))
    assert await store.forget("session-1")

    files = b"".join(path.read_bytes() for path in (tmp_path / "deep" / "er").iterdir())
    assert "很特别的一句话".encode() not in files
    await store.close()


async def test_it_survives_a_restart(database_url: str) -> None:
    first = Store(database_url)
    await first.open()
    await first.record(record())
    await first.close()

    second = Store(database_url)
    await second.open()
    assert (await second.recall("session-1", "m1")).answer == record().answer
    await second.close()


async def test_the_file_is_written_ahead(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/bot.sqlite3")
    await store.open()
    await store.close()

    with sqlite3.connect(tmp_path / "bot.sqlite3") as raw:
        assert raw.execute("pragma journal_mode").fetchone() == ("wal",)
    raw.close()


async def test_a_database_that_comes_up_late_is_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = OperationalError("", {}, Exception("connection refused\nmore"))
    opening = AsyncMock(side_effect=[refused, None])
    monkeypatch.setattr(Store, "open", opening)

    await open_store(store)

    assert opening.await_count == 2
    assert capsys.readouterr().err == "数据库打不开（connection refused），1 秒后再试\n"


async def test_closing_waits_for_what_is_under_way(store: Store) -> None:
    began = threading.Event()

    def slow(db: Connection) -> object:
        began.set()
        time.sleep(0.2)
        return db.execute(text("SELECT 1")).scalar()

    working = asyncio.create_task(store.transact(slow))
    await asyncio.to_thread(began.wait)
    await store.close()

    assert await working == 1
