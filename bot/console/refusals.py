"""Refusals inside the console are pages; for scripts, and everywhere else, they stay JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.api import faults
from bot.console.errors import SignInNeededError
from bot.console.rendering import redirect, render, wants_json
from bot.console.visits import establish
from bot.errors import BotError

Answer = Callable[[Request, Exception], Awaitable[JSONResponse]]


def install(app: FastAPI) -> None:
    """Puts the console's pages in front of the app's answers to what goes wrong."""
    app.add_exception_handler(BotError, _in_console(faults.refused))
    app.add_exception_handler(HTTPException, _in_console(faults.http))
    app.add_exception_handler(RequestValidationError, _in_console(faults.invalid))


def _in_console(answer: Answer) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(request: Request, error: Exception) -> Response:
        plain = await answer(request, error)
        if not request.url.path.startswith("/console"):
            return plain
        if wants_json(request):
            return _with_way_in(plain, error)
        if isinstance(error, SignInNeededError):
            return redirect(request, error.path)
        return await _page(request, plain)

    return handler


def _with_way_in(plain: JSONResponse, error: Exception) -> JSONResponse:
    """Tells a script where its user has to sign in."""
    if not isinstance(error, SignInNeededError):
        return plain
    return JSONResponse({**_body(plain), "sign_in": error.path}, plain.status_code)


async def _page(request: Request, plain: JSONResponse) -> Response:
    await establish(request)
    told = _body(plain)["error"]
    values = {"message": told["message"], "code": told["code"]}
    return render(request, "refused.html", plain.status_code, **values)


def _body(plain: JSONResponse) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(bytes(plain.body))
    return body
