"""Whether the log is whole: every entry follows from the one before, up to the sealed head."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.audit import statements
from bot.audit.chain import Anchor, Break, Entry, is_sealed, walk
from bot.audit.statements import RESEALED, SHORTENED
from bot.store import Store

CHUNK = 2000
"""Entries read in one transaction: who writes the log waits no longer than that."""


@dataclass(slots=True)
class Report:
    """What was found. ``start`` and ``head`` enclose the entries that were checked."""

    start: Anchor
    head: Anchor
    entries: int = 0
    broken: Break | None = None
    resealed: list[int] = field(default_factory=list)  # where the operator's secret was changed


async def verify(store: Store, key: bytes, *, known: Anchor | None = None) -> Report:
    """Follows the whole chain, while others go on writing.

    ``known`` is a head noted down earlier: that entry must still have that hash.
    """
    check = _Check(key, known)
    while not await store.transact(check.step):
        pass
    return check.report


class _Check:
    """One verification, chunk by chunk; what it has seen so far."""

    def __init__(self, key: bytes, known: Anchor | None) -> None:
        self._key, self._known = key, known
        self._at = Anchor()
        self._start: Anchor | None = None
        self._told: Anchor | None = None  # the last place where the log says it was shortened
        self.report = Report(self._at, self._at)

    def step(self, db: Connection) -> bool:
        """Checks the next chunk; whether the end is reached."""
        head, sealed = statements.lock_head(db)
        start = statements.checkpoint(db)
        if start != self._start:  # the first chunk, or the log was shortened meanwhile
            self._start = self._at = start
            self.report = Report(start, start)
        chunk = statements.after(db, self._at.seq, CHUNK)
        end = walk(chunk, self._at)
        if isinstance(end, Break):
            return self._end(end)
        self._look_at(chunk)
        self._at = end
        self.report.entries += len(chunk)
        self.report.head = end
        return len(chunk) < CHUNK and self._end(self._judge(head, sealed))

    def _look_at(self, chunk: Sequence[Entry]) -> None:
        for entry in chunk:
            if entry.action == RESEALED:
                self.report.resealed.append(entry.seq)
            if entry.action == SHORTENED:
                removed = json.loads(entry.detail)
                self._told = Anchor(removed["through"], removed["hash"])
            if self._known and entry.seq == self._known.seq and entry.hash != self._known.hash:
                self.report.broken = Break(entry.seq, "和您记下的那一条不一致，整条记录链被换过")

    def _judge(self, head: Anchor, sealed: str) -> Break | None:
        """What is wrong although the chain itself holds."""
        end, start = self._at, self._start
        assert start is not None
        if self.report.broken:
            return self.report.broken
        if end.seq < head.seq:
            return Break(end.seq + 1, f"缺少第{end.seq + 1}条至第{head.seq}条")
        if end != head:
            return Break(head.seq + 1, "末尾有不是本系统写入的记录")
        if head.seq and not is_sealed(self._key, head, sealed):
            return Break(head.seq, "末尾的封印不对：记录被改过，或者POLICYBOT_SECRET换过")
        if start.seq and self._told != start:
            return Break(start.seq, "开头被删过，而记录里没有相应的到期清理")
        if self._known and self._known.seq > end.seq:
            return Break(end.seq + 1, f"您记下的是第{self._known.seq}条，现在只到第{end.seq}条")
        return None

    def _end(self, broken: Break | None) -> bool:
        self.report.broken = broken
        return True
