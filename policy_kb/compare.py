"""Two versions of the base: what the rules changed, and whose verdicts change with them."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_kb import outline
from policy_kb.base import KnowledgeBase
from policy_kb.errors import PolicyFileError
from policy_kb.loading import Files, assemble, read_files
from policy_kb.model import Provision
from policy_kb.shifts import Applicant, changed_verdicts

Json = dict[str, Any]

_FIELDS = ("name", "aliases", "audience", "summary", "order", "worth", "successor")
_WORD_FILES = ("facts", "documents", "regions", "industries")


@dataclass(frozen=True)
class Side:
    """One version: its base and the files it was read from."""

    base: KnowledgeBase
    files: Files


@dataclass(frozen=True)
class Changes:
    """All that differs, in JSON types; empty lists if nothing does."""

    measures: Sequence[Json]
    words: Sequence[Json]
    verdicts: Sequence[Json]
    judged: int

    def to_json(self) -> Json:
        """JSON types."""
        return {
            "measures": list(self.measures), "words": list(self.words),
            "verdicts": list(self.verdicts), "judged": self.judged,
        }  # fmt: skip


def compare(old: Path, new: Path, applicants: Sequence[Applicant]) -> Changes:
    """What changed from the base in ``old`` to that in ``new``.

    Raises PolicyFileError if either is not sound.
    """
    before, after = _read(old), _read(new)
    return Changes(
        list(_measures(before, after)), list(_words(before.files, after.files)),
        list(changed_verdicts(before.base, after.base, applicants)), len(applicants),
    )  # fmt: skip


def _read(home: Path) -> Side:
    files = read_files(home)
    base = assemble(files)
    problems = [problem for source in files.all() for problem in source.problems]
    if problems or base is None:
        raise PolicyFileError(problems)
    return Side(base, files)


# rules


def _measures(old: Side, new: Side) -> Iterator[Json]:
    for name in dict.fromkeys((*new.base.measures, *old.base.measures)):
        sides = [side if name in side.base.measures else None for side in (old, new)]
        provisions = list(_provisions(name, *sides))
        fields = _fields(name, old, new) if all(sides) else []
        if provisions or fields:
            shown = next(side for side in reversed(sides) if side).base.measures[name]
            yield {
                "id": name, "name": shown.name, "change": _kind(*sides),
                "fields": fields, "provisions": provisions,
            }  # fmt: skip


def _kind(old: object, new: object) -> str:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _fields(name: str, old: Side, new: Side) -> list[Json]:
    was, now = old.files.measures[name].data, new.files.measures[name].data
    return [
        {"field": key, "old": was.get(key), "new": now.get(key)}
        for key in _FIELDS
        if was.get(key) != now.get(key)
    ]


def _provisions(name: str, old: Side | None, new: Side | None) -> Iterator[Json]:
    was, now = _outlines(name, old), _outlines(name, new)
    for key in dict.fromkeys((*now, *was)):
        before, after = was.get(key), now.get(key)
        blank: Json = dict.fromkeys(before or after or ())
        changed = {
            part: _difference((before or blank)[part], (after or blank)[part]) for part in blank
        }
        found = {part: each for part, each in changed.items() if each}
        if found:
            yield {"provision": key[0], "change": _kind(before, after), **found}


def _outlines(name: str, side: Side | None) -> dict[tuple[str, int], Json]:
    """Each provision's parts, by document and clause (and a count, if these come twice)."""
    found: dict[tuple[str, int], Json] = {}
    if side is None:
        return found
    entries = side.files.measures[name].data["provisions"]
    for provision, data in zip(side.base.measures[name].provisions, entries, strict=True):
        key = (str(provision.citation), 0)
        while key in found:
            key = (key[0], key[1] + 1)
        found[key] = _parts(side.base, provision, data)
    return found


def _parts(base: KnowledgeBase, provision: Provision, data: Json) -> Json:
    """What is compared of a provision: a text, or lines."""
    end = provision.to.isoformat() if provision.to else "没有写"
    return {
        "region": provision.region,
        "period": f"{provision.start.isoformat()} 至 {end}",
        "amends": [f"{document} {clause or ''}".strip() for document, clause in provision.amends],
        "conditions": outline.conditions(base, data),
        "amount": outline.amounts(base, data),
        "other": outline.rest(data),
    }


def _difference(old: Any, new: Any) -> Json | None:
    """The old and new text, or the lines taken out and put in; None if nothing differs."""
    if old == new or not (old or new):
        return None
    if isinstance(old or new, str):
        return {"old": old, "new": new}
    lines = list(difflib.ndiff(old or [], new or []))
    return {
        "removed": [line[2:] for line in lines if line.startswith("- ")],
        "added": [line[2:] for line in lines if line.startswith("+ ")],
    }


def _words(old: Files, new: Files) -> Iterator[Json]:
    """Entries of the other files that differ, by id."""
    for file in _WORD_FILES:
        was, now = (_entries(getattr(files, file).data) for files in (old, new))
        for name in dict.fromkeys((*now, *was)):
            if was.get(name) != now.get(name):
                yield {
                    "file": f"{file}.yml", "id": name,
                    "change": _kind(was.get(name), now.get(name)),
                }  # fmt: skip


def _entries(data: Any) -> dict[str, Any]:
    """Lists of entries by id or name; what else a file holds by its key."""
    if isinstance(data, list):
        return {str(e.get("id") or e.get("name") or at): e for at, e in enumerate(data)}
    found: dict[str, Any] = {}
    for key, value in data.items():
        listed = isinstance(value, list) and all(isinstance(each, dict) for each in value)
        found |= _entries(value) if listed else {key: value}
    return found
