"""Accounts in the database; each function works inside the transaction it is handed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from bot.accounts.errors import AccountError, UnknownUserError
from bot.accounts.roles import Person, check_roles
from bot.store.tables import users

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s]{2,}")


@dataclass(frozen=True, slots=True)
class User:
    """An account as it is kept. ``password`` is a hash (None: signs in elsewhere only)."""

    id: int
    login: str
    name: str
    number: int
    roles: frozenset[str]
    email: str | None
    password: str | None
    must_change: bool
    disabled: bool
    totp_secret: bytes | None
    totp_step: int
    oidc_subject: str | None
    created_at: datetime
    signed_in_at: datetime | None

    @property
    def person(self) -> Person:
        """The person who holds the account."""
        return Person(self.id, self.login, self.name, self.number, self.roles)


def normal_login(login: str) -> str:
    """A login as it is compared: capitals, width and blanks around make no difference."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def by_login(db: Connection, login: str) -> User:
    """The account; ``UnknownUserError`` when there is none."""
    found = find_login(db, login)
    if found is None:
        raise UnknownUserError("没有这个账号。policybot users list 列出全部账号。", field="login")
    return found


def by_id(db: Connection, user: int) -> User:
    """The account; ``UnknownUserError`` when there is none."""
    found = find(db, users.c.id == user)
    if found is None:
        raise UnknownUserError("没有这个账号，可能刚刚变动过，请刷新。")
    return found


def find(db: Connection, condition: ColumnElement[bool]) -> User | None:
    """The one account of which the condition holds, if any."""
    row = db.execute(select(users).where(condition)).first()
    return _user(row) if row else None


def find_login(db: Connection, login: str) -> User | None:
    """The account of that login, if any."""
    return find(db, users.c.login == normal_login(login))


def listing(db: Connection) -> list[User]:
    """Every account, by seat number."""
    return [_user(row) for row in db.execute(select(users).order_by(users.c.number))]


def exist(db: Connection) -> bool:
    """Whether there is any account."""
    return db.execute(select(users.c.id).limit(1)).first() is not None


def add(
    db: Connection,
    *,
    login: str,
    name: str,
    roles: Iterable[str],
    password: str | None,
    now: datetime,
    email: str | None = None,
    must_change: bool = True,
) -> User:
    """Adds an account with the next seat number; ``password`` is the hash.

    Raises ``AccountError`` for a login, name, email or role that cannot be taken.
    """
    login, name = normal_login(login), name.strip()
    email = _normal_email(email)
    _check_login(db, login)
    _check_name(name)
    _check_email(db, email)
    number = int(db.execute(select(func.coalesce(func.max(users.c.number), 0))).scalar_one()) + 1
    row = {"login": login, "name": name, "number": number, "roles": " ".join(check_roles(roles))}
    row |= {"email": email, "password": password, "disabled": False, "totp_step": 0}
    row |= {"must_change": must_change and password is not None, "created_at": now}
    added = db.execute(insert(users).values(row).returning(users.c.id)).scalar_one()
    return by_id(db, added)


def edit(db: Connection, user: User, *, name: str, email: str | None) -> None:
    """Sets name and email; with another email the identity provider has to be matched anew.

    Raises ``AccountError`` for a name or email that cannot be taken.
    """
    name, email = name.strip(), _normal_email(email)
    _check_name(name)
    columns: dict[str, object] = {"name": name}
    if email != user.email:
        _check_email(db, email)
        columns |= {"email": email, "oidc_subject": None}
    change(db, user.id, **columns)


def change(db: Connection, user: int, **values: object) -> None:
    """Sets columns of an account."""
    db.execute(update(users).where(users.c.id == user).values(values))


def keep_an_administrator(db: Connection, but: int) -> None:
    """``AccountError`` unless somebody else than ``but`` can administer accounts."""
    others = [one for one in listing(db) if one.id != but and not one.disabled]
    if not any("administrator" in one.roles for one in others):
        raise AccountError("这是最后一个可用的系统管理员，请先添加另一个。", field="roles")


def _check_login(db: Connection, login: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise AccountError(
            "账号要由2至64个小写字母、数字或 . _ @ - 组成，以字母或数字开头。", field="login"
        )
    if find_login(db, login):
        raise AccountError("这个账号已经有了。", field="login")


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= 64:
        raise AccountError("姓名要有1至64个字。", field="name")


def _normal_email(email: str | None) -> str | None:
    return (email or "").strip().casefold() or None


def _check_email(db: Connection, email: str | None) -> None:
    if email is None:
        return
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        raise AccountError("邮箱的写法不对。", field="email")
    if find(db, users.c.email == email):
        raise AccountError("这个邮箱已经用在另一个账号上。", field="email")


def _user(row: Row[tuple[object, ...]]) -> User:
    columns = dict(row._mapping)
    return User(**{**columns, "roles": frozenset(row.roles.split())})
