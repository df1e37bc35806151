"""The audit log: appended to by many, changed by nobody, shortened only when old."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot import housekeeping
from bot.audit import Trail, exporting
from bot.audit.chain import Anchor, Break, Entry, hash_of, walk
from bot.audit.retention import shorten
from bot.audit.statements import Wanted, newest
from bot.audit.verifying import verify
from bot.clock import utc_now
from bot.store import Store
from tests.console.conftest import Seating, logged

SECRET = b"a secret of the tests, 32 characters"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An empty database; each test runs on SQLite and on PostgreSQL."""
    made = Store(database_url)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
def trail(store: Store) -> Trail:
    """The log of that database."""
    return Trail(store, SECRET)


async def tamper(store: Store, *statements: str) -> None:
    """Somebody who owns the database takes the triggers off and does as they please."""

    def work(db) -> None:
        if db.dialect.name == "sqlite":
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in db.execute(text(triggers)).all():
                db.execute(text(f"DROP TRIGGER {name}"))
        else:
            db.execute(text("SET session_replication_role = replica"))
        for statement in statements:
            db.execute(text(statement))
        if db.dialect.name != "sqlite":
            db.execute(text("SET session_replication_role = DEFAULT"))

    await store.transact(work)


async def write(trail: Trail, count: int) -> None:
    for number in range(count):
        await trail.note("case.viewed", f"个案{number}", {"n": number}, name="张三")


async def broken(store: Store, trail: Trail) -> Break | None:
    return (await verify(store, trail.key)).broken


async def test_an_untouched_log_is_whole(store: Store, trail: Trail) -> None:
    assert (await verify(store, trail.key)).entries == 0
    await write(trail, 5)
    report = await verify(store, trail.key)
    assert report.broken is None and report.entries == 5 and report.head.seq == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET subject = 'x'",
        "DELETE FROM audit_entries",
        "DELETE FROM audit_entries WHERE seq = 3",
        "INSERT INTO audit_checkpoints (seq, hash, at) VALUES (3, 'x', '2026-01-01 00:00:00')",
        "DELETE FROM audit_head",
    ],
)
async def test_the_database_refuses_to_change_it(
    store: Store, trail: Trail, statement: str
) -> None:
    await write(trail, 3)
    with pytest.raises(DatabaseError):
        await store.transact(lambda db: db.execute(text(statement)))
    assert await broken(store, trail) is None


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE audit_entries SET subject = 'x' WHERE seq = 3", 3),
        ("UPDATE audit_entries SET at = '2020-01-01 00:00:00' WHERE seq = 2", 2),
        ("UPDATE audit_entries SET hash = 'x' WHERE seq = 4", 4),
        ("DELETE FROM audit_entries WHERE seq = 1", 1),
        ("DELETE FROM audit_entries WHERE seq = 3", 3),
        ("DELETE FROM audit_entries WHERE seq >= 4", 4),
        ("DELETE FROM audit_entries", 1),
        ("UPDATE audit_entries SET seq = 9 WHERE seq = 5", 5),
        (
            "INSERT INTO audit_entries SELECT 6, at, actor, name, action, subject, detail,"
            " address, hash FROM audit_entries WHERE seq = 5",
            6,
        ),
        ("UPDATE audit_head SET seal = 'x'", 5),
    ],
)
async def test_a_change_behind_its_back_is_found_where_it_is(
    store: Store, trail: Trail, statement: str, place: int
) -> None:
    await write(trail, 5)
    await tamper(store, statement)
    found = await broken(store, trail)
    assert found is not None and found.seq == place


async def test_two_entries_changing_places_are_found(store: Store, trail: Trail) -> None:
    await write(trail, 5)
    move = "UPDATE audit_entries SET seq = {} WHERE seq = {}"
    await tamper(store, move.format(99, 2), move.format(2, 4), move.format(4, 99))
    found = await broken(store, trail)
    assert found is not None and found.seq == 2


