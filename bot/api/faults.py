"""Every refusal in one form, in Chinese, saying what to mend and never repeating what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import BotError, NotFoundError, RequestError
from bot.middleware import MAX_BODY

_KINDS: Mapping[str, str] = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删去或核对拼写",
    "string_type": "应为文字（字符串）",
    "string_unicode": "有无法识别的字符（比如不完整的表情符号），请删去",
    "string_too_long": "太长，最多{max_length}个字",
    "string_too_short": "太短，至少{min_length}个字",
    "dict_type": '应为对象，如 {{"headcount": 28}}',
    "model_attributes_type": "应为JSON对象，请求头要有 Content-Type: application/json",
    "too_long": "项数太多，最多{max_length}项",
    "json_invalid": "不是有效的JSON（第{position}个字符附近），请检查引号、逗号和括号",
}
_DATE = "应为日期，如 2022-08-01"
_PHRASES = {
    400: "请求不是有效的JSON，请检查引号、逗号、括号和数字。",
    404: "没有这个地址。",
    405: "这个地址不支持这种请求方法。",
    413: f"请求太大，最多{MAX_BODY // 1024}KB。",
}


def install(app: FastAPI) -> None:
    """Makes the app answer every refusal in this form."""
    app.add_exception_handler(BotError, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


async def refused(_request: Request, error: Exception) -> JSONResponse:
    """The answer to a ``BotError``."""
    assert isinstance(error, BotError)
    return JSONResponse(error.to_json(), error.status, headers=dict(error.headers))


async def invalid(_request: Request, error: Exception) -> JSONResponse:
    """The answer to a request whose form is wrong: every field, and the mend."""
    assert isinstance(error, RequestValidationError)
    faults = [(_field(one["loc"]), _mend(one)) for one in error.errors()[:5]]
    message = "；".join(f"{field}：{mend}" if field else mend for field, mend in faults) + "。"
    refusal = RequestError(message, field=faults[0][0] or None)
    return JSONResponse(refusal.to_json(), refusal.status)


async def http(_request: Request, error: Exception) -> JSONResponse:
    """The answer where the framework itself refuses."""
    assert isinstance(error, HTTPException)
    kind = NotFoundError if error.status_code == 404 else BotError
    refusal = kind(_PHRASES.get(error.status_code, "请求无法处理，请检查后再试。"))
    body = refusal.to_json()
    if kind is BotError:
        body = {"error": {"code": "bad_request", "message": refusal.message}}
    return JSONResponse(body, error.status_code, headers=error.headers)


def _field(location: tuple[int | str, ...]) -> str:
    """The field's dotted name; a position in broken JSON is no field."""
    return ".".join(str(part) for part in location[1:] if isinstance(part, str))


def _mend(fault: Mapping[str, Any]) -> str:
    kind = str(fault["type"])
    if kind == "missing" and len(fault["loc"]) == 1:
        return "请求是空的，应为JSON对象"
    if kind == "json_invalid":
        return _KINDS[kind].format(position=fault["loc"][-1])
    if "as_of" in fault["loc"]:
        return _DATE
    return _KINDS.get(kind, "值的类型或格式不对").format(**(fault.get("ctx") or {}))
