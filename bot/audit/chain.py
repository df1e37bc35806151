"""The hash chain of the audit log: each entry's hash covers the entry and the hash before it.

Pure. Whoever edits, removes, adds or moves an entry breaks the chain at that entry; the head is
sealed with a key that the database does not hold, so that rewriting the whole chain shows too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``at`` is naive UTC, ``detail`` JSON text; ``hash`` is hexadecimal."""

    seq: int
    at: datetime
    actor: int | None
    name: str
    action: str
    subject: str
    detail: str
    address: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the chain: the number of an entry and its hash."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold, and in Chinese what is wrong there."""

    seq: int
    reason: str


def hash_of(entry: Entry, before: str) -> str:
    """The hash an entry must have after the hash ``before``."""
    fields = [
        before,
        entry.seq,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor,
        entry.name,
        entry.action,
        entry.subject,
        entry.detail,
        entry.address,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()


def seal(key: bytes, anchor: Anchor) -> str:
    """Proof that a holder of ``key`` wrote this head."""
    return hmac.new(key, f"{anchor.seq}:{anchor.hash}".encode(), hashlib.sha256).hexdigest()


def is_sealed(key: bytes, anchor: Anchor, claimed: str) -> bool:
    """Whether the seal belongs to the anchor."""
    return hmac.compare_digest(seal(key, anchor), claimed)


def walk(entries: Iterable[Entry], start: Anchor) -> Anchor | Break:
    """Follows the chain from ``start``; where it ends, or the first entry that breaks it."""
    at = start
    for entry in entries:
        if entry.seq != at.seq + 1:
            missing = at.seq + 1
            if entry.seq > missing:
                return Break(missing, f"缺少第{missing}条（后面是第{entry.seq}条）")
            return Break(entry.seq, f"第{entry.seq}条的位置不对（应为第{missing}条）")
        expected = hash_of(entry, at.hash)
        if not hmac.compare_digest(expected, entry.hash):
            return Break(entry.seq, f"第{entry.seq}条的内容或它前面的记录被改过")
        at = Anchor(entry.seq, entry.hash)
    return at
