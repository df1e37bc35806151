"""How long judging takes: all measures, with condition trees, and the next question."""

import datetime
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from policy_kb import judge, load, next_question
from tests.bench.load import percentiles

CASES = Path(__file__).parents[1] / "policies"


@dataclass(frozen=True)
class Judging:
    """Milliseconds: loading once; judging everything and choosing the question, per applicant."""

    measures: int
    applicants: int
    load: float
    p50: float
    p99: float


def applicants() -> list[dict[str, Any]]:
    """Every case of tests/policies as an applicant: facts, region and date."""
    return [
        case
        for path in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def measure(rounds: int = 5) -> Judging:
    started = time.perf_counter()
    kb = load()
    loading = (time.perf_counter() - started) * 1000
    people = applicants()
    times: list[float] = []
    for _ in range(rounds):
        for person in people:
            as_of = datetime.date.fromisoformat(str(person["as_of"]))
            started = time.perf_counter()
            judgement = judge(kb, person.get("facts", {}), region=person.get("region"), as_of=as_of)
            next_question(kb, judgement)
            for verdict in judgement.verdicts:
                verdict.conditions  # noqa: B018  the tree is made when it is read
            times.append((time.perf_counter() - started) * 1000)
    return Judging(len(kb.measures), len(people), loading, *percentiles(times))
