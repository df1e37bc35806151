"""What the desk's pages share: the calls in the database, the search, the stage, the documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy.exc import IntegrityError

from actions import describe
from actions.desk import Desk
from actions.wording import Wording
from bot import masking
from bot.accounts.roles import Person
from bot.console.desk import calls
from bot.console.desk.calls import Call
from bot.console.desk.codes import dispositions
from bot.console.desk.scene import Stage
from bot.console.desk.words import Words
from bot.console.office import Office
from bot.console.search import Finder
from bot.documents import Library
from policy_kb import KnowledgeBase

NEW = "new"
"""In an address, the call that has no number yet."""

MOST_NOTE = 2000
_TRIES = 20
_FRESH = timedelta(hours=12)


class Room:
    """The desk of one app."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.library = Library(office.settings.documents)

    @property
    def kb(self) -> KnowledgeBase:
        """The policies."""
        return self.office.house.kb

    @property
    def today(self) -> date:
        """The day that calls are judged by unless they say otherwise."""
        return self.office.house.clock()

    @cached_property
    def finder(self) -> Finder:
        """The search, prepared when it is first needed."""
        return Finder(self.kb)

    @cached_property
    def _stage(self) -> Stage:
        return Stage(Desk(self.kb, self.today, Wording()), Words(self.kb))

    @property
    def stage(self) -> Stage:
        """The stage, today."""
        return self._stage.on(self.today)

    async def call(self, number: str, person: Person) -> Call:
        """The person's call of that number; a blank one for ``NEW``. ``CallMissingError``."""
        if number == NEW:
            return Call(user_id=person.id)
        return await self.office.store.transact(lambda db: calls.find(db, number, person.id))

    async def any_call(self, number: str) -> Call:
        """The call of that number, whoever took it."""
        return await self.office.store.transact(lambda db: calls.find(db, number, None))

    async def draft(self, person: Person) -> Call | None:
        """The call the person was in the middle of."""
        since = self.office.now() - _FRESH
        return await self.office.store.transact(lambda db: calls.draft_of(db, person.id, since))

    async def change(self, number: str, person: Person, how: Callable[[Call], Call]) -> Call:
        """The call after ``how``, saved; one without a number gets the next of the day."""
        if number == NEW:
            number = (await self._begin(person)).number
        return await self.office.store.transact(
            lambda db: calls.change(db, number, person.id, how, self._words, self.office.now())
        )

    async def listed(self, person: Person, q: str, state: str | None) -> list[Call]:
        """The person's calls; everyone's for those who may see them."""
        whose = None if person.may("cases.all") else person.id
        words = q.split()[:5]
        return await self.office.store.transact(
            lambda db: calls.listed(db, whose, words=words, state=state)
        )

    async def _begin(self, person: Person) -> Call:
        for left in reversed(range(_TRIES)):
            try:
                return await self.office.store.transact(
                    lambda db: calls.new_call(db, person.id, self.office.now())
                )
            except IntegrityError:  # another process took the number
                if not left:
                    raise
        raise AssertionError

    def _words(self, call: Call) -> str:
        """What a call is found by."""
        ended = dispositions().get(call.disposition or "")
        names = [self.kb.measures[one].name for one in call.measures if one in self.kb.measures]
        facts = [describe.value_text(self.kb, *pair) for pair in call.case.facts.items()]
        place = call.case.region or ""
        return " ".join([call.number, place, *names, *facts, *call.said, call.note,
                         ended.name if ended else ""])  # fmt: skip

    def finished(self, call: Call, code: str, follow_up: date | None, note: str) -> Call:
        """The call wrapped up; open while it is to be followed up."""
        return replace(
            call,
            state=calls.OPEN if follow_up else calls.CLOSED,
            disposition=code,
            follow_up=follow_up,
            note=safe_note(note),
            ended_at=call.ended_at or self.office.now(),
        )


def safe_note(text: str) -> str:
    """A note without personal identifiers."""
    return masking.mask(text.strip()[:MOST_NOTE]).text


def moment(at: datetime | None) -> str:
    """A moment for a machine to count from; empty for none."""
    return f"{at.isoformat()}Z" if at else ""
