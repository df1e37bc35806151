"""The audit log: who saw and did what, append-only and hash-chained.

Other rooms use ``Trail.note`` (its own transaction) or ``Trail.append`` (inside theirs); personal
identifiers are masked before anything is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot import masking
from bot.accounts.roles import Person
from bot.audit import statements
from bot.audit.chain import Anchor, Entry
from bot.clock import Now, utc_now
from bot.keys import derive
from bot.store import Store

__all__ = ["Trail"]

_LONGEST = {"name": 128, "action": 64, "subject": 256, "address": 64}  # as the columns are
_LONGEST_DETAIL = 4000


class Trail:
    """Writes the log. ``secret`` is the operator's; the log's own key is derived from it."""

    def __init__(self, store: Store, secret: bytes, now: Now = utc_now) -> None:
        self._store = store
        self._now = now
        self.key = derive(secret, "audit")

    async def note(
        self,
        action: str,
        subject: str = "",
        detail: Mapping[str, Any] | None = None,
        *,
        person: Person | None = None,
        name: str = "",
        address: str = "",
    ) -> None:
        """Adds one entry. ``name`` says who it was where there is no ``person``."""
        await self._store.transact(
            lambda db: self.append(
                db, action, subject, detail, person=person, name=name, address=address
            )
        )

    def append(
        self,
        db: Connection,
        action: str,
        subject: str = "",
        detail: Mapping[str, Any] | None = None,
        *,
        person: Person | None = None,
        name: str = "",
        address: str = "",
    ) -> Anchor:
        """Adds one entry inside a transaction: what was done and that it was done, or neither.

        Call it last in the transaction: other writers of the log wait from here to its end.
        """
        words = _dump(_masked(dict(detail or {})))
        if len(words) > _LONGEST_DETAIL:
            words = _dump({"shortened": words[:_LONGEST_DETAIL]})
        entry = Entry(
            seq=0,
            at=self._now(),
            actor=person.id if person else None,
            name=_fit("name", f"{person.name}（{person.login}）" if person else name),
            action=_fit("action", action),
            subject=_fit("subject", subject),
            detail=words,
            address=_fit("address", address),
        )
        return statements.append(db, self.key, entry)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _fit(column: str, text: str) -> str:
    return masking.mask(text).text[: _LONGEST[column]]


def _masked(value: Any) -> Any:
    """The value with every text in it masked, whatever it lies in."""
    if isinstance(value, str):
        return masking.mask(value).text
    if isinstance(value, Mapping):
        return {str(key): _masked(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)
