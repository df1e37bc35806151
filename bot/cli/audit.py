"""``policybot audit``: whether the audit log is whole, and the log as a file."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.database import operator, with_database
from bot.cli.options import AsJson
from bot.cli.printing import print_json
from bot.errors import RequestError

if TYPE_CHECKING:
    from bot.audit import Trail
    from bot.audit.chain import Anchor
    from bot.settings import Settings
    from bot.store import Store


class Form(StrEnum):
    """How the log is written."""

    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the ``audit`` group."""
    audit = typer.Typer(help="坐席台的操作记录：核验、导出。", no_args_is_help=True)
    audit.command()(verify)
    audit.command()(export)
    app.add_typer(audit, name="audit")


def verify(
    known: Annotated[
        str, typer.Option("--known", help="以前核验时记下的“序号:校验值”，确认整条记录没有被换过。")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """核验操作记录有没有被改过、删过、调换过；有问题时指出第一处，退出码为1。"""
    from bot.audit import verifying

    noted = _anchor(known) if known else None
    report = with_database(lambda _, store, trail: verifying.verify(store, trail.key, known=noted))
    broken = report.broken
    if as_json:
        place = {"seq": broken.seq, "reason": broken.reason} if broken else None
        head = {"seq": report.head.seq, "hash": report.head.hash}
        result = {"whole": broken is None, "entries": report.entries, "from": report.start.seq + 1}
        print_json({**result, "head": head, "resealed": report.resealed, "broken": place})
    elif broken:
        typer.echo(f"操作记录有问题，第一处：{broken.reason}。", err=True)
    else:
        first, last = report.start.seq + 1, report.head.seq
        typer.echo(f"操作记录完整：第{first}条至第{last}条，共{report.entries}条。")
        typer.echo(f"记下这一行，下次可以用 --known 核对：{report.head.seq}:{report.head.hash}")
    if report.resealed and not as_json:
        places = "、".join(f"第{seq}条" for seq in report.resealed)
        typer.echo(f"注意：{places}处换过密钥。如果当时没有换过，就是记录被改过。", err=True)
    if broken:
        raise typer.Exit(1)


def export(
    form: Annotated[
        Form, typer.Option("--format", help="csv（表格）或 json（每行一条）。")
    ] = Form.CSV,
    since: Annotated[str, typer.Option("--since", help="从哪一天起，如 2026-01-01。")] = "",
    until: Annotated[str, typer.Option("--until", help="到哪一天止（含）。")] = "",
) -> None:
    """把操作记录写到标准输出，新的在前；导出本身也有记录。"""
    from bot.audit import exporting
    from bot.audit.reading import wanted

    asked = wanted(since=since, until=until)

    async def write(_: Settings, store: Store, trail: Trail) -> None:
        detail = {"format": form.value, "since": since, "until": until}
        await trail.note("audit.exported", "", detail, name=operator())
        pieces = exporting.csv_of if form is Form.CSV else exporting.json_of
        async for piece in pieces(store, asked):
            typer.echo(piece, nl=False)

    with_database(write)


def _anchor(text: str) -> Anchor:
    from bot.audit.chain import Anchor

    found = re.fullmatch(r"(\d+):([0-9a-f]{64})", text.strip())
    if found is None:
        raise RequestError("--known 要照抄核验时给出的“序号:校验值”。")
    return Anchor(int(found[1]), found[2])
