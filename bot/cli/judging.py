"""``policybot judge``: policies judged without server, engine or database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import AsJson, Day, Place, day_of, load_kb
from bot.cli.printing import print_json, print_report
from bot.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from policy_kb import KnowledgeBase


def register(app: typer.Typer) -> None:
    """Add ``judge``."""
    app.command()(judge)


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

    kb = load_kb()
    _check_measures(kb, measure or [])
    judged = judgement(
        kb, _read_facts(facts), region=region, as_of=day_of(as_of), measures=measure or None
    )
    result = report(kb, judged)
    if as_json:
        print_json(result)
    else:
        print_report(result)


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


def _check_measures(kb: KnowledgeBase, names: list[str]) -> None:
    for name in names:
        if name not in kb.measures:
            raise NotFoundError(f"没有 id 为 {name} 的政策，policybot kb show 列出全部。")
