"""From conditions as written to literals, gates and the tree that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from policy_kb import phrases
from policy_kb.formula import Literal, Node
from policy_kb.gates import All, Any_, Gate, sum_masks
from policy_kb.leaf import Recent
from policy_kb.lexicon import Scope
from policy_kb.model import Citation, Fact
from policy_kb.operators import test_of
from policy_kb.schema_conditions import Cond

_TREES = {"all": "同时满足以下各项", "any": "满足以下任一项", "not": "以下情形不成立"}

#: What the gates of a list of conditions are made of: bits, further gates, the nodes shown.
Parts = tuple[int, tuple[Gate, ...], tuple[Node, ...]]


@dataclass
class Builder:
    """Compiles the conditions of one formula, giving each literal the next bit."""

    default: Citation
    next_bit: int = 1
    literals: list[Literal] = field(default_factory=list)

    def bit(self) -> int:
        """A bit not used yet."""
        bit, self.next_bit = self.next_bit, self.next_bit << 1
        return bit

    def parts(self, scope: Scope, entries: Sequence[Cond], role: str) -> Parts:
        """A list of conditions; those with problems are reported and left out."""
        mask, gates, nodes = 0, list[Gate](), list[Node]()
        for at, entry in enumerate(entries):
            node, gate = self.build(scope.at(at), entry, role, False)
            if node is not None:
                nodes.append(node)
                if isinstance(gate, Gate):
                    gates.append(gate)
                elif node.literal:
                    mask |= node.literal.bit
        return mask, tuple(gates), tuple(nodes)

    def build(
        self, scope: Scope, entry: Cond, role: str, negated: bool
    ) -> tuple[Node | None, Gate | None]:
        """The node of one condition, and its gate unless it is a single literal."""
        if entry.fact is not None:
            return self._leaf(scope, entry, entry.fact, role, negated), None
        if entry.not_ is not None:
            return self._not(scope, entry, entry.not_, role, negated)
        kind = "all" if entry.all_ is not None else "any"
        return self._tree(scope.at(kind), entry, kind, role, negated)

    def _not(
        self, scope: Scope, entry: Cond, inner: Cond, role: str, negated: bool
    ) -> tuple[Node | None, Gate | None]:
        if entry.known_by and not inner.known_by:
            inner = inner.model_copy(update={"known_by": entry.known_by})
        child, gate = self.build(scope.at("not"), inner, role, not negated)
        if child is None:
            return None, None
        text = entry.text or (
            child.literal.text if child.literal and not negated else _TREES["not"]
        )
        cited = scope.cite(entry.citation, self.default)
        node = Node(
            "not", text, entry.text is not None, role, entry.would_hold_if, cited,
            child.mask, negated, (child,), child.literal, child.facts,
        )  # fmt: skip
        return node, gate

    def _tree(
        self, scope: Scope, entry: Cond, kind: str, role: str, negated: bool
    ) -> tuple[Node | None, Gate | None]:
        entries = entry.all_ or entry.any_ or []
        if entry.known_by:
            entries = [
                e.model_copy(update={"known_by": e.known_by or entry.known_by}) for e in entries
            ]
        outer, self.default = self.default, scope.cite(entry.citation, self.default)
        built = [self.build(scope.at(at), e, role, negated) for at, e in enumerate(entries)]
        cited, self.default = self.default, outer
        nodes = tuple(node for node, _ in built if node is not None)
        gates = tuple(gate for _, gate in built if gate is not None)
        bits = sum_masks(n.literal.bit for n, g in built if n and g is None and n.literal)
        node = Node(
            kind, entry.text or _TREES[kind], entry.text is not None, role, entry.would_hold_if,
            cited, sum_masks(n.mask for n in nodes), negated, nodes, None,
            tuple(dict.fromkeys(name for n in nodes for name in n.facts)),
        )  # fmt: skip
        shape = All if (kind == "all") is not negated else Any_
        return node, shape(bits, gates, node)

    def _leaf(self, scope: Scope, entry: Cond, name: str, role: str, negated: bool) -> Node | None:
        fact = scope.at("fact").fact(name)
        if fact is None:
            return None
        operators = entry.operators
        facts: tuple[str, ...] = (fact.id,)
        if entry.same_as is not None:
            other = scope.at("same_as").fact(entry.same_as)
            if other is None or not _comparable(scope, fact, other):
                return None
            facts, operators = (fact.id, other.id), {"is": True}
            fact = scope.lexicon.pair(fact, other)
        made = test_of(scope, fact, operators)
        if made is None:
            return None
        test, wanted = made
        groups = scope.lexicon.groups
        text = entry.text or phrases.condition(fact, operators, groups)
        against = f"不是“{text}”" if entry.text else phrases.opposite(fact, operators, groups)
        office = (entry.known_by or fact.known_by) == "office"
        assumed = (office or role == "presume") and not entry.only_if_told
        literal = Literal(
            self.bit(), fact, test, wanted is not negated, assumed, office,
            against if negated else text, facts, scope.cite(entry.citation, self.default),
            entry.only_if_told,
        )  # fmt: skip
        if role == "require" or not entry.text:
            _check_open(scope, literal)
        self.literals.append(literal)
        return Node(
            "leaf", text, entry.text is not None, role, entry.would_hold_if, literal.citation,
            literal.bit, negated, (), literal, facts,
        )  # fmt: skip


def _comparable(scope: Scope, a: Fact, b: Fact) -> bool:
    if a.type == b.type and a.type in ("year", "integer"):
        return True
    scope.report("same_as 只能比较两个年份或两个整数", "换成年份类事实")
    return False


def _check_open(scope: Scope, literal: Literal) -> None:
    """A condition that every applicant meets, or none, says nothing or forbids everyone."""
    state = literal.state(literal.fact.domain, 1) if not isinstance(literal.test, Recent) else 1
    if state != 1 and literal.fact.type != "text":
        always = "永远成立" if state else "永远不成立"
        scope.report(f"这个条件{always}，等于没写", "对照 facts.yml 里的范围或选项改正")
