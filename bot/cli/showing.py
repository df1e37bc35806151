"""The keeper's views: a measure's history, what changed between versions, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

Json = dict[str, Any]

_CHANGES = {"added": "新增", "removed": "删除", "changed": "修改"}
_PARTS = {
    "region": "地区", "period": "期限", "amends": "取代", "conditions": "条件", "amount": "金额",
    "other": "其他",
}  # fmt: skip
_STATUS = {
    "eligible": "可以享受", "ineligible": "不符合", "undetermined": "还不能确定",
    "not_in_force": "没有执行", "error": "判断不了",
}  # fmt: skip


def print_history(provisions: Sequence[Json]) -> None:
    """Every provision, newest first, the one that applies marked."""
    typer.echo("\n历次规定（新的在前）")
    for one in provisions:
        mark = "▶" if one["selected"] else " "
        where = f"{one['number'] or one['title']} {one['clause'] or ''}".strip()
        end = f"至 {one['to']}" if one["to"] else "起，没有写到哪天为止"
        typer.echo(f"\n{mark} {where}  {one['region']}  {one['from']} {end}")
        for amended in one["amends"]:
            typer.echo(f"    取代或修改：{amended}")
        for heading, key in (("条件", "conditions"), ("标准", "amounts"), ("说明", "notes")):
            for at, line in enumerate(one[key]):
                typer.echo(f"    {heading if not at else '　　'}  {line}")


def print_changes(changes: Json) -> None:
    """What changed in the rules, then whose verdicts."""
    for measure in changes["measures"]:
        _print_measure(measure)
    for word in changes["words"]:
        typer.echo(f"{word['file']}：{_CHANGES[word['change']]} {word['id']}")
    if not changes["measures"] and not changes["words"]:
        typer.echo("政策没有变化。")
    verdicts = changes["verdicts"]
    typer.echo(f"\n用{changes['judged']}个案例和样例申请人比较，{len(verdicts)}个结论变了。")
    for one in verdicts:
        kind = "案例" if one["case"] else "样例"
        typer.echo(f"  {kind} {one['name']}：{one['applicant']}")
        typer.echo(f"    {_verdict(one['old'])} → {_verdict(one['new'])}")


def _print_measure(measure: Json) -> None:
    typer.echo(f"{_CHANGES[measure['change']]} {measure['name']}  {measure['id']}")
    for field in measure["fields"]:
        typer.echo(f"  {field['field']}：{field['old']} → {field['new']}")
    for one in measure["provisions"]:
        typer.echo(f"  {_CHANGES[one['change']]} {one['provision']}")
        for key, label in _PARTS.items():
            if key in one:
                _print_part(label, one[key])


def _print_part(label: str, part: Json) -> None:
    if "old" in part:
        typer.echo(f"    {label}：{part['old'] or '无'} → {part['new'] or '无'}")
        return
    typer.echo(f"    {label}")
    for sign, key in (("-", "removed"), ("+", "added")):
        for line in part[key]:
            typer.echo(f"      {sign} {line}")


def _verdict(verdict: Json | None) -> str:
    if verdict is None:
        return "没有这项政策"
    amount = f"，{verdict['amount']}" if verdict["amount"] else ""
    return _STATUS[verdict["status"]] + amount


def print_next_steps(paths: Sequence[Path]) -> None:
    """The files written, and what the keeper does with them."""
    rule, cases = paths
    typer.echo(f"已写好模板：{rule}\n案例模板：{cases}\n\n接下来：")
    steps = (
        f"对照文件填写 {rule} 里的【待填】，不适用的行删掉；",
        "运行 policybot kb validate，直到没有错误，提醒逐条看过；",
        f"填写 {cases}：每个条件的两边、期限的前中后各一条；",
        f"运行 make data policies，再用 make mutate measure={rule.stem} 看案例够不够；",
        "运行 policybot kb diff HEAD，核对变了哪些规定、哪些人的结论；再提交。",
    )
    for number, step in enumerate(steps, 1):
        typer.echo(f"  {number}. {step}")
    typer.echo("\n详见 docs/编写政策.md。")
