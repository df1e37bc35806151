"""Who makes a request: found out once, from the session's cookie."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from bot.accounts import sessions
from bot.accounts.roles import Person
from bot.accounts.sessions import FULL, Session
from bot.console.cookies import cookie
from bot.console.office import office_of

SESSION = "console"
FORM = "console_form"
"""Cookies: the session's, and one that ties the forms before signing in to their browser."""

LIVE = "x-live"
"""A request with this header comes from a page by itself: nobody need be sitting before it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who makes this request. ``csrf`` goes into every form; ``form`` is a cookie still to set."""

    csrf: str = ""
    person: Person | None = None
    stage: str = ""
    token: str = ""
    form: str = ""

    @property
    def session(self) -> Session:
        """The session of a visit that has a person."""
        assert self.person is not None
        return Session(self.token, self.person, self.stage)

    @property
    def complete(self) -> bool:
        """Whether the person is wholly signed in."""
        return self.stage == FULL


def visit_of(request: Request) -> Visit:
    """The visit that a guard has established; an anonymous one before."""
    visit: Visit = getattr(request.state, "visit", None) or Visit()
    return visit


async def establish(request: Request) -> Visit:
    """Finds out, once for each request, who makes it."""
    if getattr(request.state, "visit", None) is None:
        request.state.visit = await _visit(request)
    return visit_of(request)


def address_of(request: Request) -> str:
    """The network address the request comes from."""
    return request.client.host if request.client else ""


async def _visit(request: Request) -> Visit:
    """A visit without a person when nobody is signed in."""
    office, token = office_of(request), cookie(request, SESSION)
    if token:
        kept = sessions.hashed(office.signing.session_key, token)
        is_use = LIVE not in request.headers
        found = await office.store.transact(
            lambda db: sessions.find(db, kept, office.now(), office.idle, is_use=is_use)
        )
        if found:
            return Visit(office.csrf(kept), found.person, found.stage, kept)
    form = cookie(request, FORM)
    fresh = "" if form else sessions.new_token()
    return Visit(office.csrf(f"form {form or fresh}"), form=fresh)
