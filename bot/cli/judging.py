"""``policybot judge`` and ``policybot kb``: policies without server, engine or database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import NotFoundError, RequestError

AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON。")]
Place = Annotated[str | None, typer.Option("--region", help="地区全名或别名，如 包头市。")]
Day = Annotated[str | None, typer.Option("--as-of", help="按哪一天判断，如 2022-08-01；默认今天。")]

_STATUS = {
    "eligible": "可以享受",
    "ineligible": "不符合",
    "undetermined": "还不能确定",
    "not_in_force": "没有执行",
}
_STATE = {"met": "✔", "failed": "✘", "unknown": "?", "office": "○"}


def register(app: typer.Typer) -> None:
    """Add ``judge`` and the ``kb`` group."""
    app.command()(judge)
    kb = typer.Typer(help="政策库：校验、查看。", no_args_is_help=True)
    kb.command()(validate)
    kb.command()(show)
    app.add_typer(kb, name="kb")


def judge(
    facts: Annotated[str, typer.Option(help="事实的 JSON 文件；- 表示从标准输入读。")] = "",
    region: Place = None,
    as_of: Day = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="只判断这一项（可以写多次）。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """按地区、日期和已知事实判断每一项政策；不需要启动服务。"""
    from bot.judging import judgement, report

    kb = _load()
    _check_measures(kb, measure or [])
    judged = judgement(
        kb, _read_facts(facts), region=region, as_of=_day(as_of), measures=measure or None
    )
    result = report(kb, judged)
    if as_json:
        _print_json(result)
    else:
        _print_report(result)


def validate(as_json: AsJson = False) -> None:
    """校验政策库的全部文件；有错误时逐条列出文件、行号和改法，退出码为1。"""
    import policy_kb

    try:
        kb = policy_kb.load()
    except policy_kb.PolicyFileError as error:
        _print_problems(error, as_json)
        raise typer.Exit(1) from None
    counts = {"measures": len(kb.measures), "facts": len(kb.facts), "documents": len(kb.documents)}
    if as_json:
        _print_json({"valid": True, "problems": [], **counts})
    else:
        typer.echo(
            f"政策库没有错误：{counts['measures']}项政策，{counts['facts']}个事实，"
            f"{counts['documents']}份文件。"
        )


def show(
    name: Annotated[str, typer.Argument(help="政策的 id、名称或别名；不写就列出全部。")] = "",
    region: Place = None,
    as_of: Day = None,
    as_json: AsJson = False,
) -> None:
    """查看一项政策当日的规定，或列出全部政策。"""
    from bot.measures import detail, listing

    kb, day = _load(), _day(as_of)
    if not name:
        found = listing(kb, "", region=region, as_of=day)
        if as_json:
            _print_json(found)
        else:
            _print_listing(found)
        return
    shown = detail(kb, _find(kb, name), region=region, as_of=day)
    if as_json:
        _print_json(shown)
    else:
        _print_verdict(shown["verdict"], shown["summary"])


def _load() -> Any:
    import policy_kb

    try:
        return policy_kb.load()
    except policy_kb.PolicyFileError as error:
        raise RequestError(f"政策库有错误，请先改正：\n{error}") from None


def _day(text: str | None) -> Any:
    from bot.judging import parse_date

    if text:
        return parse_date(text)
    from bot.clock import make_clock
    from bot.settings import load_settings

    return make_clock(load_settings().as_of)()


def _read_facts(source: str) -> dict[str, Any]:
    if not source:
        return {}
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        facts = json.loads(text)
    except OSError as error:
        raise RequestError(f"读不了 {source}：{error.strerror}。") from None
    except json.JSONDecodeError as error:
        mend = "请检查引号、逗号和括号"
        raise RequestError(f"{source} 第{error.lineno}行不是有效的 JSON，{mend}。") from None
    except ValueError:
        raise RequestError(f"{source} 要是 UTF-8 编码的 JSON，数字不能太长。") from None
    if not isinstance(facts, dict):
        raise RequestError(f'{source} 里应为一个对象，如 {{"headcount": 28}}。')
    return facts


def _check_measures(kb: Any, names: list[str]) -> None:
    for name in names:
        if name not in kb.measures:
            raise NotFoundError(f"没有 id 为 {name} 的政策，policybot kb show 列出全部。")


def _find(kb: Any, name: str) -> str:
    for measure in kb.measures.values():
        if name in (measure.id, measure.name, *measure.aliases):
            return str(measure.id)
    raise NotFoundError(f"没有叫“{name}”的政策，policybot kb show 列出全部。")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_problems(error: Any, as_json: bool) -> None:
    if as_json:
        names = ("file", "line", "expected", "mend")
        problems = [{name: getattr(one, name) for name in names} for one in error.problems]
        _print_json({"valid": False, "problems": problems})
    else:
        typer.echo(f"政策库有{len(error.problems)}处错误：", err=True)
        typer.echo(str(error), err=True)


def _print_listing(found: list[dict[str, Any]]) -> None:
    for one in found:
        mark = "" if one["in_force"] else "（当日没有执行）"
        typer.echo(f"{one['name']}{mark}  {one['id']}\n    {one['summary']}")


def _print_report(result: dict[str, Any]) -> None:
    typer.echo(f"{result['region'] or '未指定地区'} · {result['as_of']}\n")
    order = list(_STATUS)
    for verdict in sorted(result["verdicts"], key=lambda one: order.index(one["status"])):
        amount = (verdict.get("amount") or {}).get("text") or ""
        shown = f"  {amount}" if amount and verdict["status"] == "eligible" else ""
        typer.echo(f"{_STATUS[verdict['status']]}\t{verdict['name']}{shown}")
    if result["next_question"]:
        typer.echo(f"\n接下来最值得问：{result['next_question']['text']}")


def _print_verdict(verdict: dict[str, Any], summary: str) -> None:
    typer.echo(f"{verdict['name']}\n{summary}\n")
    _print_conditions(verdict.get("conditions") or [], "")
    if (verdict.get("amount") or {}).get("text"):
        typer.echo(f"\n标准：{verdict['amount']['text']}")
    rule = verdict.get("provision") or {}
    if rule:
        typer.echo(f"依据：{rule.get('number') or rule.get('document')} {rule.get('clause') or ''}")
    for note in verdict.get("notes") or []:
        typer.echo(f"注意：{note.get('text') if isinstance(note, dict) else note}")


def _print_conditions(conditions: list[dict[str, Any]], indent: str) -> None:
    for one in conditions:
        typer.echo(f"{indent}{_STATE.get(one['state'], '?')} {one['text']}")
        _print_conditions(one.get("children") or [], indent + "  ")
