"""The condition tree of a verdict, in plain Chinese, and what an eligible one is subject to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from policy_kb import phrases
from policy_kb.case import Case
from policy_kb.formula import Literal, Node
from policy_kb.gates import GRANTED, All, Gate
from policy_kb.model import Citation
from policy_kb.settle import State

STATES = ("failed", "unknown", "met")
_OFFICE = "office"
_OPPOSITE = {"failed": "met", "met": "failed", "unknown": "unknown", _OFFICE: _OFFICE}


class Condition(NamedTuple):
    """One condition of a verdict; ``state`` is met, failed, unknown or office."""

    text: str
    kind: str
    role: str
    state: str
    facts: tuple[str, ...]
    would_hold_if: str | None
    citation: Citation
    children: tuple["Condition", ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON types."""
        return {
            "text": self.text,
            "kind": self.kind,
            "role": self.role,
            "state": self.state,
            "facts": list(self.facts),
            "would_hold_if": self.would_hold_if,
            "citation": self.citation.to_json(),
            "children": [child.to_json() for child in self.children],
        }

    def leaves(self) -> list["Condition"]:
        """The conditions on single facts in it."""
        if not self.children:
            return [self]
        return [leaf for child in self.children for leaf in child.leaves()]


class Proviso(NamedTuple):
    """Something taken for granted that an eligible verdict rests on."""

    text: str
    facts: tuple[str, ...]
    citation: Citation

    def to_json(self) -> dict[str, Any]:
        """JSON types."""
        return {"text": self.text, "facts": list(self.facts), "citation": self.citation.to_json()}


def conditions(nodes: Iterable[Node], state: State, case: Case) -> list[Condition]:
    """Those that concern the applicant, with the states they are in."""
    return [condition(node, state, case) for node in nodes if not _beside(node, state)]


def _beside(node: Node, state: State) -> bool:
    """Whether it only asks something of others: it holds because the applicant is not of a kind."""
    met = [child for child in node.children if child.mask & state.held & state.known]
    return node.kind == "any" and bool(met) and all(map(_exempts, met))


def _exempts(node: Node) -> bool:
    return bool(
        node.literal and node.kind == "leaf" and not node.negated and not node.literal.wanted
    )


def condition(node: Node, state: State, case: Case) -> Condition:
    """The condition of ``node`` with the state it is in."""
    spoken = [child for child in node.children if not _unspoken(child, state)]
    children = tuple([condition(child, state, case) for child in spoken or node.children])
    if children:
        found = _tree_state(node.kind, [child.state for child in children])
    else:
        found = _leaf_state(node, state)
    would = _would_hold_if(node, children, case) if found == "failed" else None
    return Condition(
        node.text, node.kind, node.role, found, node.facts, would, node.citation, children
    )


def _unspoken(node: Node, state: State) -> bool:
    """Whether it only counts for those who tell of it, and nothing was told."""
    return bool(node.literal and node.literal.aside and not node.mask & state.known)


def _leaf_state(node: Node, state: State) -> str:
    if _unspoken(node, state):
        return "failed"
    if not node.mask & state.known:
        return _OFFICE if node.literal and node.literal.office else "unknown"
    return "met" if bool(node.mask & state.held) is not node.negated else "failed"


def _tree_state(kind: str, states: Sequence[str]) -> str:
    if kind == "not":
        return _OPPOSITE[states[0]]
    decisive = "failed" if kind == "all" else "met"
    if decisive in states:
        return decisive
    unknown = [state for state in states if state in ("unknown", _OFFICE)]
    if not unknown:
        return _OPPOSITE[decisive]
    return _OFFICE if all(state == _OFFICE for state in unknown) else "unknown"


def _would_hold_if(node: Node, children: Sequence[Condition], case: Case) -> str | None:
    """What would have satisfied a failed condition."""
    if node.would_hold_if or node.kind == "not" or (node.authored and children):
        return node.would_hold_if or node.text
    if node.kind == "leaf" and node.literal:
        return node.text + _instead_of(node.literal, case)
    parts = [child.would_hold_if or child.text for child in children if child.state != "met"]
    return ("，或者" if node.kind == "any" else "；").join(parts)


def _instead_of(literal: Literal, case: Case) -> str:
    value = case.values.get(literal.fact.id)
    if value is None or literal.fact.type in ("boolean", "set"):
        return ""
    return f"（目前是{phrases.told(literal.fact, value)}）"


def demanded_first(found: Sequence[Proviso], nodes: Iterable[Node]) -> list[Proviso]:
    """Before what is merely presumed, what the clause hangs on and the office has to confirm."""
    demanded, todo = set[str](), [node for node in nodes if node.role == "require"]
    while todo:
        node = todo.pop()
        demanded.add(node.literal.text if node.literal else node.text)
        todo += node.children
    return sorted(found, key=lambda proviso: proviso.text not in demanded)


def provisos(gate: Gate, state: State) -> list[Proviso]:
    """What a granted gate rests on that no fact has confirmed, in the fewest items."""
    known_held = state.held & state.known
    known_failed = state.failed & state.known
    return _rests_on(gate, known_held, known_failed, state.held, state.formula.literals)


def _rests_on(
    gate: Gate, known: int, failed: int, held: int, literals: Mapping[int, Literal]
) -> list[Proviso]:
    if gate.look(known, failed) == GRANTED:
        return []
    node = gate.node
    if node and node.authored and not node.mask & (known | failed):
        return [Proviso(node.text, node.facts, node.citation)]
    singles = [_proviso(literals[bit]) for bit in _bits(gate.mask & held & ~known)]
    inner = (g for g in gate.gates if g.look(held, failed) == GRANTED)
    parts = [_rests_on(g, known, failed, held, literals) for g in inner]
    if isinstance(gate, All):
        return _distinct([*singles, *(item for part in parts for item in part)])
    return min([*([single] for single in singles), *parts], key=len, default=[])


def _proviso(literal: Literal) -> Proviso:
    return Proviso(literal.text, literal.facts, literal.citation)


def _distinct(items: Iterable[Proviso]) -> list[Proviso]:
    return list({item.text: item for item in items}.values())


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit)
        mask ^= bit
    return found
