"""A provision's YAML in plain Chinese lines, every figure included, to be read and compared.

Verdicts show conditions in their author's words; here a changed number always shows.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from policy_kb import phrases
from policy_kb.base import KnowledgeBase
from policy_kb.schema_conditions import OPERATORS

Data = Mapping[str, Any]

_TREES = {"all": "全部满足：", "any": "满足其一：", "not": "不能："}
_ROLES = {"require": "", "presume": "（只提醒）"}
_SHOWN = {
    "document", "clause", "region", "from", "to", "amends", "require", "presume", "amount", "limbs",
}  # fmt: skip


def conditions(base: KnowledgeBase, provision: Data) -> list[str]:
    """The conditions of a provision and of its limbs, indented by depth."""
    lines = list(_terms(base, provision))
    for limb in provision.get("limbs") or []:
        lines.append(f"【{limb['name']}】")
        lines += [f"  {line}" for line in _terms(base, limb)]
    return lines


def amounts(base: KnowledgeBase, provision: Data) -> list[str]:
    """The amounts of a provision and of its limbs."""
    lines = list(_amount(base, provision["amount"])) if provision.get("amount") else []
    for limb in provision.get("limbs") or []:
        if limb.get("amount"):
            lines.append(f"【{limb['name']}】")
            lines += [f"  {line}" for line in _amount(base, limb["amount"])]
    return lines


def rest(provision: Data) -> list[str]:
    """What else is written: how to apply, notes, doubts, exclusions, the limbs' own ends."""
    other: dict[str, Any] = {key: v for key, v in provision.items() if key not in _SHOWN}
    for limb in provision.get("limbs") or []:
        more = {k: v for k, v in limb.items() if k == "to" or k not in (*_SHOWN, "id", "name")}
        other |= {limb["name"]: more} if more else {}
    return yaml.safe_dump(other, allow_unicode=True, sort_keys=True).splitlines() if other else []


def _terms(base: KnowledgeBase, terms: Data) -> Iterator[str]:
    for role, mark in _ROLES.items():
        for each in terms.get(role) or []:
            for at, line in enumerate(_condition(base, each)):
                yield line + ("" if at else mark)


def _condition(base: KnowledgeBase, entry: Data) -> Iterator[str]:
    words = f" 〔{entry['text']}〕" if entry.get("text") else ""
    if "fact" in entry:
        yield _leaf(base, entry) + ("（说到才算）" if entry.get("only_if_told") else "") + words
        return
    kind = next(kind for kind in _TREES if kind in entry)
    yield _TREES[kind] + words
    for child in [entry["not"]] if kind == "not" else entry[kind]:
        yield from (f"  {line}" for line in _condition(base, child))


def _leaf(base: KnowledgeBase, entry: Data) -> str:
    fact = base.facts[entry["fact"]]
    given = {name: entry[name] for name in OPERATORS if name in entry}
    if "same_as" in given:
        return f"{fact.name}与{base.facts[given['same_as']].name}相同"
    return phrases.condition(fact, given, base.groups)


def _amount(base: KnowledgeBase, entry: Data) -> Iterator[str]:
    words = f" 〔{entry['text']}〕" if entry.get("text") else ""
    if "choose" in entry:
        for branch in entry["choose"]:
            yield "如果：" if branch.get("when") else "否则："
            if branch.get("when"):
                yield from (f"  {line}" for line in _condition(base, branch["when"]))
                yield "就："
            yield from (f"  {line}" for line in _amount(base, branch["amount"]))
    elif "one_of" in entry:
        yield f"以下之一：{words}"
        for each in entry["one_of"]:
            yield from (f"  {line}" for line in _amount(base, each))
    else:
        yield _sum(base, entry) + words


def _sum(base: KnowledgeBase, entry: Data) -> str:
    """One plain amount."""
    if "per_head" in entry:
        fact = base.facts[entry["per_head"]]
        return f"每{fact.unit or '人'}{phrases.money(entry['yuan'])}，按{fact.name}"
    if "rate" in entry:
        less = f"，扣除{base.facts[entry['less_rate']].name}" if entry.get("less_rate") else ""
        return f"{base.facts[entry['of']].name}的{phrases.percent(entry['rate'])}{less}"
    if "table" in entry:
        names = base.facts[entry["table"]].choices
        return "，".join(f"{names[k].name}{phrases.money(v)}" for k, v in entry["yuan"].items())
    if "ceiling" in entry:
        more = f"，多人另加{phrases.percent(entry['uplift'])}" if entry.get("uplift") else ""
        return f"最高{phrases.money(entry['ceiling'])}{more}"
    if "reduced_rate" in entry:
        names_of = {"total": "费率", "unit": "单位", "person": "个人"}
        rates = entry["reduced_rate"].items()
        return "，".join(f"{names_of[name]}{phrases.percent(rate)}" for name, rate in rates)
    name, form = next((name, form) for name, form in _PLAIN.items() if name in entry)
    return str(form(entry[name]))


def _day(value: datetime.date) -> str:
    return f"缓缴到{phrases.day(value)}"


_PLAIN: dict[str, Any] = {
    "fixed": phrases.money,
    "floor": lambda yuan: f"不低于{phrases.money(yuan)}",
    "months": lambda months: f"{months}个月",
    "deferred_until": _day,
    "deferred_months": lambda months: f"最长缓缴{months}个月",
    "words": str,
}
