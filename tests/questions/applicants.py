"""Applicants drawn from the cases, grouped by the provision they are judged by."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from policy_kb import KnowledgeBase, Verdict, judge
from policy_kb.derive_partly import AnyTrue, NoMoreThan
from policy_kb.intake import read_value
from policy_kb.model import Fact
from policy_kb.values import Members, is_exact
from tests.policies.checks import read_cases

Facts = Mapping[str, Any]

VALUES = 4
"""So many different answers to a question are tried, those most frequent in the cases."""


@dataclass(frozen=True)
class Form:
    """One provision as a form: every fact its conditions ask for, and applicants to fill it in."""

    measure: str
    region: str | None
    as_of: date
    known: Facts
    fields: tuple[str, ...]
    applicants: tuple[Facts, ...]

    def judged(self, kb: KnowledgeBase, answers: Facts) -> Verdict:
        """The verdict once these answers have been given."""
        facts = {**self.known, **answers}
        judged = judge(kb, facts, region=self.region, as_of=self.as_of, measures=[self.measure])
        return judged.verdict(self.measure)


def forms(kb: KnowledgeBase, *, each: int, seed: int) -> Iterator[Form]:
    """Every provision that a case is judged by, with `each` applicants for every case of it."""
    cases = list(read_cases())
    pool = _pool(kb, [case["facts"] for _, case in cases])
    groups: dict[tuple[str, str], list[tuple[Verdict, dict[str, Any]]]] = {}
    for name, case in cases:
        verdict = _verdict(kb, name, case)
        if verdict.provision is not None and verdict.state is not None:
            key = (name, f"{verdict.provision.citation}")
            groups.setdefault(key, []).append((verdict, case))
    for (name, cited), group in groups.items():
        chance = random.Random(f"{seed} {name} {cited}")
        verdict, first = group[0]
        fields = tuple(_fields(kb, verdict))
        if not fields:
            continue
        audience = sorted(kb.measures[name].audience)[0]
        known = {"audience": first["facts"].get("audience", audience)}
        people = [
            _completed(kb, case["facts"], fields, pool, chance)
            for _, case in group
            for _ in range(each)
        ]
        form = Form(name, first.get("region"), _day(first), known, fields, ())
        settled = [p for p in people if form.judged(kb, p).status != "undetermined"]
        yield replace(form, applicants=tuple(settled))


def _verdict(kb: KnowledgeBase, name: str, case: Mapping[str, Any]) -> Verdict:
    judged = judge(kb, case["facts"], region=case.get("region"), as_of=_day(case), measures=[name])
    return judged.verdict(name)


def _day(case: Mapping[str, Any]) -> date:
    day = case["as_of"]
    return day if isinstance(day, date) else date.fromisoformat(day)


def _fields(kb: KnowledgeBase, verdict: Verdict) -> Iterator[str]:
    """The facts that the conditions ask for; for one that follows from others, those. A form asks
    outright for what others tell only a part of: lay-offs, not all who left."""
    assert verdict.state is not None
    asked = {n: kb.sources(n) for n, v in verdict.state.formula.variables.items() if v.asked}
    outright = {n for sources in asked.values() for n in sources if _is_told_in_part(kb, n)}
    hinting = {n for name in outright for n in kb.sources(name) if n not in asked} - outright
    seen = {"audience", "region"} | hinting
    for sources in asked.values():
        for source in sorted(sources):
            fact = kb.facts.get(source)
            is_open = fact is not None and (fact.derivation is None or source in outright)
            if fact and source not in seen and fact.askable and is_open:
                seen.add(source)
                yield source


def _is_told_in_part(kb: KnowledgeBase, name: str) -> bool:
    fact = kb.facts.get(name)
    return fact is not None and isinstance(fact.derivation, AnyTrue | NoMoreThan)


def _pool(kb: KnowledgeBase, facts: list[Facts]) -> dict[str, list[Any]]:
    """The exact values that the cases give each fact, the most frequent first."""
    counts: dict[str, Counter[str]] = {}
    values: dict[str, Any] = {}
    for told in facts:
        for name, value in kb.check_facts(told).items():
            read = read_value(kb.facts[name], value)
            if read is not None and (is_exact(read) or kb.facts[name].type == "set"):
                counts.setdefault(name, Counter())[repr(value)] += 1
                values[repr(value)] = value
    return {
        name: [values[key] for key, _ in count.most_common(VALUES)]
        for name, count in counts.items()
    }


def _completed(
    kb: KnowledgeBase,
    facts: Facts,
    fields: tuple[str, ...],
    pool: Mapping[str, list[Any]],
    chance: random.Random,
) -> Facts:
    """The case's facts, what is open filled in; a rough figure becomes one of the exact ones."""
    told = kb.check_facts(facts)
    return {name: _exactly(kb, name, told.get(name), pool, chance) for name in fields}


def _whole(fact: Fact, told: Any) -> Any:
    """All memberships settled: what was not told is not so."""
    members = read_value(fact, told)
    ins = members.ins if isinstance(members, Members) else frozenset()
    return {"includes": sorted(ins), "excludes": sorted(set(fact.choices) - ins)}


def _exactly(
    kb: KnowledgeBase, name: str, told: Any, pool: Mapping[str, list[Any]], chance: random.Random
) -> Any:
    fact = kb.facts[name]
    if fact.type == "set":
        return _whole(fact, told if told is not None else chance.choice([[], *pool.get(name, [])]))
    if told is not None and is_exact(read_value(fact, told)):
        return told
    if fact.type == "boolean":
        return chance.choice([True, False])
    options = pool.get(name) or list(fact.choices)[:VALUES] or [0, 1, 6, 12]
    return chance.choice(options)
