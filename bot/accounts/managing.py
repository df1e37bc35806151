"""What administrators do to accounts, from the console or the command line; all of it is logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.accounts import factors, passwords, sessions, users
from bot.accounts.errors import AccountError
from bot.accounts.lockout import Lockout
from bot.accounts.passwords import Passwords
from bot.accounts.roles import Person, check_roles
from bot.accounts.users import User
from bot.audit import Trail
from bot.clock import Now, utc_now
from bot.store import Store


@dataclass(frozen=True, slots=True)
class By:
    """Who manages: a signed-in administrator, or whoever runs the command (``name``)."""

    person: Person | None = None
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Managing:
    """Adds, changes and disables accounts. Each call raises ``AccountError`` where it cannot."""

    store: Store
    trail: Trail
    lockout: Lockout
    hasher: Passwords
    now: Now = utc_now

    async def add(
        self,
        by: By,
        *,
        login: str,
        name: str,
        roles: Iterable[str],
        password: str | None,
        email: str | None = None,
    ) -> User:
        """A new account, whose password has to be changed at the first sign-in.

        Without a password it can only sign in through the identity provider, by its email.
        """
        if password is None and not email:
            raise AccountError("不设密码的账号要有邮箱，用来对上统一身份账号。", field="email")
        if password is not None:
            passwords.check(password, login=login, name=name)
        kept = await self.hasher.hash(password) if password is not None else None

        def work(db: Connection) -> User:
            user = users.add(
                db,
                login=login,
                name=name,
                roles=roles,
                password=kept,
                email=email,
                now=self.now(),
            )
            self._note(db, by, "user.added", user, {"roles": sorted(user.roles)})
            return user

        return await self.store.transact(work)

    async def edit(self, by: By, user: User, *, name: str, email: str | None) -> None:
        """Another name or email; an account without a password keeps an email."""
        if user.password is None and not (email or "").strip():
            raise AccountError("不设密码的账号要有邮箱，用来对上统一身份账号。", field="email")

        def work(db: Connection) -> None:
            users.edit(db, user, name=name, email=email)
            after = users.by_id(db, user.id)
            changed = [
                one for one in ("name", "email") if getattr(user, one) != getattr(after, one)
            ]
            self._note(db, by, "user.edited", user, {"changed": changed})

        await self.store.transact(work)

    async def reset(self, by: By, user: User, password: str, *, totp: bool = False) -> None:
        """A new password for somebody who forgot theirs; ends their sessions and their waiting.

        ``totp``: takes the second factor off too (the telephone is lost).
        """
        passwords.check(password, login=user.login, name=user.name)
        kept = await self.hasher.hash(password)

        def work(db: Connection) -> None:
            users.change(db, user.id, password=kept, must_change=True)
            if totp:
                factors.drop_totp(db, user.id)
            sessions.end_all(db, user.id)
            self._note(db, by, "user.reset", user, {"totp": totp})

        await self.store.transact(work)
        await self.lockout.forgive(user.login)

    async def disable(self, by: By, user: User) -> None:
        """Shuts the account out at once; never the last administrator."""

        def work(db: Connection) -> None:
            users.keep_an_administrator(db, but=user.id)
            users.change(db, user.id, disabled=True)
            sessions.end_all(db, user.id)
            self._note(db, by, "user.disabled", user, {})

        await self.store.transact(work)

    async def enable(self, by: By, user: User) -> None:
        """Lets the account in again, without waiting for failures before."""

        def work(db: Connection) -> None:
            users.change(db, user.id, disabled=False)
            self._note(db, by, "user.enabled", user, {})

        await self.store.transact(work)
        await self.lockout.forgive(user.login)

    async def set_roles(self, by: By, user: User, roles: Iterable[str]) -> None:
        """Gives the account exactly these roles; the last administrator stays one."""
        wanted = check_roles(roles)

        def work(db: Connection) -> None:
            if "administrator" not in wanted:
                users.keep_an_administrator(db, but=user.id)
            users.change(db, user.id, roles=" ".join(wanted))
            detail = {"before": sorted(user.roles), "after": list(wanted)}
            self._note(db, by, "user.roles", user, detail)

        await self.store.transact(work)

    def _note(
        self, db: Connection, by: By, action: str, user: User, detail: Mapping[str, Any]
    ) -> None:
        self.trail.append(
            db, action, user.login, detail, person=by.person, name=by.name, address=by.address
        )
