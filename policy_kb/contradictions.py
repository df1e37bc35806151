"""Conditions that nobody can meet, that add nothing, and amounts that nothing leads to."""

from collections.abc import Iterator

from policy_kb.errors import Problem
from policy_kb.formula import Node
from policy_kb.model import Provision
from policy_kb.program import LimbProgram
from policy_kb.reach import Loc, Placed, Search, branches, covered, unreached
from policy_kb.source import Source


def warning(source: Source, loc: Loc, expected: str, mend: str) -> Problem:
    """A problem at ``loc`` that does not keep the base from being loaded."""
    return Problem(source.file, source.line(loc), expected, mend)


def contradictions(provision: Provision, source: Source, loc: Loc) -> Iterator[Problem]:
    """What no facts can meet or reach in the provision at ``loc`` of its file."""
    today = provision.start.toordinal()
    common = _placed(source, loc, provision.program.nodes)
    if not _possible(common, today):
        yield _never(source, loc)
        return
    yield from _branches(source, common, [], today)
    root, terms = provision.program.formula.root, provision.program.formula
    yield from _amounts(source, unreached(provision.amount, terms, root, today, (*loc, "amount")))
    for at, (limb, part) in enumerate(zip(provision.limbs, provision.program.limbs, strict=True)):
        inner = (*loc, "limbs", at)
        yield from _limb(source, inner, common, part, today)
        found = unreached(limb.amount, terms, part.root, today, (*inner, "amount"))
        yield from _amounts(source, found)


def _limb(
    source: Source, loc: Loc, common: list[Placed], part: LimbProgram, today: int
) -> Iterator[Problem]:
    own = _placed(source, loc, part.nodes)
    if _possible([*own, *common], today):
        yield from _branches(source, own, common, today)
    else:
        yield _never(source, loc)


def _placed(source: Source, loc: Loc, nodes: tuple[Node, ...]) -> list[Placed]:
    """The nodes with where they were written; those of shorter notations with their key."""
    entry = source.data
    for step in loc:
        entry = entry[step]
    places: list[Loc] = [
        (*loc, role, at)
        for role in ("require", "presume")
        for at in range(len(entry.get(role) or []))
    ]
    places += [(*loc, "exclusive_with", at) for at in range(len(entry.get("exclusive_with") or []))]
    places += [(*loc, "once")] if entry.get("once") else []
    return list(zip(places, nodes, strict=True))


def _possible(placed: list[Placed], today: int, through: frozenset[int] = frozenset()) -> bool:
    return Search(today, through).possible([node for _, node in placed])


def _never(source: Source, loc: Loc) -> Problem:
    expected = "这些条件互相矛盾，任何人都不可能同时满足"
    return warning(source, loc, expected, "对照文件改条件；“或者”的关系要写在 any 里")


def _branches(
    source: Source, placed: list[Placed], others: list[Placed], today: int
) -> Iterator[Problem]:
    for loc, _, path in branches(placed):
        if not _possible([*placed, *others], today, path):
            expected = "any 里的这一支和别的条件矛盾，永远用不上"
            yield warning(source, loc, expected, "对照文件改条件，或删掉这一支")
    yield from _covered(source, placed, True, today)
    for loc, node in placed:
        yield from _inner(source, loc, node, today)


def _inner(source: Source, loc: Loc, node: Node, today: int) -> Iterator[Problem]:
    kind = node.kind
    children: list[Placed] = [
        ((*loc, "not") if kind == "not" else (*loc, kind, at), child)
        for at, child in enumerate(node.children)
    ]
    yield from _covered(source, children, node.needs_all, today)
    for inner, child in children:
        yield from _inner(source, inner, child, today)


def _covered(source: Source, placed: list[Placed], all_: bool, today: int) -> Iterator[Problem]:
    """Leaves beside each other of which one makes the other superfluous."""
    leaves = [(loc, n.literal) for loc, n in placed if n.kind == "leaf" and n.literal]
    literals = [literal for _, literal in leaves]
    for loc, literal in leaves:
        other = covered(literal, literals, today)
        if other is None:
            continue
        at = next(place for place, each in leaves if each is other) if all_ else loc
        spare, strong = (other, literal) if all_ else (literal, other)
        expected = f"条件“{spare.text}”已经包含在“{strong.text}”里，写了也不起作用"
        yield warning(source, at, expected, "对照文件改数字，或删掉其中一条")


def _amounts(source: Source, found: Iterator[Loc]) -> Iterator[Problem]:
    for loc in found:
        expected = "choose 的这一支永远轮不到：前面各支或享受条件已经排除了它"
        yield warning(source, loc, expected, "对照文件改 when 的顺序和条件，或删掉这一支")
