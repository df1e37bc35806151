"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import RequestError

if TYPE_CHECKING:
    from policy_kb import KnowledgeBase

AsJson = Annotated[bool, typer.Option("--json", help="给程序用的 JSON。")]
Place = Annotated[str | None, typer.Option("--region", help="地区全名或别名，如 包头市。")]
Day = Annotated[str | None, typer.Option("--as-of", help="按哪一天判断，如 2022-08-01；默认今天。")]


def load_kb() -> KnowledgeBase:
    """The knowledge base; ``RequestError`` lists its problems when it is not sound."""
    import policy_kb

    try:
        return policy_kb.load()
    except policy_kb.PolicyFileError as error:
        raise RequestError(f"政策库有错误，请先改正：\n{error}") from None


def day_of(text: str | None) -> date:
    """The day of ``--as-of``, else the fixed day of the settings, else today."""
    from bot.judging import parse_date

    if text:
        return parse_date(text)
    from bot.clock import make_clock
    from bot.settings import load_settings

    return make_clock(load_settings().as_of)()