async def test_a_forged_chain_lacks_the_seal(store: Store, trail: Trail) -> None:
    await write(trail, 3)
    entries = (await store.transact(lambda db: newest(db, Wanted())))[::-1]
    before, statements = "0" * 64, []
    for entry in entries:
        forged = replace(entry, subject="无事发生")
        before = hash_of(forged, before)
        statements.append(
            f"UPDATE audit_entries SET subject = '无事发生', hash = '{before}'"
            f" WHERE seq = {entry.seq}"
        )
    await tamper(store, *statements, f"UPDATE audit_head SET hash = '{before}'")
    found = await broken(store, trail)
    assert found is not None and "封印" in found.reason
    await write(trail, 1)  # whoever writes next does not heal it silently
    assert (await verify(store, trail.key)).resealed == [4]


async def test_a_shorter_log_put_in_place_is_found_by_a_head_noted_down(
    store: Store, trail: Trail
) -> None:
    await write(trail, 3)
    head = await store.transact(lambda db: db.execute(text("SELECT * FROM audit_head")).one())
    await write(trail, 2)
    known = (await verify(store, trail.key)).head
    back = f"UPDATE audit_head SET seq = 3, hash = '{head.hash}', seal = '{head.seal}'"
    await tamper(store, "DELETE FROM audit_entries WHERE seq > 3", back)
    assert await broken(store, trail) is None
    report = await verify(store, trail.key, known=known)
    assert report.broken is not None and "第5条" in report.broken.reason


async def test_a_new_secret_is_told_in_the_log(store: Store, trail: Trail) -> None:
    await write(trail, 2)
    renewed = Trail(store, b"another secret, also 32 characters")
    assert "封印" in (await verify(store, renewed.key)).broken.reason
    await write(renewed, 1)
    report = await verify(store, renewed.key)
    assert report.broken is None and report.resealed == [3] and report.entries == 4


async def test_many_writers_in_two_processes_make_one_chain(
    store: Store, trail: Trail, database_url: str
) -> None:
    second = Store(database_url)
    await second.open()
    other = Trail(second, SECRET)
    await asyncio.gather(*(write(one, 5) for one in (trail, other) * 4))
    await second.close()
    report = await verify(store, trail.key)
    assert report.broken is None and report.entries == 40


async def test_what_fails_leaves_no_entry(store: Store, trail: Trail) -> None:
    def work(db) -> None:
        trail.append(db, "case.viewed")
        raise RuntimeError("the rest of the transaction failed")

    with pytest.raises(RuntimeError):
        await store.transact(work)
    assert (await verify(store, trail.key)).entries == 0


async def test_old_entries_go_and_the_rest_still_verifies(store: Store) -> None:
    clock = [utc_now() - timedelta(days=400)]
    trail = Trail(store, SECRET, lambda: clock[0])
    await write(trail, 4)
    clock[0] += timedelta(days=300)
    await write(trail, 2)
    clock[0] = utc_now()
    await write(trail, 1)

    assert await shorten(store, trail, 180) == 4
    assert await shorten(store, trail, 180) == 0
    report = await verify(store, trail.key)
    assert report.broken is None and report.start.seq == 4 and report.entries == 4

    clock[0] = utc_now() + timedelta(days=200)  # a wrong clock must not empty the log
    with pytest.raises(DatabaseError):
        await shorten(store, trail, 180, lambda: clock[0])


async def test_the_app_shortens_the_log_by_itself(seating: Seating) -> None:
    async with seating(audit_days=200) as desk:
        house, settings = desk.office.house, desk.office.settings
        for days in (201, 199):
            old = utc_now() - timedelta(days=days)
            await Trail(house.store, settings.require_secret(), lambda old=old: old).note("signout")
        for chore in housekeeping.chores_of(settings):
            await chore(house)
        assert await logged(desk) == ["signout", "audit.shortened"]


async def test_a_beginning_removed_by_hand_is_found(store: Store, trail: Trail) -> None:
    await write(trail, 5)
    entry = (await store.transact(lambda db: newest(db, Wanted(), below=4, limit=1)))[0]
    cut = f"INSERT INTO audit_checkpoints VALUES (3, '{entry.hash}', '2026-01-01 00:00:00')"
    await tamper(store, cut, "DELETE FROM audit_entries WHERE seq <= 3")
    found = await broken(store, trail)
    assert found is not None and found.seq == 3


