"""What the audit log asks of the database, each inside the transaction it is handed.

Writers take turns on the head's row (SQLite has one writer anyhow), so that the chain never forks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from bot.audit.chain import GENESIS, Anchor, Entry, hash_of, is_sealed, seal
from bot.store.tables import audit_checkpoints, audit_entries, audit_head

SHORTENED = "audit.shortened"
RESEALED = "audit.resealed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: between two moments (naive UTC, the end left out), whose, which action."""

    since: datetime | None = None
    until: datetime | None = None
    name: str = ""
    action: str = ""
    subject: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL; a name or subject is looked for inside the column, an action by its start."""
        columns = audit_entries.c
        found: list[ColumnElement[bool]] = []
        if self.since:
            found.append(columns.at >= self.since)
        if self.until:
            found.append(columns.at < self.until)
        if self.name:
            found.append(columns.name.contains(self.name, autoescape=True))
        if self.action:
            found.append(columns.action.startswith(self.action, autoescape=True))
        if self.subject:
            found.append(columns.subject.contains(self.subject, autoescape=True))
        return found


def append(db: Connection, key: bytes, entry: Entry) -> Anchor:
    """Adds the entry (its number and hash are given here) and seals the new head."""
    head, sealed = lock_head(db)
    if head.seq and not is_sealed(key, head, sealed):
        told = replace(entry, actor=None, name="", action=RESEALED, subject="", address="")
        head = _add(db, head, replace(told, detail="{}"))
    head = _add(db, head, entry)
    changed = update(audit_head).values(seq=head.seq, hash=head.hash, seal=seal(key, head))
    db.execute(changed)
    return head


def lock_head(db: Connection) -> tuple[Anchor, str]:
    """The head and its seal; other writers wait until this transaction ends."""
    row = db.execute(select(audit_head).with_for_update()).one()
    return Anchor(row.seq, row.hash), row.seal


def checkpoint(db: Connection) -> Anchor:
    """Where the present chain begins: the last entry that was removed, if any."""
    newest = audit_checkpoints.c.seq.desc()
    row = db.execute(select(audit_checkpoints).order_by(newest).limit(1)).first()
    return Anchor(row.seq, row.hash) if row else Anchor(0, GENESIS)


def after(db: Connection, seq: int, limit: int) -> list[Entry]:
    """The next entries after ``seq`` in the chain's order."""
    columns = audit_entries.c
    found = select(audit_entries).where(columns.seq > seq).order_by(columns.seq).limit(limit)
    return [_entry(row) for row in db.execute(found)]


def newest(
    db: Connection, wanted: Wanted, *, below: int | None = None, limit: int = 100
) -> list[Entry]:
    """Entries that are wanted, newest first, from below a number on."""
    conditions = wanted.conditions()
    if below is not None:
        conditions.append(audit_entries.c.seq < below)
    found = select(audit_entries).where(*conditions).order_by(audit_entries.c.seq.desc())
    return [_entry(row) for row in db.execute(found.limit(limit))]


def count(db: Connection, wanted: Wanted) -> int:
    """How many entries are wanted."""
    counted = select(func.count()).select_from(audit_entries).where(*wanted.conditions())
    return int(db.execute(counted).scalar_one())


def older_than(db: Connection, moment: datetime) -> Anchor | None:
    """The last entry of the chain's beginning that is wholly older than the moment."""
    columns = audit_entries.c
    kept = db.execute(select(func.min(columns.seq)).where(columns.at >= moment)).scalar()
    old = select(columns.seq, columns.hash).order_by(columns.seq.desc()).limit(1)
    if kept is not None:
        old = old.where(columns.seq < kept)
    row = db.execute(old).first()
    return Anchor(row.seq, row.hash) if row else None


def remove_through(db: Connection, end: Anchor, at: datetime) -> int:
    """Sets a checkpoint and removes the entries up to it; how many they were."""
    db.execute(insert(audit_checkpoints).values(seq=end.seq, hash=end.hash, at=at))
    return db.execute(delete(audit_entries).where(audit_entries.c.seq <= end.seq)).rowcount


def _add(db: Connection, head: Anchor, entry: Entry) -> Anchor:
    numbered = replace(entry, seq=head.seq + 1)
    hashed = hash_of(numbered, head.hash)
    row = {name: getattr(numbered, name) for name in Entry.__slots__}
    db.execute(insert(audit_entries).values({**row, "hash": hashed}))
    return Anchor(numbered.seq, hashed)


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(**row._mapping)
