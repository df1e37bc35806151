"""What is sound but looks like a slip: gaps, conditions never met, rules never used, dead links.

Loading does without these checks; ``policybot kb validate`` shows them as warnings.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path

from policy_kb import loading, phrases
from policy_kb.base import KnowledgeBase
from policy_kb.contradictions import contradictions, warning
from policy_kb.covering import coverage_problems
from policy_kb.errors import Problem
from policy_kb.loading import Files, assemble, read_files
from policy_kb.model import Measure, Provision
from policy_kb.reach import Loc
from policy_kb.select import select
from policy_kb.source import Source

_DAY = datetime.timedelta(days=1)


def review(path: Path | None = None) -> tuple[list[Problem], list[Problem]]:
    """Every error and every warning of the base in ``path``, by file and line."""
    home = path or loading.HOME
    files = read_files(home)
    base = assemble(files)
    errors = {problem for source in files.all() for problem in source.problems}
    if base is not None and len(base.measures) == len(files.measures):
        errors.update(coverage_problems(base, home))
    return sorted(errors), sorted(set(_warnings(base, files))) if base else []


def _warnings(base: KnowledgeBase, files: Files) -> Iterator[Problem]:
    for measure in base.measures.values():
        source = files.measures[measure.id]
        if source.problems:
            continue
        yield from _gaps(base, measure, source)
        yield from _links(measure, source)
        for at, provision in enumerate(measure.provisions):
            loc: Loc = ("provisions", at)
            if not _ever_chosen(base, measure, provision):
                expected = f"{provision.citation} 从生效那天起就被别的规定取代，从来轮不到它"
                yield warning(source, loc, expected, "核对 amends、from、to")
            yield from contradictions(provision, source, loc)
    yield from _uncited(base, files)


# periods


def _gaps(base: KnowledgeBase, measure: Measure, source: Source) -> Iterator[Problem]:
    """Days without any provision between days with one, in each region that has its own."""
    for name in dict.fromkeys(provision.region for provision in measure.provisions):
        ended: Provision | None = None
        for day in _turns(measure):
            chosen = _chosen(base, measure, name, day)
            own = name in (ended.region if ended else None, chosen.region if chosen else None)
            if own and ended and ended.to and chosen and ended.to + _DAY < day:
                first, last = phrases.day(ended.to + _DAY), phrases.day(day - _DAY)
                expected = f"{name}从{first}到{last}没有规定，前后都有"
                mend = "核对前后两条的 from、to；文件确实如此就不用改"
                at = measure.provisions.index(ended)
                yield warning(source, ("provisions", at, "to"), expected, mend)
            ended = chosen or ended


def _turns(measure: Measure) -> list[datetime.date]:
    """The days on which another provision may come to apply."""
    starts = {provision.start for provision in measure.provisions}
    return sorted(starts | {p.to + _DAY for p in measure.provisions if p.to})


def _chosen(
    base: KnowledgeBase, measure: Measure, region: str, day: datetime.date
) -> Provision | None:
    found = select(base, measure, base.regions[region], day)
    return None if found.open_place else found.provision


def _ever_chosen(base: KnowledgeBase, measure: Measure, provision: Provision) -> bool:
    days = (day for day in _turns(measure) if provision.in_force(day))
    return any(_chosen(base, measure, provision.region, day) is provision for day in days)


def _links(measure: Measure, source: Source) -> Iterator[Problem]:
    if measure.successor == measure.id:
        yield warning(source, ("successor",), "successor 写成了自己", "改成接替的政策，或删掉")
    cited = {p.citation.document: set[str | None]() for p in measure.provisions}
    for provision in measure.provisions:
        cited[provision.citation.document].add(provision.citation.clause)
    for at, provision in enumerate(measure.provisions):
        for number, (document, clause) in enumerate(provision.amends):
            if document not in cited or clause not in (None, *cited[document]):
                expected = f"amends 指的 {document} {clause or ''}，这项政策里没有这一条"
                mend = "核对条号；这项政策原来没有这条规定的，删掉 amends"
                yield warning(source, ("provisions", at, "amends", number), expected, mend)


def _uncited(base: KnowledgeBase, files: Files) -> Iterator[Problem]:
    """Documents that no other file names, though they do not just pass another one on."""
    others = (files.facts, files.industries, files.regions, *files.measures.values())
    written = "".join(str(source.data) for source in others)
    for at, document in enumerate(base.documents.values()):
        if f"'{document.id}'" not in written and not document.forwards:
            expected = f"还没有一条规定出自文件“{document.id}”"
            mend = f"policybot kb new provision <政策> {document.id}，或从 documents.yml 删掉"
            yield warning(files.documents, (at,), expected, mend)
