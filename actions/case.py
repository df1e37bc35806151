"""The case: what one person has told, as of which day and where, and where the talk stands.

It travels as JSON between the store and the actions; nothing here changes one in place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from actions.errors import CaseError
from actions.words import Ask

Option = Mapping[str, Any]
"""A choice offered last: its `text` and what it means (measures, ask, as_of, intent, fact)."""


FIRST = ""
"""The applicant the talk began with."""


@dataclass(frozen=True, slots=True)
class Last:
    """What the previous reply did, so that short answers to it can be read."""

    ask: Ask | None = None
    shown: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    listed: tuple[str, ...] = ()
    """The measures last shown in a list, in its order."""
    inferred: bool = False
    unanswered: int = 0
    """How often the pending question has been put without an answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """Facts in JSON form, place, date judged by, measures in focus, the pending question."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    region: str | None = None
    as_of: date | None = None
    focus: tuple[str, ...] = ()
    asked: str | None = None
    declined: tuple[str, ...] = ()
    misses: int = 0
    last: Last = field(default_factory=Last)
    who: str = FIRST
    """Whose case this now is: FIRST, whoever the talk began with, or a key of `actions.people`."""
    away: str | None = None
    """The place outside Inner Mongolia where one is insured or works, if that was said."""
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The cases of the others spoken of, in JSON form, the latest last."""

    @classmethod
    def from_json(cls, raw: Mapping[str, Any] | None) -> "Case":
        """The case of its JSON form (None or {} = a new one); CaseError names what is wrong."""
        raw = raw or {}
        try:
            last = raw.get("last") or {}
            return cls(
                facts=dict(raw.get("facts") or {}),
                region=raw.get("region"),
                as_of=date.fromisoformat(raw["as_of"]) if raw.get("as_of") else None,
                focus=tuple(raw.get("focus") or ()),
                asked=raw.get("asked"),
                declined=tuple(raw.get("declined") or ()),
                misses=int(raw.get("misses") or 0),
                who=str(raw.get("who") or FIRST),
                away=raw.get("away"),
                others={key: dict(other) for key, other in (raw.get("others") or {}).items()},
                last=Last(
                    ask=last.get("ask"),
                    shown=tuple(last.get("shown") or ()),
                    told=tuple(last.get("told") or ()),
                    outcomes=dict(last.get("outcomes") or {}),
                    options=tuple(last.get("options") or ()),
                    listed=tuple(last.get("listed") or ()),
                    inferred=bool(last.get("inferred")),
                    unanswered=int(last.get("unanswered") or 0),
                ),
            )
        except (TypeError, ValueError, AttributeError) as error:
            raise CaseError(f"案情数据无法读取：{error}") from error

    def to_json(self) -> dict[str, Any]:
        """The JSON form, lists and ISO dates only."""
        return {
            "facts": dict(self.facts),
            "region": self.region,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "focus": list(self.focus),
            "asked": self.asked,
            "declined": list(self.declined),
            "misses": self.misses,
            "who": self.who,
            "away": self.away,
            "others": {key: dict(other) for key, other in self.others.items()},
            "last": {
                "ask": self.last.ask,
                "shown": list(self.last.shown),
                "told": list(self.last.told),
                "outcomes": dict(self.last.outcomes),
                "options": [dict(option) for option in self.last.options],
                "listed": list(self.last.listed),
                "inferred": self.last.inferred,
                "unanswered": self.last.unanswered,
            },
        }

    def with_facts(self, facts: Mapping[str, Any]) -> "Case":
        """The case with `facts` told; what is told now is no longer declined."""
        declined = tuple(name for name in self.declined if name not in facts)
        return replace(self, facts={**self.facts, **facts}, declined=declined)

    def declining(self, name: str) -> "Case":
        """The case with the question about `name` set aside."""
        declined = (*(d for d in self.declined if d != name), name)
        return replace(self, declined=declined, asked=None)

    def focusing(self, measures: Iterable[str]) -> "Case":
        """The case with these measures in focus."""
        return replace(self, focus=tuple(measures))
