"""``policybot kb``: checks and shows the policies; needs no server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import AsJson, Day, Place, day_of, load_kb
from bot.cli.printing import print_json, print_listing, print_review, print_verdict
from bot.cli.showing import print_changes, print_history, print_next_steps
from bot.errors import NotFoundError, RequestError

if TYPE_CHECKING:
    from policy_kb import KnowledgeBase


def register(app: typer.Typer) -> None:
    """Add the ``kb`` group."""
    kb = typer.Typer(help="政策库：校验、查看、新建、比较。", no_args_is_help=True)
    kb.command()(validate)
    kb.command()(show)
    kb.command()(diff)
    new = typer.Typer(help="按模板新建政策或规定；已有的不覆盖。", no_args_is_help=True)
    new.command("measure")(new_measure)
    new.command("provision")(new_provision)
    kb.add_typer(new, name="new")
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
    """查看一项政策当日的规定和历次规定，或列出全部政策。"""
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
        print_history(shown["provisions"])


def new_measure(
    measure: Annotated[str, typer.Argument(help="新政策的 id，小写英文和下划线。")],
) -> None:
    """新建一项政策：写好模板和案例模板，列出接下来做什么。"""
    from policy_kb.scaffold import new_measure

    _scaffolded(lambda home, cases: new_measure(measure, home, cases))


def new_provision(
    measure: Annotated[str, typer.Argument(help="政策的 id。")],
    document: Annotated[str, typer.Argument(help="documents.yml 里文件的 id。")],
) -> None:
    """给已有的政策加一份文件的规定：模板放在最前面，案例模板放在案例的最后。"""
    from policy_kb.scaffold import new_provision

    kb = load_kb()
    _scaffolded(lambda home, cases: new_provision(kb, measure, document, home, cases))


def _scaffolded(write: Callable[[Path, Path], list[Path]]) -> None:
    from bot.revisions import CASES
    from bot.settings import ROOT
    from policy_kb import KBError
    from policy_kb.loading import HOME

    try:
        paths = write(HOME, ROOT / CASES)
    except KBError as error:
        raise RequestError(str(error)) from None
    print_next_steps([path.relative_to(ROOT) for path in paths])


def diff(
    old: Annotated[str, typer.Argument(help="旧的：git 版本（如 HEAD、v1）或文件夹。")],
    new: Annotated[str, typer.Argument(help="新的：git 版本或文件夹，. 是现在的文件。")] = ".",
    as_json: AsJson = False,
) -> None:
    """比较两个版本：哪些政策、期限、地区、金额、条件变了，哪些案例和样例申请人的结论变了。"""
    from bot.revisions import applicants, at_revision
    from policy_kb import PolicyFileError
    from policy_kb.compare import compare

    with at_revision(old) as before, at_revision(new) as after:
        try:
            changes = compare(before.home, after.home, applicants(before, after))
        except PolicyFileError as error:
            raise RequestError(f"要比较的政策库有错误，请先改正：\n{error}") from None
    if as_json:
        print_json(changes.to_json())
    else:
        print_changes(changes.to_json())


def _find(kb: KnowledgeBase, name: str) -> str:
    for measure in kb.measures.values():
        if name in (measure.id, measure.name, *measure.aliases):
            return measure.id
    raise NotFoundError(f"没有叫“{name}”的政策，policybot kb show 列出全部。")
