"""A provision's rules as a flow: what must hold in turn, and where one of several will do.

The flow knows nothing of drawing; ``bot.pages.diagram`` lays it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policy_kb.amounts import Amount
from policy_kb.formula import Node
from policy_kb.model import Limb, Provision

PRESUMED_LEAD = "一般都符合，由经办机构核实："


@dataclass(frozen=True, slots=True)
class Step:
    """One box. ``kind``: start, name (of an alternative), must, presumed or result."""

    kind: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Everything in it must hold, top to bottom."""

    parts: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Parallel:
    """One of its parts is enough; ``ends``: each leads to a result of its own."""

    parts: tuple[Flow, ...]
    ends: bool = False


Flow = Step | Series | Parallel


def flow_of(provision: Provision, audience: str) -> Series:
    """The provision as a flow that begins with whom it is for and ends with what is granted."""
    today = provision.start.toordinal()
    program = provision.program
    common = _conditions(program.nodes)
    start = Step("start", audience)
    if not provision.limbs:
        return Series((start, *common, _result(provision.amount, today)))
    limbs = tuple(
        Series(
            (
                Step("name", limb.name),
                *_conditions(part.nodes),
                _result(_granted(limb, provision), today),
            )
        )
        for limb, part in zip(provision.limbs, program.limbs, strict=True)
    )
    ways = Parallel(limbs, ends=True) if len(limbs) > 1 else limbs[0]
    return Series((start, *common, ways))


def _granted(limb: Limb, provision: Provision) -> Amount | None:
    return limb.amount or provision.amount


def _result(amount: Amount | None, today: int) -> Step:
    return Step("result", f"可以享受：{amount.assess({}, today).text}" if amount else "可以享受")


def _conditions(nodes: Iterable[Node]) -> list[Flow]:
    """The conditions that are asked for in order, then in one box those that are only checked."""
    asked: list[Flow] = []
    checked: list[str] = []
    for node in nodes:
        if node.role == "presume" or _office_knows(node):
            checked.append(node.text)
        else:
            asked.append(_flow(node))
    return [*asked, Step("presumed", PRESUMED_LEAD, tuple(checked))] if checked else asked


def _flow(node: Node) -> Flow:
    """One condition; alternatives stand side by side only where they have steps of their own."""
    plain = all(child.kind == "leaf" for child in node.children)
    if node.kind in ("leaf", "not") or (node.authored and plain):
        return Step("must", node.text)
    if node.kind == "any" and plain:
        return Step("must", "下面有一项就行：", tuple(child.text for child in node.children))
    parts = tuple(_flow(child) for child in node.children)
    return Parallel(parts) if node.kind == "any" else Series(parts)


def _office_knows(node: Node) -> bool:
    if node.literal is not None:
        return node.literal.office
    return bool(node.children) and all(map(_office_knows, node.children))
