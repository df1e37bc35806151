"""What agents look up and change is in the audit log, without what callers said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.audit.statements import Wanted, newest
from tests.console.conftest import Desk

SignedIn = Callable[..., AbstractAsyncContextManager[Desk]]
SCRIPT = {"x-desk": "1", "accept": "application/json"}


async def test_facts_and_verdicts_are_traced_by_name(signed_in: SignedIn) -> None:
    async with signed_in("agent") as desk:

        async def do(act: str, number: str, **fields: str) -> str:
            path = f"/console/calls/{number}/{act}"
            sent = await desk.post(path, fields, headers=SCRIPT)
            return re.search(r'data-number="([^"]+)"', sent.text)[1]

        number = await do("fact", "new", fact="headcount", value="28")
        await do("fact", number, fact="region", value="包头市")
        await do("focus", number, measure="job_retention_refund")
        await do("fact", number, fact="region", value="包头市")
        found = await desk.office.store.transact(lambda db: newest(db, Wanted()))

    traced = [(one.action, json.loads(one.detail)) for one in reversed(found)]
    assert traced == [
        ("call.facts", {"facts": ["audience", "headcount"]}),
        ("call.facts", {"facts": ["region"]}),
        ("call.looked_up", {"measures": ["job_retention_refund"]}),
    ]
    assert {one.subject for one in found} == {number}
