"""Signing in: password, then a code where one is set up, then a new password where one is due."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.accounts import factors, passwords, sessions, totp, users
from bot.accounts.errors import PasswordError, SignInError
from bot.accounts.lockout import Lockout
from bot.accounts.passwords import Passwords
from bot.accounts.sealing import unseal
from bot.accounts.sessions import FULL, NEEDS_CODE, NEEDS_PASSWORD, Session
from bot.accounts.users import User
from bot.audit import Trail
from bot.clock import Now
from bot.keys import derive
from bot.store import Store

_AT_ONCE = 2  # attempts in this process, so that a crowd cannot outrun the counting


@dataclass(frozen=True, slots=True)
class Started:
    """A session just begun: what the cookie holds, whose it is, and what is still lacking."""

    token: str
    user: User
    stage: str


class Signing:
    """Begins and completes sign-ins, logs each, and makes failures wait."""

    def __init__(
        self,
        store: Store,
        trail: Trail,
        lockout: Lockout,
        hasher: Passwords,
        secret: bytes,
        now: Now,
    ) -> None:
        self._store, self._trail, self._lockout = store, trail, lockout
        self._passwords, self._now = hasher, now
        self.session_key = derive(secret, "console session")
        self.totp_key = derive(secret, "console totp")
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def by_password(self, login: str, password: str, address: str) -> Started:
        """Begins a session; raises ``SignInError`` or ``LockedError``, which tell no more.

        An unknown account takes as long, and waits as long, as a wrong password.
        """
        login = users.normal_login(login)
        async with self._attempt(login, address):
            user = await self._store.transact(lambda db: users.find_login(db, login))
            right = await self._passwords.verify(user.password if user else None, password)
            if user is None or user.disabled or not right:
                await self._fail(user, login, address, "signin.failed")
                raise SignInError("账号或密码不对。")
            if user.password and self._passwords.is_outdated(user.password):
                renewed = await self._passwords.hash(password)
                await self._store.transact(lambda db: users.change(db, user.id, password=renewed))
            return await self.begin(user, address, "password")

    async def by_code(self, session: Session, typed: str, address: str) -> Started:
        """Goes on after the password with a one-time or recovery code; raises as above."""
        user = await self._store.transact(lambda db: users.by_id(db, session.person.id))
        async with self._attempt(user.login, address):
            if not await self.takes_code(user, typed, address):
                await self._fail(user, user.login, address, "signin.code_failed")
                raise SignInError("动态口令不对，或者已经用过，请等下一个。")
            return await self.begin(user, address, "code", instead_of=session.token)

    async def takes_code(self, user: User, typed: str, address: str) -> bool:
        """Whether a one-time or recovery code is right; it then never works again."""
        code = totp.normal_code(typed)
        if totp.is_recovery_code(code):
            kept = self.kept_code(code)
            return await self._store.transact(lambda db: self._recover(db, user, kept, address))
        if user.totp_secret is None:
            return False
        secret = unseal(self.totp_key, user.totp_secret, str(user.id)).decode()
        step = totp.step_of(secret, code, self._now())
        if step is None:
            return False
        return await self._store.transact(lambda db: factors.use_step(db, user.id, step))

    def kept_code(self, code: str) -> str:
        """A recovery code as the database holds it."""
        return hmac.new(self.totp_key, code.encode(), hashlib.sha256).hexdigest()

    async def begin(
        self, user: User, address: str, method: str, *, instead_of: str = ""
    ) -> Started:
        """A new session with a new token; ``instead_of`` names the one it follows and ends."""
        token, stage = sessions.new_token(), _stage(user, method)
        kept = sessions.hashed(self.session_key, token)

        def work(db: Connection) -> None:
            now = self._now()
            sessions.end(db, instead_of)
            sessions.purge(db, now)
            sessions.begin(db, kept, user.id, stage, address, now)
            if stage != NEEDS_CODE and method != "change":
                users.change(db, user.id, signed_in_at=now)
                self._note(db, "signin.done", user, address, {"by": method})

        await self._store.transact(work)
        if stage != NEEDS_CODE:
            await self._lockout.forgive(user.login)
        return Started(token, user, stage)

    async def change_password(
        self, session: Session, current: str | None, new: str, address: str
    ) -> Started:
        """Sets a new password, ends every other session and begins this one anew.

        ``current`` is None only where it has just been given. Raises ``PasswordError`` for a new
        password against the rule, ``SignInError`` or ``LockedError`` for a wrong current one.
        """
        user = await self._store.transact(lambda db: users.by_id(db, session.person.id))
        if current is not None:
            await self.confirm(user, current, address, "password.refused")
        passwords.check(new, login=user.login, name=user.name)
        if await self._passwords.verify(user.password, new):
            raise PasswordError("新密码不能和原来的一样。", field="password")
        hashed = await self._passwords.hash(new)

        def work(db: Connection) -> User:
            users.change(db, user.id, password=hashed, must_change=False)
            ended = sessions.end_all(db, user.id)
            self._note(db, "password.changed", user, address, {"sessions_ended": ended - 1})
            return users.by_id(db, user.id)

        return await self.begin(await self._store.transact(work), address, "change")

    async def confirm(self, user: User, password: str, address: str, action: str) -> None:
        """Makes sure that the one who sits there knows the password; failures count and wait."""
        async with self._attempt(user.login, address):
            if not await self._passwords.verify(user.password, password):
                await self._fail(user, user.login, address, action)
                raise SignInError("当前密码不对。")

    @asynccontextmanager
    async def _attempt(self, login: str, address: str) -> AsyncIterator[None]:
        """One attempt, alone at its account; ``LockedError`` where it has to wait."""
        await self._lockout.check(login, address)  # who has to wait takes nobody's place
        async with self._lockout.turn(login), self._turns:
            await self._lockout.check(login, address)
            yield

    async def _fail(self, user: User | None, login: str, address: str, action: str) -> None:
        """Logs and counts a failure. Who types a password for a name shall not find it logged."""
        wait = await self._lockout.failed(login, address)
        found = user.person if user else None
        await self._trail.note(action, person=found, name="未知账号", address=address)
        if wait:
            detail = {"seconds": wait}
            await self._trail.note(
                "signin.locked", "", detail, person=found, name="未知账号", address=address
            )

    def _recover(self, db: Connection, user: User, kept: str, address: str) -> bool:
        if not factors.use_recovery_code(db, user.id, kept):
            return False
        left = factors.count_recovery_codes(db, user.id)
        self._note(db, "totp.recovered", user, address, {"left": left})
        return True

    def _note(
        self, db: Connection, action: str, user: User, address: str, detail: dict[str, object]
    ) -> None:
        self._trail.append(db, action, user.login, detail, person=user.person, address=address)


def _stage(user: User, method: str) -> str:
    """What a sign-in by this method still lacks."""
    if user.totp_secret is not None and method in ("password", "oidc"):
        return NEEDS_CODE
    if user.must_change and method != "oidc":
        return NEEDS_PASSWORD
    return FULL
