"""The words of the knowledge base: facts, industries, regions, measures, by all their names.

The language engine reads this module at load time, in its own older environment (Python 3.10),
so it needs only PyYAML and dataclasses. It reads what the words are, not what the rules say:
whether the base as a whole is sound is :func:`policy_kb.load`'s to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from policy_kb.errors import KBError

HOME = Path(__file__).parent
_Named = TypeVar("_Named", "Choice", "Fact", "Region")
_FILES = ("facts", "industries", "regions")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class VocabularyError(KBError):
    """A vocabulary file is missing, is not YAML, or lacks what every entry must have."""


@dataclass(frozen=True)
class Choice:
    """A thing chosen by name (a fact's value, an industry, a measure) and the words for it.

    ``audience`` is whose a measure is, and empty for everything else.
    """

    id: str
    name: str
    synonyms: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The name first, then its synonyms."""
        return (self.name, *self.synonyms)


@dataclass(frozen=True)
class Saying:
    """Whole phrases that state a fact's value outright, such as 没裁过人 for no layoffs.

    ``value`` is a JSON fact value, or a mapping with ``relative`` for what depends on the day
    of the conversation (``{"relative": "year", "offset": -1}`` is last year).
    """

    value: Any
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One thing that can be true of an applicant; bounds are in ``unit``, inclusive.

    ``says`` holds wherever it is said, ``answers`` (the quick replies) only when this was asked.
    """

    id: str
    name: str
    type: str
    about: str
    known_by: str
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    choices: tuple[Choice, ...] = ()
    cues: tuple[str, ...] = ()
    says: tuple[Saying, ...] = ()
    answers: tuple[Saying, ...] = ()
    true_text: str | None = None
    false_text: str | None = None


@dataclass(frozen=True)
class Region:
    """A place; ``id`` is its full name, ``parent`` that of the region around it.

    Places elsewhere, which are not ours to answer for, have no level and no parent.
    """

    id: str
    level: str | None
    parent: str | None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Every word of the base, in editorial order, by id; measures and industries are choices."""

    facts: Mapping[str, Fact]
    industries: Mapping[str, Choice]
    regions: Mapping[str, Region]
    elsewhere: tuple[Region, ...]
    measures: Mapping[str, Choice]


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read the vocabulary of the base in ``path`` (default: this package's own data).

    A base without measures yet has none here. Raises VocabularyError, in Chinese, naming the
    file, the entry and what was expected.
    """
    home = path or HOME
    facts, industries, regions = (home / f"{name}.yml" for name in _FILES)
    measures = _index(home / "measures", map(_measure, sorted(home.glob("measures/*.yml"))))
    kinds = _index(industries, map(_choice, _list(industries, "industries")))
    lists = {"industries": tuple(kinds.values()), "measures": tuple(measures.values())}
    return Vocabulary(
        facts=_index(facts, (_fact(entry, lists) for entry in _list(facts))),
        industries=kinds,
        regions=_index(regions, map(_region, _list(regions, "regions"))),
        elsewhere=tuple(_index(regions, map(_region, _list(regions, "elsewhere"))).values()),
        measures=measures,
    )


def _read(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise VocabularyError(f"读不到 {file}：{error.strerror}，请放回知识库目录。") from error
    except yaml.YAMLError as error:
        raise VocabularyError(f"{file} 不是正确的 YAML，请检查缩进和引号：{error}") from error


def _list(file: Path, key: str | None = None) -> list[Any]:
    """The list that the file is, or holds under ``key``."""
    data = _read(file)
    if key is not None:
        data = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, list):
        where = f"{key} 下面" if key else "最外层"
        raise VocabularyError(f"{file} 的{where}应当是以“- ”开头的列表。")
    return data


def _index(file: Path, entries: Iterable[_Named]) -> Mapping[str, _Named]:
    """The entries by id, in their order; ``file`` is to blame for what they lack."""
    found: dict[str, _Named] = {}
    try:
        for entry in entries:
            if entry.id in found:
                raise VocabularyError(f"{file} 里 {entry.id} 出现了两次，请改掉一个。")
            found[entry.id] = entry
    except KeyError as error:
        raise VocabularyError(f"{file} 有条目缺少必填的 {error.args[0]}，请补上。") from error
    except (TypeError, AttributeError) as error:
        raise VocabularyError(f"{file} 的结构与约定不符：{error}") from error
    return MappingProxyType(found)


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(text) for text in entry.get(key) or ())


def _choice(entry: Mapping[str, Any]) -> Choice:
    return Choice(entry["id"], entry["name"], _texts(entry, "synonyms"))


def _region(entry: Mapping[str, Any]) -> Region:
    return Region(
        id=entry["name"],
        level=entry.get("level"),
        parent=entry.get("parent"),
        aliases=_texts(entry, "aliases"),
    )


def _measure(file: Path) -> Choice:
    entry = _read(file)
    return Choice(file.stem, entry["name"], _texts(entry, "aliases"), _texts(entry, "audience"))


def _fact(entry: Mapping[str, Any], lists: Mapping[str, tuple[Choice, ...]]) -> Fact:
    given = entry.get("choices") or ()
    says = entry.get("says") or {}
    return Fact(
        id=entry["id"],
        name=entry["name"],
        type=entry["type"],
        about=entry["about"],
        known_by=entry["known_by"],
        unit=entry.get("unit"),
        min=entry.get("min"),
        max=entry.get("max"),
        choices=lists[given] if isinstance(given, str) else tuple(map(_choice, given)),
        cues=_texts(entry, "cues"),
        says=tuple(Saying(_value(key), _texts(says, key)) for key in says),
        answers=tuple(
            Saying(reply["value"], (reply["text"],)) for reply in entry.get("quick_replies") or ()
        ),
        true_text=entry.get("true_text"),
        false_text=entry.get("false_text"),
    )


def _value(key: str) -> Any:
    """A value written as a YAML key: "true", "0", "level_3" or "{min: 12}"."""
    return yaml.load(key, Loader=_Loader)
