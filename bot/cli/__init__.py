"""The ``policybot`` command. One module per group of commands; each has ``register(app)``.

A module imports what its commands need inside them, so that ``policybot --help`` is instant.
"""

from __future__ import annotations

import sys

import typer

from bot.cli import audit, judging, knowledge, reading, service, talking, users, wechat
from bot.errors import BotError

GROUPS = (service, talking, reading, judging, knowledge, users, audit, wechat)


def build() -> typer.Typer:
    """The command with all its groups."""
    app = typer.Typer(
        name="policybot",
        help="人社政策问答助手",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    for group in GROUPS:
        group.register(app)
    return app


def main() -> None:
    """The console script: what the operator has to mend is one plain message, and exit status 1."""
    try:
        build()()
    except BotError as problem:
        sys.exit(f"错误：{problem.message}")
