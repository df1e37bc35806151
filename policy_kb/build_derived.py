"""From derivations as written to ones that compute; their inputs must be of the right types."""

from collections.abc import Callable, Mapping

from policy_kb.derive import (
    ARITHMETIC,
    SINCE,
    WAYS,
    Arithmetic,
    Derivation,
    FirmSize,
    Mapped,
    SameAs,
    Since,
    divided_by_rounded,
)
from policy_kb.derive_partly import AnyTrue, NoMoreThan
from policy_kb.model import Choice
from policy_kb.schema_base import nearest
from policy_kb.schema_words import FactEntry, IndustriesFile
from policy_kb.source import Source
from policy_kb.values import EITHER, FALSE, TRUE, Value

Entries = Mapping[str, tuple[int, FactEntry]]
Choices = Mapping[str, Mapping[str, Choice]]
_NUMBERS = {"integer", "number", "money", "ratio", "year"}
#: Ways that take nothing but their inputs.
_PLAIN: dict[str, Callable[[tuple[str, ...]], Derivation]] = {
    "same_year": SameAs,
    "no_more_than": NoMoreThan,
    "any_true": AnyTrue,
}
_MEASURES = ("headcount", "annual_revenue", "total_assets")


def build_derivation(
    source: Source,
    at: int,
    entry: FactEntry,
    entries: Entries,
    choices: Choices,
    file: IndustriesFile,
) -> Derivation | None:
    """How ``entry`` follows from others; None if it does not, or a problem was reported."""
    given = entry.derived
    if given is None:
        return None
    loc, inputs = (at, "derived"), tuple(given.from_)
    if given.by not in WAYS:
        source.report((*loc, "by"), f"没有“{given.by}”这种推算", nearest(given.by, WAYS))
        return None
    missing = [name for name in inputs if name not in entries]
    for name in missing:
        source.report((*loc, "from"), f"没有事实“{name}”", nearest(name, entries))
    if missing or not _fits(source, loc, given.by, [entries[name][1].type for name in inputs]):
        return None
    if given.by == "map":
        return _mapped(source, loc, entry, inputs, choices)
    if given.by == "firm_size":
        return _firm_size(source, loc, inputs, file)
    if given.by in _PLAIN:
        return _PLAIN[given.by](inputs)
    if given.by in SINCE:
        since_year = entries[inputs[0]][1].type == "year"
        return Since(inputs, SINCE[given.by], since_year, entry.type == "integer")
    rounded = given.by == "divide" and given.round_divisor
    return Arithmetic(inputs, divided_by_rounded if rounded else ARITHMETIC[given.by])


def _fits(source: Source, loc: tuple[str | int, ...], by: str, types: list[str]) -> bool:
    if len(types) != (WAYS[by] or max(1, len(types))):
        source.report(
            (*loc, "from"),
            f"{by} 要从{WAYS[by] or 1}个{'' if WAYS[by] else '以上'}事实推算",
            "补齐或删掉多余的",
        )
        return False
    allowed = {
        "map": [{"choice"}],
        "firm_size": [{"choice"}, _NUMBERS, _NUMBERS, _NUMBERS],
        "same_year": [{"year"}, {"year"}],
        "years_since": [{"date", "year"}],
        "months_since": [{"date", "year"}],
        "no_more_than": [_NUMBERS],
        "any_true": [{"boolean"}] * len(types),
    }.get(by, [_NUMBERS, _NUMBERS])
    for kind, fit in zip(types, allowed, strict=True):
        if kind not in fit:
            source.report(
                (*loc, "from"), f"{by} 不能用 {kind} 类事实", f"换成 {'、'.join(sorted(fit))} 类"
            )
            return False
    return True


def _mapped(
    source: Source,
    loc: tuple[str | int, ...],
    entry: FactEntry,
    inputs: tuple[str, ...],
    choices: Choices,
) -> Derivation | None:
    assert entry.derived is not None
    own, options, mapping = choices[entry.id], choices[inputs[0]], dict[str, Value]()
    for name, result in entry.derived.map_.items():
        if name not in options:
            source.report(
                (*loc, "map", name), f"{inputs[0]} 没有选项“{name}”", nearest(name, options)
            )
        if entry.type == "boolean" and isinstance(result, bool):
            mapping[name] = TRUE if result else FALSE
        elif isinstance(result, str) and result in own:
            mapping[name] = own[result].means
        else:
            source.report((*loc, "map", name), f"{entry.id} 不能是 {result!r}", "改成它能取的值")
    return Mapped(inputs, mapping, EITHER if entry.type == "boolean" else frozenset(own))


def _firm_size(
    source: Source, loc: tuple[str | int, ...], inputs: tuple[str, ...], file: IndustriesFile
) -> Derivation | None:
    if inputs[1:] != _MEASURES:
        wanted = f"from 写成 [行业, {', '.join(_MEASURES)}]"
        source.report((*loc, "from"), "firm_size 的输入次序不对", wanted)
        return None
    table = {
        name: {at: tuple(b) for at, key in enumerate(_MEASURES, 1) if (b := getattr(row, key))}
        for name, row in file.size_table.items()
    }
    names = [*table]
    rows = [*table.values(), {}]
    row_of = {
        e.id: names.index(e.size_class) if e.size_class in table else len(names)
        for e in file.industries
    }
    return FirmSize(inputs, rows, row_of)
