"""``policybot kb``: checks and shows the policies; needs no server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, Day, Place, day_of, load_kb
from bot.cli.printing import print_json, print_listing, print_review, print_verdict
from bot.errors import NotFoundError

if TYPE_CHECKING:
    from policy_kb import KnowledgeBase


def register(app: typer.Typer) -> None:
    """Add the ``kb`` group."""
    kb = typer.Typer(help="政策库：校验、查看。", no_args_is_help=True)
    kb.command()(validate)
    kb.command()(show)
    app.add_typer(kb, name="kb")


def validate(as_json: AsJson = False) -> None:
    """校验政策库的全部文件：错误和提醒逐条列出文件、行号和改法；有错误时退出码为1。"""
    import policy_kb

    errors, warnings = policy_kb.review()
    print_review(errors, warnings, as_json)
    if errors:
        raise typer.Exit(1)


def show(
    name: Annotated[str, typer.Argument(help="政策的 id、名称或别名；不写就列出全部。")] = "",
    region: Place = None,
    as_of: Day = None,
    as_json: AsJson = False,
) -> None:
    """查看一项政策当日的规定，或列出全部政策。"""
    from bot.measures import detail, listing

    kb, day = load_kb(), day_of(as_of)
    if not name:
        found = listing(kb, "", region=region, as_of=day)
        if as_json:
            print_json(found)
        else:
            print_listing(found)
        return
    shown = detail(kb, _find(kb, name), region=region, as_of=day)
    if as_json:
        print_json(shown)
    else:
        print_verdict(shown["verdict"], shown["summary"])


def _find(kb: KnowledgeBase, name: str) -> str:
    for measure in kb.measures.values():
        if name in (measure.id, measure.name, *measure.aliases):
            return measure.id
    raise NotFoundError(f"没有叫“{name}”的政策，policybot kb show 列出全部。")