async def test_personal_data_never_reaches_the_log(store: Store, trail: Trail) -> None:
    detail = {"text": "我的手机13812345678", "facts": [{"id": "身份证号11010519491231002X"}]}
    await trail.note("case.viewed", "来电13812345678", detail, name="13812345678")
    (entry,) = await store.transact(lambda db: newest(db, Wanted()))
    kept = f"{entry.subject}{entry.detail}{entry.name}"
    assert "13812345678" not in kept and "11010519491231002X" not in kept
    assert kept.count("电话号码已隐去") == 3


async def test_long_details_are_cut_and_stay_json(store: Store, trail: Trail) -> None:
    await trail.note("case.viewed", "题" * 999, {"text": "长" * 9999})
    (entry,) = await store.transact(lambda db: newest(db, Wanted()))
    assert len(entry.subject) == 256 and "shortened" in json.loads(entry.detail)
    assert await broken(store, trail) is None


async def test_the_export_runs_nothing_in_a_spreadsheet(store: Store, trail: Trail) -> None:
    for subject in ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", " =1", '个案1，"引号"'):
        await trail.note("case.viewed", subject, name="=cmd")
    lines = [piece async for piece in exporting.csv_of(store, Wanted())]
    assert lines[0].startswith("\ufeff序号,时间（北京）")
    assert len(lines) == 8 and all("'=cmd" in line for line in lines[1:])
    cells = "".join(lines[1:])
    for harmful in (",=", ",+", ",-", ",@", ',"=', ',"\t', ", ="):
        assert harmful not in cells
    rows = [json.loads(line) async for line in exporting.json_of(store, Wanted(subject="个案"))]
    assert [row["subject"] for row in rows] == ['个案1，"引号"']


START = datetime(2026, 1, 1)
texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=8)


@st.composite
def chains(draw: st.DrawFn) -> list[Entry]:
    """A sound chain of two to eight entries."""
    made, before = [], "0" * 64
    for seq in range(1, draw(st.integers(2, 8)) + 1):
        words = {name: draw(texts) for name in ("name", "action", "subject", "detail", "address")}
        actor = draw(st.none() | st.integers(1, 9))
        entry = Entry(seq=seq, at=START + timedelta(microseconds=seq), actor=actor, **words)
        before = hash_of(entry, before)
        made.append(replace(entry, hash=before))
    return made


def is_whole(entries: list[Entry], head: Anchor) -> bool:
    return walk(entries, Anchor()) == head


@pytest.mark.properties
@given(st.data(), chains())
def test_any_edit_removal_or_move_is_found(data: st.DataObject, chain: list[Entry]) -> None:
    head = Anchor(chain[-1].seq, chain[-1].hash)
    assert is_whole(chain, head)
    at = data.draw(st.integers(0, len(chain) - 1))
    kind = data.draw(st.sampled_from(["edit", "time", "remove", "move", "repeat", "renumber"]))
    changed = list(chain)
    if kind == "edit":
        column = data.draw(st.sampled_from(["name", "action", "subject", "detail", "address"]))
        value = data.draw(texts.filter(lambda one: one != getattr(chain[at], column)))
        changed[at] = replace(chain[at], **{column: value})
        if data.draw(st.booleans()):  # also when its own hash is mended, as long as others follow
            before = chain[at - 1].hash if at else "0" * 64
            changed[at] = replace(changed[at], hash=hash_of(changed[at], before))
    elif kind == "time":
        changed[at] = replace(chain[at], at=chain[at].at + timedelta(microseconds=1))
    elif kind == "remove":
        del changed[at]
        if data.draw(st.booleans()):  # and the numbers closed up
            changed = [replace(one, seq=n) for n, one in enumerate(changed, 1)]
    elif kind == "move":
        other = data.draw(st.integers(0, len(chain) - 1).filter(lambda one: one != at))
        changed[at], changed[other] = changed[other], changed[at]
        if data.draw(st.booleans()):
            changed = [replace(one, seq=n) for n, one in enumerate(changed, 1)]
    elif kind == "repeat":
        changed.insert(at, chain[at])
    else:
        changed[at] = replace(chain[at], seq=chain[at].seq + 1)
    assert not is_whole(changed, head)
