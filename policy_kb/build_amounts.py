"""From amounts as written to amounts that can be assessed."""

from collections.abc import Callable

from policy_kb import amounts, branching
from policy_kb.amounts import Amount
from policy_kb.conditions import Builder
from policy_kb.formula import Formula, formula
from policy_kb.gates import All
from policy_kb.lexicon import Scope, unknown
from policy_kb.model import Citation, Fact
from policy_kb.schema_amounts import AmountEntry
from policy_kb.schema_base import nearest
from policy_kb.schema_conditions import Cond

_NUMBERS = ("integer", "number")
_SUMS = ("money",)


def build_amount(scope: Scope, entry: AmountEntry | None, default: Citation) -> Amount | None:
    """The amount; None if there is none or a problem was reported instead."""
    if entry is None:
        return None
    return _FORMS[entry.form](scope, entry, scope.cite(entry.citation, default))


def _fact(scope: Scope, name: str | None, key: str, types: tuple[str, ...]) -> Fact | None:
    fact = scope.at(key).fact(name) if name else None
    if fact is not None and fact.type not in types:
        scope.at(key).report(
            f"{key} 要用 {'、'.join(types)} 类事实", f"{fact.id} 是 {fact.type} 类"
        )
        return None
    return fact


def _per_head(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    fact = _fact(scope, entry.per_head, "per_head", _NUMBERS)
    assert isinstance(entry.yuan, int | float)
    return amounts.PerHead(entry.text, cited, fact, entry.yuan) if fact else None


def _rate(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    of = _fact(scope, entry.of, "of", _SUMS)
    less = _fact(scope, entry.less_rate, "less_rate", ("ratio",))
    assert entry.rate is not None
    return amounts.Rate(entry.text, cited, entry.rate, of, less) if of else None


def _table(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    fact = _fact(scope, entry.table, "table", ("choice",))
    assert isinstance(entry.yuan, dict)
    if fact is None:
        return None
    for name in unknown(entry.yuan, fact.choices):
        scope.at("yuan", name).report(
            f"{fact.id} 没有“{name}”这个选项", nearest(name, fact.choices)
        )
    return amounts.Table(entry.text, cited, fact, entry.yuan)


def _ceiling(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    times = _fact(scope, entry.times, "times", _NUMBERS)
    assert entry.ceiling is not None
    return amounts.Ceiling(entry.text, cited, entry.ceiling, times, entry.uplift or 0.0)


def _months(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    less = _fact(scope, entry.less_months, "less_months", ("integer",))
    return amounts.Span(entry.text, cited, entry.months or 0, less)


def _deferral(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    return amounts.Deferral(entry.text, cited, entry.deferred_until, entry.deferred_months)


def _reduced(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    assert entry.reduced_rate is not None
    given = {name: rate for name, rate in entry.reduced_rate if rate is not None}
    return amounts.ReducedRate(entry.text, cited, given)


def _choose(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    branches = []
    for at, branch in enumerate(entry.choose or []):
        inner = scope.at("choose", at)
        amount = build_amount(inner.at("amount"), branch.amount, cited)
        when, text = _when(inner.at("when"), branch.when, cited)
        if amount is not None:
            branches.append((when, text, amount))
    return branching.Branching(entry.text, cited, tuple(branches))


def _when(scope: Scope, entry: Cond | None, cited: Citation) -> tuple[Formula | None, str]:
    if entry is None:
        return None, ""
    builder = Builder(cited)
    node, gate = builder.build(scope, entry, "require", False)
    root = gate or All(node.mask if node else 0)
    return formula(root, builder.literals), node.text if node else ""


def _one_of(scope: Scope, entry: AmountEntry, cited: Citation) -> Amount | None:
    built = [
        build_amount(scope.at("one_of", at), each, cited)
        for at, each in enumerate(entry.one_of or [])
    ]
    return branching.Either(entry.text, cited, tuple(filter(None, built)))


_FORMS: dict[str, Callable[[Scope, AmountEntry, Citation], Amount | None]] = {
    "fixed": lambda scope, e, cited: amounts.Fixed(e.text, cited, e.fixed or 0.0),
    "per_head": _per_head,
    "rate": _rate,
    "table": _table,
    "ceiling": _ceiling,
    "floor": lambda scope, e, cited: amounts.Floor(e.text, cited, e.floor or 0.0),
    "months": _months,
    "deferred_until": _deferral,
    "deferred_months": _deferral,
    "reduced_rate": _reduced,
    "words": lambda scope, e, cited: amounts.Words(e.text, cited, e.words or ""),
    "choose": _choose,
    "one_of": _one_of,
}
