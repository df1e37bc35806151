"""``policybot chat``: the conversation in a terminal."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import httpx

Json = dict[str, Any]

LEAVE = {"退出", "exit", "quit", "q"}


def register(app: typer.Typer) -> None:
    """Add ``chat``."""
    app.command()(chat)


def chat(
    region: Annotated[str | None, typer.Option("--region", help="地区，如 通辽市。")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="按哪一天的政策，如 2022-08-01。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每个回答一行 JSON。")] = False,
) -> None:
    """在终端里对话。服务没在运行时临时启动一个，结束时停掉。"""
    from bot.judging import parse_date

    if as_of:
        parse_date(as_of)
    settings = {key: value for key, value in (("region", region), ("as_of", as_of)) if value}
    try:
        asyncio.run(_converse(settings, as_json))
    except KeyboardInterrupt:
        typer.echo("")


async def _converse(settings: Json, as_json: bool) -> None:
    show: Callable[[Json], list[Json]] = _show_json if as_json else _Screen().show
    session, turn = f"cli-{secrets.token_hex(12)}", 0
    choices: list[Json] = []
    async with _server() as http:
        if sys.stdin.isatty() and not as_json:
            typer.echo(
                "说说您的情况，想问哪项政策。点选就输入前面的数字；输入“退出”或按 Ctrl-D 结束。\n"
            )
        while (line := await _input()) is not None:
            text = _picked(line.strip(), choices)
            if text in LEAVE:
                return
            if not text:
                continue
            turn += 1
            message = {"session_id": session, "message_id": str(turn), "text": text}
            answer = await _post(http, {**message, **settings})
            choices = show(answer)
            if "error" not in answer:
                settings = {}  # set once; the conversation may move them from here on


def _picked(line: str, choices: list[Json]) -> str:
    """The words of the choice a bare number picks; anything else is the line itself.

    A number that is no choice's is an answer (职工人数 30).
    """
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(choices):
        choice = choices[int(line) - 1]
        return str(choice.get("say") or choice["text"])
    return line


async def _post(http: httpx.AsyncClient, message: Json) -> Json:
    answer: Json = (await http.post("/api/v1/messages", json=message)).json()
    return answer


@asynccontextmanager
async def _server() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running assistant, or of one started for this conversation."""
    import httpx

    from bot.cli import server
    from bot.settings import load_settings
    from bot.supervise import reachable

    settings = load_settings()
    client = httpx.AsyncClient(base_url=reachable(settings), trust_env=False, timeout=30)
    async with client as http:
        if await server.is_ready(reachable(settings)):
            yield http
            return
        settings = server.with_secrets(settings)
        typer.echo("助手没有运行，临时启动一个，请稍候 …", err=True)
        async with server.temporary(settings, _say, engine_only=False):
            yield http


async def _input() -> str | None:
    """The next line, or None at the end of the input."""
    try:
        if not sys.stdin.isatty():
            line = await asyncio.to_thread(sys.stdin.readline)
            return line.rstrip("\n") if line else None
        from prompt_toolkit import PromptSession

        return await PromptSession[str]().prompt_async("您> ")
    except EOFError:
        return None


def _show_json(answer: Json) -> list[Json]:
    typer.echo(json.dumps(answer, ensure_ascii=False))
    return [choice for reply in answer.get("replies", ()) for choice in reply.get("choices", ())]


_COLOURS = {
    "eligible": "green",
    "ineligible": "red",
    "undetermined": "yellow",
    "not_in_force": "bright_black",
}


class _Screen:
    """Prints answers: verdicts coloured by status, choices numbered."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(highlight=False, soft_wrap=True)

    def show(self, answer: Json) -> list[Json]:
        """Prints one answer; the choices it offered, in their numbers' order."""
        if "error" in answer:
            self._console.print(f"! {answer['error']['message']}\n", style="red", markup=False)
            return []
        choices: list[Json] = []
        for reply in answer["replies"]:
            self._reply(reply)
            for choice in reply.get("choices", ()):
                choices.append(choice)
                self._console.print(
                    f"   {len(choices)}. {choice['text']}", style="cyan", markup=False
                )
        self._console.print()
        return choices

    def _reply(self, reply: Json) -> None:
        status = (reply.get("card") or {}).get("status", "")
        head, _, rest = str(reply.get("text") or "").partition("\n")
        style = _COLOURS.get(status, "bold" if reply.get("kind") == "question" else "default")
        self._console.print(head, style=style, markup=False)
        if rest:
            self._console.print(rest, markup=False)


def _say(text: str) -> None:
    typer.echo(text, err=True)
