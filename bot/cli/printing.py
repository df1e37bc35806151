"""Verdicts, measures and problems as a terminal shows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from policy_kb import Problem

Json = dict[str, Any]

_STATUS = {
    "eligible": "可以享受",
    "ineligible": "不符合",
    "undetermined": "还不能确定",
    "not_in_force": "没有执行",
}
_STATE = {"met": "✔", "failed": "✘", "unknown": "?", "office": "○"}


def print_json(value: Any) -> None:
    """The value as indented JSON, for other programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_review(errors: list[Problem], warnings: list[Problem], as_json: bool) -> None:
    """Everything wrong or doubtful about the policy files, each with its place and mend."""
    if as_json:
        found = {"problems": errors, "warnings": warnings}
        form = {key: [_problem_json(one) for one in each] for key, each in found.items()}
        print_json({"valid": not errors, **form})
        return
    for words, problems in (("处错误", errors), ("处提醒", warnings)):
        if problems:
            typer.echo(f"政策库有{len(problems)}{words}：", err=bool(errors))
            for problem in problems:
                typer.echo(f"  {problem}", err=bool(errors))
    if not errors:
        typer.echo("政策库没有错误。")


def _problem_json(problem: Problem) -> Json:
    return {name: getattr(problem, name) for name in ("file", "line", "expected", "mend")}


def print_listing(found: list[Json]) -> None:
    """One measure a paragraph: name, id, what it is."""
    for one in found:
        mark = "" if one["in_force"] else "（当日没有执行）"
        typer.echo(f"{one['name']}{mark}  {one['id']}\n    {one['summary']}")


def print_report(result: Json) -> None:
    """Every verdict in a line, what can be had first; then the next question."""
    typer.echo(f"{result['region'] or '未指定地区'} · {result['as_of']}\n")
    order = list(_STATUS)
    for verdict in sorted(result["verdicts"], key=lambda one: order.index(one["status"])):
        amount = (verdict.get("amount") or {}).get("text") or ""
        shown = f"  {amount}" if amount and verdict["status"] == "eligible" else ""
        typer.echo(f"{_STATUS[verdict['status']]}\t{verdict['name']}{shown}")
    if result["next_question"]:
        typer.echo(f"\n接下来最值得问：{result['next_question']['text']}")


def print_verdict(verdict: Json, summary: str) -> None:
    """One verdict: conditions with their marks, amount, basis, notes."""
    typer.echo(f"{verdict['name']}\n{summary}\n")
    print_conditions(verdict.get("conditions") or [], "")
    if (verdict.get("amount") or {}).get("text"):
        typer.echo(f"\n标准：{verdict['amount']['text']}")
    rule = verdict.get("provision") or {}
    if rule:
        typer.echo(f"依据：{rule.get('number') or rule.get('document')} {rule.get('clause') or ''}")
    for note in verdict.get("notes") or []:
        typer.echo(f"注意：{note.get('text') if isinstance(note, dict) else note}")


def print_conditions(conditions: list[Json], indent: str) -> None:
    """Conditions with their marks, members indented below their group."""
    for one in conditions:
        typer.echo(f"{indent}{_STATE.get(one['state'], '?')} {one['text']}")
        print_conditions(one.get("children") or [], indent + "  ")
