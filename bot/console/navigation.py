"""The console's pages: where each is, what it is called, and which permission opens it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.roles import Person


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation; any of ``permissions`` opens it."""

    path: str
    title: str
    permissions: tuple[str, ...]


PLACES: tuple[Place, ...] = (
    Place("/console/calls", "接听", ("desk",)),
    Place("/console/chats", "在线对话", ("desk",)),
    Place("/console/cases", "通话记录", ("cases", "cases.all")),
    Place("/console/queue", "待处理", ("queue",)),
    Place("/console/dashboard", "概况", ("dashboard",)),
    Place("/console/audit", "操作记录", ("audit",)),
    Place("/console/users", "账号", ("users",)),
)
"""In the order they are shown; the first one open to a person is where they start."""


def open_to(person: Person) -> list[Place]:
    """The pages this person may open."""
    return [place for place in PLACES if person.may(*place.permissions)]


def start_of(person: Person) -> str:
    """Where the person begins."""
    return next((place.path for place in open_to(person)), "/console/me")
