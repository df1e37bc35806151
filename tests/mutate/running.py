"""Mutants tried: only the mutated measure is built anew, and only its cases are judged."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from policy_kb import KnowledgeBase, load
from policy_kb.build_measure import build_measure
from policy_kb.case import Case, make_case
from policy_kb.check import check_overlaps, check_periods
from policy_kb.judging import judge_case
from policy_kb.lexicon import Lexicon, Scope
from policy_kb.loading import HOME
from policy_kb.model import Choice, Measure
from policy_kb.schema_base import read_entry
from policy_kb.schema_measure import MeasureEntry
from policy_kb.source import Source, read_source
from tests.mutate.mutants import Mutant, mutants
from tests.policies.checks import check_verdict, read_cases


@dataclass(frozen=True)
class Score:
    """One measure: mutants that some case (or the validation) noticed, and those that none did."""

    measure: str
    cases: int
    caught: int
    survivors: tuple[str, ...]

    @property
    def total(self) -> int:
        """All mutants tried."""
        return self.caught + len(self.survivors)


class Bench:
    """One base for all mutants, with every case's facts read once."""

    def __init__(self) -> None:
        base = load()
        self.measures = dict(base.measures)
        self.base: KnowledgeBase = dataclasses.replace(base, measures=self.measures, selections={})
        self.lexicon = _lexicon(base)
        self.cases: dict[str, list[tuple[Case, dict[str, Any]]]] = {}
        for name, case in read_cases():
            place = self.base.region(case["region"]) if case.get("region") else None
            read = make_case(self.base, case["facts"], place, case["as_of"])
            self.cases.setdefault(name, []).append((read, case["expect"]))

    def score(self, name: str) -> Score:
        """Every mutant of one measure tried."""
        source = read_source(HOME / "measures" / f"{name}.yml", HOME)
        sound = self.base.measures[name]
        if self._fails(sound):
            raise SystemExit(f"{name} 不改也有案例不通过，先运行 make policies。")
        caught, survivors = 0, list[str]()
        for mutant in mutants(source.data, [p.start for p in sound.provisions]):
            if self._noticed(name, mutant.apply(source.data)):
                caught += 1
            else:
                survivors.append(f"{source.file}:{source.line(mutant.loc)}: {_shown(mutant)}")
        self._put(sound)
        return Score(name, len(self.cases.get(name, [])), caught, tuple(survivors))

    def _noticed(self, name: str, data: Any) -> bool:
        measure = self._build(name, data)
        if measure is None:
            return True
        return self._fails(measure)

    def _fails(self, measure: Measure) -> bool:
        """Whether some case of the measure does not come out as expected."""
        name = measure.id
        self._put(measure)
        for at, (case, expected) in enumerate(self.cases.get(name, [])):
            try:
                check_verdict(judge_case(case, measure), expected)
            except (AssertionError, KeyError, TypeError):  # e.g. no amount where one is looked into
                cases = self.cases[name]
                cases.insert(0, cases.pop(at))  # it may well notice the next one too
                return True
        return False

    def _put(self, measure: Measure) -> None:
        self.measures[measure.id] = measure
        self.base.selections.clear()

    def _build(self, name: str, data: Any) -> Measure | None:
        """The mutated measure; None if the validation would refuse it."""
        source = Source(name, data)
        entry = read_entry(MeasureEntry, source, data)
        if entry is None:
            return None
        scope = Scope(source, self.lexicon)
        measure = build_measure(scope, name, entry)
        check_periods(scope, measure)
        check_overlaps(scope, measure)
        return None if source.problems else measure


def _shown(mutant: Mutant) -> str:
    change = f"{mutant.old} → {mutant.new}"
    if mutant.kind == "value":
        (dropped,) = [each for each in mutant.old if each not in mutant.new]
        change = f"少了 {dropped}"
    return f"{mutant.loc[-1]}: {change}（{'›'.join(map(str, mutant.loc[:-1]))}）"


def _lexicon(base: KnowledgeBase) -> Lexicon:
    """What measures may name, as it was when the base was loaded."""
    choices = {
        m.id: Choice(m.id, m.name, m.aliases, frozenset([m.id])) for m in base.measures.values()
    }
    pairs = {fact.id: fact for fact in base.derived if fact.id not in base.facts}
    return Lexicon(base.facts, base.groups, base.documents, base.regions, choices, pairs)
