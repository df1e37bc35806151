"""A slow judge that tries every completion of what is unknown; the engine must agree with it.

It reads the same conditions as the engine, over a small universe of facts, and knows nothing of
bits, cells or residues.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

#: Every value each fact of the small universe can take.
UNIVERSE: dict[str, list[Any]] = {
    "a": [False, True],
    "b": [False, True],
    "c": [False, True],
    "few": list(range(6)),
    "level": ["one", "two", "three"],
    "groups": [set(chosen) for size in range(4) for chosen in combinations("pqr", size)],
    "quota": list(range(3)),
}
OFFICE = {"quota"}


def holds(cond: Mapping[str, Any], value: Any) -> bool:
    """Whether a condition on one fact holds for an exact value of it."""
    ((name, operand),) = [(k, v) for k, v in cond.items() if k not in ("fact", "role")]
    return bool(
        {
            "is": lambda: value == operand,
            "is_not": lambda: value != operand,
            "in": lambda: value in operand,
            "not_in": lambda: value not in operand,
            "at_least": lambda: value >= operand,
            "at_most": lambda: value <= operand,
            "includes_any": lambda: set(operand) & value,
            "includes_none": lambda: not set(operand) & value,
        }[name]()
    )


def leaves(cond: Mapping[str, Any], assumed: bool) -> Iterator[tuple[str, bool]]:
    """The facts a condition speaks of, and whether it is assumed to hold while they are unknown."""
    if "fact" in cond:
        yield cond["fact"], assumed or cond["fact"] in OFFICE
        return
    for part in cond.get("all") or cond.get("any") or [cond.get("not")]:
        yield from leaves(part, assumed)


Rule = dict[str, list[dict[str, Any]]]


def asked_facts(rule: Rule) -> set[str]:
    """The facts that an applicant may be asked for."""
    found = [leaf for cond in rule["require"] for leaf in leaves(cond, False)]
    return {name for name, assumed in found if not assumed}


def possible(name: str, told: Mapping[str, Any]) -> list[Any]:
    """Every value a fact can still take."""
    everything = UNIVERSE[name]
    if name not in told:
        return everything
    form = told[name]
    if name == "groups":
        ins, outs = set(form.get("includes", ())), set(form.get("excludes", ()))
        return [value for value in everything if ins <= value and not outs & value]
    if isinstance(form, dict):
        return [v for v in everything if form.get("min", 0) <= v <= form.get("max", 99)]
    return [
        value
        for value in everything
        if value == form or value in (form if isinstance(form, list) else [])
    ]


def decide(rule: Rule, told: Mapping[str, Any], full: Mapping[str, Any]) -> bool:
    """The outcome for exact values of the facts asked for; what is assumed holds unless told."""

    def true(cond: Mapping[str, Any], assumed: bool, wanted: bool) -> bool:
        if "all" in cond:
            parts = [true(part, assumed, wanted) for part in cond["all"]]
            return all(parts) if wanted else any(parts)
        if "any" in cond:
            parts = [true(part, assumed, wanted) for part in cond["any"]]
            return any(parts) if wanted else all(parts)
        if "not" in cond:
            return true(cond["not"], assumed, not wanted)
        name = cond["fact"]
        # what is presumed or the office's is taken to be as the rule needs it, as far as it can be
        taken = assumed or name in OFFICE
        values = possible(name, told) if taken else [full[name]]
        return any(holds(cond, value) is wanted for value in values)

    required = all(true(cond, False, True) for cond in rule["require"])
    return required and all(true(cond, True, True) for cond in rule["presume"])


def completions(rule: Rule, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way the facts to be asked for can turn out."""
    names = sorted(asked_facts(rule))
    for values in product(*(possible(name, told) for name in names)):
        yield dict(zip(names, values, strict=True))


def status(rule: Rule, told: Mapping[str, Any]) -> str:
    """What no completion can change, else undetermined."""
    outcomes = {decide(rule, told, full) for full in completions(rule, told)}
    if len(outcomes) == 2:
        return "undetermined"
    return "eligible" if outcomes.pop() else "ineligible"


def mattering(rule: Rule, told: Mapping[str, Any]) -> set[str]:
    """The facts of which two values lead to two outcomes, all else being equal."""
    found: set[str] = set()
    for full in completions(rule, told):
        outcome = decide(rule, told, full)
        for name in set(full) - found:
            others = possible(name, told)
            if any(decide(rule, told, {**full, name: value}) is not outcome for value in others):
                found.add(name)
    return found
