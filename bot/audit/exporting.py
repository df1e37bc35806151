"""The log as files for others to read: CSV for spreadsheets, JSON lines for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

from bot.audit import statements
from bot.audit.actions import action_name
from bot.audit.chain import Entry
from bot.audit.statements import Wanted
from bot.clock import in_beijing
from bot.store import Store

CHUNK = 1000
BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only when it begins with this."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADER = ("序号", "时间（北京）", "人员", "操作", "对象", "详情", "来源地址", "校验值")


async def csv_of(store: Store, wanted: Wanted) -> AsyncIterator[str]:
    """CSV, newest first, in pieces; nothing in it can run as a formula."""
    yield BOM + csv_line(_HEADER)
    async for entry in _newest(store, wanted):
        at = in_beijing(entry.at).strftime("%Y-%m-%d %H:%M:%S")
        action = action_name(entry.action)
        who = (entry.seq, at, entry.name, action, entry.subject)
        yield csv_line((*who, entry.detail, entry.address, entry.hash))


async def json_of(store: Store, wanted: Wanted) -> AsyncIterator[str]:
    """One JSON object a line, newest first; with what is needed to check the hashes elsewhere."""
    async for entry in _newest(store, wanted):
        fields: dict[str, Any] = {name: getattr(entry, name) for name in Entry.__slots__}
        fields["at"] = entry.at.isoformat(timespec="microseconds")
        yield json.dumps(fields, ensure_ascii=False) + "\n"


def csv_line(cells: tuple[object, ...]) -> str:
    """One line of CSV; a text that a spreadsheet would run is made a plain one by an apostrophe."""
    line = io.StringIO()
    csv.writer(line).writerow([_plain(cell) for cell in cells])
    return line.getvalue()


def _plain(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell


async def _newest(store: Store, wanted: Wanted) -> AsyncIterator[Entry]:
    below: int | None = None
    while chunk := await _chunk(store, wanted, below):
        for entry in chunk:
            yield entry
        below = chunk[-1].seq


async def _chunk(store: Store, wanted: Wanted, below: int | None) -> list[Entry]:
    return await store.transact(lambda db: statements.newest(db, wanted, below=below, limit=CHUNK))
