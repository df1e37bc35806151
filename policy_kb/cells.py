"""What is unknown of a fact, cut into cells that no condition on it can tell apart."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations

from policy_kb.leaf import HasAny, Reads, Test
from policy_kb.values import Interval, Members, Value, each_option

#: A cell: one value that stands for all in it, and how much of the unknown it makes up.
Cell = tuple[Value, float]
_MOST_SIGNATURES = 8
#: How much less likely each further membership is.
_BELONGING = 0.4


def cells(
    domain: Value,
    tests: Sequence[Test],
    vector: Callable[[Value], Hashable],
    today: int,
    weights: Mapping[str, float],
) -> list[Cell]:
    """One value for each way ``tests`` can come out over ``domain``, with its weight.

    Cells weigh the same, unless the fact's choices have ``weights`` of their own; memberships
    weigh as rare as they are.
    """
    weighed = bool(weights) or isinstance(domain, Members)
    found: dict[Hashable, tuple[Value, float]] = {}
    for value, weight in _candidates(domain, tests, today, weights):
        key = vector(value)
        first, so_far = found.get(key, (value, 0.0))
        found[key] = (first, so_far + weight if weighed else 1.0)
    return list(found.values())


def _candidates(
    domain: Value, tests: Sequence[Test], today: int, weights: Mapping[str, float]
) -> Iterator[Cell]:
    """At least one value from every cell."""
    if isinstance(domain, Interval):
        yield from ((point, 1.0) for point in _points(domain, tests, today))
    elif isinstance(domain, frozenset):
        for name, option in each_option(domain):
            yield option, weights.get(name.lower(), 1.0)
    elif isinstance(domain, Members):
        yield from _memberships(domain, tests)
    else:
        texts = [text for test in tests if isinstance(test, Reads) for text in test.texts]
        yield from ((text, 1.0) for text in ("", *texts))


def _points(domain: Interval, tests: Sequence[Test], today: int) -> Iterator[Interval]:
    """The start of the domain and of every piece the tests cut it into."""
    starts = {domain.lo}
    for test in tests:
        for span in test.edges(today):
            (number, side) = span.hi
            after = (number + 1, 0) if domain.whole else (number, side + 1)
            starts |= {span.lo, after}
    for start in sorted(starts):
        if domain.lo <= start <= domain.hi:
            yield Interval(start, start, domain.whole)


def _memberships(domain: Members, tests: Sequence[Test]) -> Iterator[Cell]:
    """Every way the unknown memberships can bear on the tests.

    Members that the same tests name are alike, so one of each kind is enough. Most people are
    in none of the groups asked for, and hardly anybody is in several.
    """
    named = [test.members for test in tests if isinstance(test, HasAny)]
    everyone = frozenset[str]().union(*named)
    alike: dict[tuple[bool, ...], str] = {}
    for member in sorted(everyone - domain.ins - domain.outs):
        alike.setdefault(tuple(member in group for group in named), member)
    kinds = list(alike.values())[:_MOST_SIGNATURES]
    for size in range(len(kinds) + 1):
        for chosen in combinations(kinds, size):
            ins = domain.ins | set(chosen)
            yield Members(ins, domain.outs | (everyone - ins)), _BELONGING**size
