"""Who may do what: four roles, the permissions of each, and the person who holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.accounts.errors import AccountError

ROLES: Mapping[str, str] = {
    "agent": "坐席",
    "keeper": "知识管理员",
    "auditor": "审计员",
    "administrator": "系统管理员",
}
"""Each role's name as people read it."""

PERMISSIONS: Mapping[str, frozenset[str]] = {
    "desk": frozenset({"agent"}),  # look up, judge, take calls, join chats
    "cases": frozenset({"agent"}),  # one's own cases
    "cases.all": frozenset({"auditor"}),  # everyone's cases, read only
    "queue": frozenset({"keeper"}),  # feedback and unanswered questions
    "dashboard": frozenset({"keeper"}),
    "audit": frozenset({"auditor"}),
    "users": frozenset({"administrator"}),
}
"""For each permission, the roles that hold it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in. ``number`` is the seat number that citizens see (坐席3号)."""

    id: int
    login: str
    name: str
    number: int
    roles: frozenset[str]

    def may(self, *permissions: str) -> bool:
        """Whether one of the person's roles holds one of the permissions."""
        return any(self.roles & PERMISSIONS[permission] for permission in permissions)

    @property
    def title(self) -> str:
        """What a citizen is shown instead of the name."""
        return f"坐席{self.number}号"


def check_roles(names: Iterable[str]) -> tuple[str, ...]:
    """The roles in their fixed order, each once; ``AccountError`` names one that does not exist."""
    wanted = set(names)
    wrong = wanted - set(ROLES)
    if wrong or not wanted:
        shown = "、".join(f"{role}（{name}）" for role, name in ROLES.items())
        raise AccountError(f"角色要从这些里选，至少一个：{shown}。", field="roles")
    return tuple(role for role in ROLES if role in wanted)


def role_names(roles: Iterable[str]) -> str:
    """The roles as people read them."""
    held = set(roles)
    return "、".join(name for role, name in ROLES.items() if role in held)
