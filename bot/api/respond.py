"""Small things that the API's routes share."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi.responses import Response

from bot.api.schemas import ErrorOut


def as_json(value: Any) -> Response:
    """The value as a JSON response; models only document it, since ours is built, not parsed."""
    return Response(orjson.dumps(value), media_type="application/json")


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's note of the refusals a route may answer with."""
    words = {404: "没有找到", 422: "请求有要改的地方", 429: "消息太快", 503: "理解服务正在恢复"}
    return {status: {"model": ErrorOut, "description": words[status]} for status in statuses}
