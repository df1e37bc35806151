"""What the rules of a measure may name: facts, groups, documents, regions, measures.

Each look-up of an unknown name reports a problem at its line and gives None, so that loading goes
on and finds the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from policy_kb.derive import SameAs
from policy_kb.model import Choice, Citation, Document, Fact, Group, Region
from policy_kb.schema_base import Cite, nearest
from policy_kb.source import Source
from policy_kb.values import EITHER

Loc = tuple[str | int, ...]
_Thing = TypeVar("_Thing")

#: The fact id of the place, which is asked for like a fact but judged by selection.
REGION = "region"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything named, by id; ``pairs`` are the facts made up to compare two others."""

    facts: Mapping[str, Fact]
    groups: Mapping[str, Group]
    documents: Mapping[str, Document]
    regions: Mapping[str, Region]
    measures: Mapping[str, Choice]
    pairs: dict[str, Fact] = field(default_factory=dict)

    def pair(self, a: Fact, b: Fact) -> Fact:
        """The made-up fact "``a`` is the same as ``b``"; made once."""
        key = f"{a.id}={b.id}"
        if key not in self.pairs:
            office = "office" in (a.known_by, b.known_by)
            self.pairs[key] = Fact(
                id=key, name=f"{a.name}与{b.name}相同", type="boolean", about=a.about,
                known_by="office" if office else "applicant", cost=a.cost + b.cost,
                order=min(a.order, b.order), domain=EITHER,
                true_text=f"{a.name}与{b.name}相同", false_text=f"{a.name}与{b.name}不同",
                derivation=SameAs((a.id, b.id)), told=False,
            )  # fmt: skip
        return self.pairs[key]


@dataclass(frozen=True, slots=True)
class Scope:
    """A place in a source file, to report from and to look names up from."""

    source: Source
    lexicon: Lexicon
    loc: Loc = ()

    def at(self, *steps: str | int) -> "Scope":
        """The same, further in."""
        return Scope(self.source, self.lexicon, (*self.loc, *steps))

    def report(self, expected: str, mend: str) -> None:
        """Note a problem here."""
        self.source.report(self.loc, expected, mend)

    def fact(self, name: str) -> Fact | None:
        """The fact called ``name``, if there is one."""
        return self._find(self.lexicon.facts, name, "事实")

    def document(self, name: str) -> Document | None:
        """The document called ``name``, if there is one."""
        return self._find(self.lexicon.documents, name, "文件")

    def group(self, name: str) -> Group | None:
        """The group of industries called ``name``, if there is one."""
        return self._find(self.lexicon.groups, name, "行业分组")

    def region(self, name: str) -> Region | None:
        """The region called ``name``, if there is one."""
        return self._find(self.lexicon.regions, name, "地区")

    def measure(self, name: str) -> Choice | None:
        """The measure called ``name``, if there is one."""
        return self._find(self.lexicon.measures, name, "政策措施")

    def cite(self, given: Cite | None, default: Citation) -> Citation:
        """The citation given, else ``default``."""
        if given is None:
            return default
        document = self.at("citation").document(given.document)
        return Citation(given.document, document.number if document else None, given.clause)

    def _find(self, known: Mapping[str, _Thing], name: str, kind: str) -> _Thing | None:
        found = known.get(name)
        if found is None:
            self.report(f"没有{kind}“{name}”", nearest(name, known))
        return found


def unknown(names: Iterable[Any], known: Iterable[str]) -> list[Any]:
    """Those of ``names`` that are not known."""
    there = set(known)
    return [name for name in names if name not in there]
