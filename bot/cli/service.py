"""``policybot serve`` and ``policybot train``."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the commands that run the assistant."""
    app.command()(serve)
    app.command()(train)


def serve() -> None:
    """启动助手：理解服务和应用两个进程；模型缺失或过期时先训练。设置见 .env.example。"""
    from bot.settings import load_settings
    from bot.supervise import serve as run

    run(load_settings(), _say)


def train(
    force: Annotated[bool, typer.Option("--force", help="即使模型没有过期也重新训练。")] = False,
) -> None:
    """训练理解模型（语料、流水线配置或抽取器改动之后；改政策不需要训练）。"""
    from bot.settings import load_settings
    from bot.training import ensure_model

    path = ensure_model(load_settings(), _say, force=force)
    typer.echo(path)


def _say(text: str) -> None:
    typer.echo(text, err=True)
