"""What every console page works with: the house, the log, keys, and what signs people in."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from fastapi import Request

from bot.accounts.lockout import Lockout
from bot.accounts.managing import Managing
from bot.accounts.oidc import Provider
from bot.accounts.passwords import Passwords
from bot.accounts.signing import Signing
from bot.audit import Trail
from bot.clock import Now, utc_now
from bot.keys import derive
from bot.path import House
from bot.settings import Settings
from bot.store import Store


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


def office_of(request: Request) -> Office:
    """The office of the app that serves this request."""
    office: Office = request.app.state.office
    return office
