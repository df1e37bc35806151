"""What every console page works with: the house, the log, keys, cookies, and the visit."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from fastapi import Request, Response

from bot.accounts import sessions
from bot.accounts.lockout import Lockout
from bot.accounts.managing import Managing
from bot.accounts.oidc import Provider
from bot.accounts.passwords import Passwords
from bot.accounts.roles import Person
from bot.accounts.sessions import FULL, Session
from bot.accounts.signing import Signing
from bot.audit import Trail
from bot.clock import Now, utc_now
from bot.keys import derive
from bot.path import House
from bot.settings import Settings
from bot.store import Store

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


@dataclass(frozen=True)
class Office:
    """The console's share of the app. ``now`` tells naive UTC."""

    house: House
    settings: Settings
    now: Now = utc_now
    _keys: dict[str, bytes] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        """The database."""
        return self.house.store

    @cached_property
    def trail(self) -> Trail:
        """The audit log."""
        return Trail(self.store, self.settings.require_secret(), self.now)

    @cached_property
    def lockout(self) -> Lockout:
        """The waits after failed sign-ins."""
        return Lockout(self.house.shared, self.now)

    @cached_property
    def passwords(self) -> Passwords:
        """What hashes and checks passwords."""
        return Passwords()

    @cached_property
    def signing(self) -> Signing:
        """What begins and completes sign-ins."""
        secret = self.settings.require_secret()
        return Signing(self.store, self.trail, self.lockout, self.passwords, secret, self.now)

    @cached_property
    def managing(self) -> Managing:
        """What administrators do to accounts."""
        return Managing(self.store, self.trail, self.lockout, self.passwords, self.now)

    @cached_property
    def oidc(self) -> Provider | None:
        """The identity provider, where one is set up."""
        given = self.settings
        if not (given.oidc_issuer and given.oidc_client_id):
            return None
        kept = given.oidc_client_secret
        secret = kept.get_secret_value() if kept else ""
        return Provider(
            given.oidc_issuer, given.oidc_client_id, secret, self.house.shared, self.now
        )

    @property
    def idle(self) -> timedelta:
        """How long a session lives without being used."""
        return timedelta(minutes=self.settings.console_idle)

    def key(self, purpose: str) -> bytes:
        """The console's key for one purpose."""
        if purpose not in self._keys:
            secret = self.settings.require_secret()
            self._keys[purpose] = derive(secret, f"console {purpose}")
        return self._keys[purpose]

    def csrf(self, about: str) -> str:
        """The form token that belongs to a session or to a form cookie."""
        return hmac.new(self.key("csrf"), about.encode(), hashlib.sha256).hexdigest()

    def is_secure(self, request: Request) -> bool:
        """Whether cookies may insist on HTTPS."""
        return request.url.scheme == "https" or self.settings.public_url.startswith("https:")

    def cookie_name(self, request: Request, name: str) -> str:
        """The name a cookie has here; over HTTPS browsers guard ``__Secure-`` ones."""
        return f"__Secure-{name}" if self.is_secure(request) else name

    def cookie(self, request: Request, name: str) -> str:
        """What the browser sent, or nothing."""
        return request.cookies.get(self.cookie_name(request, name), "")

    def set_cookie(
        self,
        request: Request,
        response: Response,
        name: str,
        value: str,
        *,
        age: int | None = None,
        lax: bool = False,
    ) -> None:
        """Sets a cookie for the console; ``age`` in seconds, None until the browser closes."""
        response.set_cookie(
            self.cookie_name(request, name),
            value,
            max_age=age,
            path="/console",
            secure=self.is_secure(request),
            httponly=True,
            samesite="lax" if lax else "strict",
        )

    def drop_cookie(self, request: Request, response: Response, name: str) -> None:
        """Takes a cookie back."""
        response.delete_cookie(
            self.cookie_name(request, name),
            path="/console",
            secure=self.is_secure(request),
            httponly=True,
        )

    async def visit(self, request: Request) -> Visit:
        """Who makes this request; a visit without a person when nobody is signed in."""
        token = self.cookie(request, SESSION)
        if token:
            kept = sessions.hashed(self.signing.session_key, token)
            is_use = LIVE not in request.headers
            found = await self.store.transact(
                lambda db: sessions.find(db, kept, self.now(), self.idle, is_use=is_use)
            )
            if found:
                return Visit(self.csrf(kept), found.person, found.stage, kept)
        form = self.cookie(request, FORM)
        fresh = "" if form else sessions.new_token()
        return Visit(self.csrf(f"form {form or fresh}"), form=fresh)


def office_of(request: Request) -> Office:
    """The office of the app that serves this request."""
    office: Office = request.app.state.office
    return office


def visit_of(request: Request) -> Visit:
    """The visit that a guard has established; an anonymous one before."""
    visit: Visit = getattr(request.state, "visit", None) or Visit()
    return visit


async def establish(request: Request) -> Visit:
    """Finds out, once for each request, who makes it."""
    if getattr(request.state, "visit", None) is None:
        request.state.visit = await office_of(request).visit(request)
    return visit_of(request)


def address_of(request: Request) -> str:
    """The network address the request comes from."""
    return request.client.host if request.client else ""
