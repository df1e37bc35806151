"""``policybot parse``: what each line says, one JSON (or one readable line) each."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import BotError

if TYPE_CHECKING:
    from bot.settings import Settings

Json = dict[str, Any]
Reader = Callable[[str], Awaitable[Json]]


def register(app: typer.Typer) -> None:
    """Add ``parse``."""
    app.command()(parse)


def parse(
    text: Annotated[
        list[str] | None, typer.Argument(help="要理解的话；不写就逐行读标准输入。")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="去年、今年等以哪一天为准。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每行一个 JSON。")] = False,
) -> None:
    """理解每一句话：意图、范围、事实、政策、地区。服务没在运行时临时启动理解服务。"""
    from bot.judging import parse_date
    from bot.settings import load_settings

    if as_of:
        parse_date(as_of)
    lines = text or (line.rstrip("\n") for line in sys.stdin)
    asyncio.run(_read_all(load_settings(), lines, as_of, _print_json if as_json else _print))


async def _read_all(
    settings: Settings, lines: Iterable[str], as_of: str | None, show: Callable[[str, Json], None]
) -> None:
    async with _reader(settings, as_of) as read:
        for line in lines:
            try:
                show(line, await read(line))
            except BotError as refusal:
                show(line, refusal.to_json())


@asynccontextmanager
async def _reader(settings: Settings, as_of: str | None) -> AsyncIterator[Reader]:
    """Reads through the running assistant, else through an engine started for this."""
    from bot.cli import server
    from bot.supervise import reachable

    if await server.is_ready(reachable(settings)):
        async with _through_server(reachable(settings), as_of) as read:
            yield read
        return
    settings = server.with_secrets(settings)
    typer.echo("助手没有运行，临时启动理解服务，请稍候 …", err=True)
    async with (
        server.temporary(settings, _say, engine_only=True),
        _through_engine(settings, as_of) as read,
    ):
        yield read


@asynccontextmanager
async def _through_server(base: str, as_of: str | None) -> AsyncIterator[Reader]:
    import httpx

    async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=15) as http:

        async def read(text: str) -> Json:
            body = {"text": text, "as_of": as_of} if as_of else {"text": text}
            answer: Json = (await http.post("/api/v1/parse", json=body)).json()
            return answer

        yield read


@asynccontextmanager
async def _through_engine(settings: Settings, as_of: str | None) -> AsyncIterator[Reader]:
    from bot.clock import make_clock
    from bot.engine_client import EngineClient
    from bot.judging import parse_date
    from bot.reading import read as read_text

    engine = EngineClient(settings.engine_url, settings.require_engine_token(), timeout=15)
    today = make_clock(settings.as_of)()
    day = parse_date(as_of) if as_of else None

    async def read(text: str) -> Json:
        return await read_text(engine, text, today=today, as_of=day)

    try:
        yield read
    finally:
        await engine.close()


def _print_json(_line: str, result: Json) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False))


def _print(line: str, result: Json) -> None:
    if "error" in result:
        typer.echo(f"{line}\n  {result['error']['message']}")
        return
    measures = "、".join(result["measures"]) or "—"
    facts = json.dumps(result["facts"], ensure_ascii=False)
    typer.echo(
        f"{line}\n  {result['intent']}（{result['confidence']:.2f}，{result['scope']}）"
        f" 问：{result['ask'] or '—'}  政策：{measures}  地区：{result['region'] or '—'}\n"
        f"  事实：{facts}"
    )


def _say(text: str) -> None:
    typer.echo(text, err=True)
