"""From facts.yml to facts with their domains, choices and derivations."""

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import TypeVar

from policy_kb.build_derived import build_derivation
from policy_kb.derive import Derivation
from policy_kb.errors import FactError
from policy_kb.intake import read_value
from policy_kb.model import Choice, Fact
from policy_kb.schema_base import nearest
from policy_kb.schema_words import ChoiceEntry, DocumentEntry, FactEntry, IndustriesFile
from policy_kb.source import Source
from policy_kb.values import EITHER, Members, Value, between

_Entry = TypeVar("_Entry", FactEntry, DocumentEntry)
_WHOLE = ("integer", "year", "date")


def unique(source: Source, entries: Iterable[tuple[int, _Entry]]) -> dict[str, tuple[int, _Entry]]:
    """The entries by id; an id that stands twice is reported."""
    found: dict[str, tuple[int, _Entry]] = {}
    for at, entry in entries:
        if entry.id in found:
            source.report((at, "id"), f"“{entry.id}”写了两次", "合成一条，或换一个 id")
        found.setdefault(entry.id, (at, entry))
    return found


def build_facts(
    source: Source,
    entries: Mapping[str, tuple[int, FactEntry]],
    industries: IndustriesFile,
    measures: Mapping[str, Choice],
) -> dict[str, Fact]:
    """Every fact, in order, with its domain and, if it follows from others, how."""
    lists = {"industries": _industry_choices(industries), "measures": dict(measures)}
    choices = {name: _choices(source, at, e, lists) for name, (at, e) in entries.items()}
    facts: dict[str, Fact] = {}
    for order, (name, (at, entry)) in enumerate(entries.items()):
        derivation = build_derivation(source, at, entry, entries, choices, industries)
        facts[name] = _fact(order, entry, choices[name], derivation)
    _check_circles(source, entries, facts)
    for name, (at, entry) in entries.items():
        _check_values(source, at, entry, facts[name])
    return facts


def _fact(
    order: int, entry: FactEntry, choices: Mapping[str, Choice], derivation: Derivation | None
) -> Fact:
    return Fact(
        id=entry.id, name=entry.name, type=entry.type, about=entry.about,
        known_by=entry.known_by, cost=entry.cost, order=order, domain=_domain(entry, choices),
        question=entry.question, why=entry.why, unit=entry.unit, choices=choices,
        true_text=entry.true_text, false_text=entry.false_text,
        quick_replies=tuple((reply.text, reply.value) for reply in entry.quick_replies),
        weights=entry.weights, derivation=derivation, told=derivation is None or entry.told,
    )  # fmt: skip


def _domain(entry: FactEntry, choices: Mapping[str, Choice]) -> Value:
    if entry.type == "boolean":
        return EITHER
    if entry.type == "choice":
        return frozenset(name for name, choice in choices.items() if choice.means == {name})
    if entry.type == "set":
        return Members()
    if entry.type == "text":
        return ""
    low = -math.inf if entry.min is None else _as_number(entry.min)
    high = math.inf if entry.max is None else _as_number(entry.max)
    if entry.type == "ratio":
        low = max(low, 0.0)
    return between(low, high, whole=entry.type in _WHOLE)


def _as_number(limit: float | datetime.date) -> float:
    return limit.toordinal() if isinstance(limit, datetime.date) else limit


def _choices(
    source: Source, at: int, entry: FactEntry, lists: Mapping[str, dict[str, Choice]]
) -> dict[str, Choice]:
    if isinstance(entry.choices, str):
        return lists[entry.choices]
    ids = [choice.id for choice in entry.choices]
    for position, choice in enumerate(entry.choices):
        loc = (at, "choices", position)
        if ids.index(choice.id) != position:
            source.report(loc, f"选项“{choice.id}”写了两次", "去掉一个")
        for name in choice.means:
            if name not in ids:
                source.report((*loc, "means"), f"没有选项“{name}”", nearest(name, ids))
    return {choice.id: _choice(choice) for choice in entry.choices}


def _choice(entry: ChoiceEntry) -> Choice:
    means = frozenset(entry.means or [entry.id])
    return Choice(entry.id, entry.name, tuple(entry.synonyms), means)


def _industry_choices(file: IndustriesFile) -> dict[str, Choice]:
    return {
        e.id: Choice(e.id, e.name, tuple(e.synonyms), frozenset([e.id])) for e in file.industries
    }


def _check_circles(
    source: Source, entries: Mapping[str, tuple[int, FactEntry]], facts: Mapping[str, Fact]
) -> None:
    """A fact must not follow from itself, even in a roundabout way."""
    for name, fact in facts.items():
        seen, todo = set[str](), list(fact.derivation.inputs if fact.derivation else ())
        while todo:
            step = todo.pop()
            if step == name:
                source.report(
                    (entries[name][0], "derived"), f"{name} 绕了一圈从自己推出来", "改 from"
                )
                break
            inner = facts[step].derivation if step in facts and step not in seen else None
            seen.add(step)
            todo += inner.inputs if inner else ()


def _check_values(source: Source, at: int, entry: FactEntry, fact: Fact) -> None:
    for position, reply in enumerate(entry.quick_replies):
        try:
            read_value(fact, reply.value)
        except FactError as error:
            source.report((at, "quick_replies", position), error.message.rstrip("。"), "改 value")
    options = (
        {str(option).lower() for option in fact.domain}
        if isinstance(fact.domain, frozenset)
        else set()
    )
    for option in entry.weights:
        if option not in options:
            source.report((at, "weights"), f"没有选项“{option}”", nearest(option, options))
