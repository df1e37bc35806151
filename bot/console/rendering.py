"""Rendering a console page: the shell around it, who is signed in, and what was just done."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.accounts.roles import role_names
from bot.clock import in_beijing
from bot.console.cookies import cookie, drop_cookie, set_cookie
from bot.console.navigation import open_to
from bot.console.office import office_of
from bot.console.visits import FORM, visit_of

HERE = Path(__file__).parent
STATIC = HERE / "static"
FLASH = "console_flash"

_KINDS = frozenset({"good", "bad", "note"})


def render(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page ``name`` of ``templates/``; it extends ``base.html``.

    Every page is given ``person`` (None before signing in), ``csrf`` (for ``<input name="csrf">``
    or the header ``X-CSRF``), ``places`` (the navigation), ``flashes`` and ``path``.
    """
    visit = visit_of(request)
    shell = {
        "person": visit.person,
        "csrf": visit.csrf,
        "places": open_to(visit.person) if visit.person and visit.complete else [],
        "flashes": _flashes(request),
        "path": request.url.path,
    }
    page = HTMLResponse(_templates().get_template(name).render(**{**shell, **values}), status)
    if cookie(request, FLASH):
        drop_cookie(request, page, FLASH)
    if visit.form:
        set_cookie(request, page, FORM, visit.form)
    return page


def redirect(
    request: Request, to: str, *, good: str = "", bad: str = "", note: str = ""
) -> RedirectResponse:
    """Goes on to another page by GET, which shows the words that were given."""
    response = RedirectResponse(to, 303)
    said = [[kind, text] for kind, text in (("good", good), ("bad", bad), ("note", note)) if text]
    if said:
        packed = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
        set_cookie(request, response, FLASH, f"{packed}.{_proof(request, packed)}", age=60)
    return response


def wants_json(request: Request) -> bool:
    """Whether a script asked, which cannot use a page."""
    return "text/html" not in request.headers.get("accept", "text/html")


def _flashes(request: Request) -> list[tuple[str, str]]:
    packed, _, proof = cookie(request, FLASH).partition(".")
    expected = _proof(request, packed)
    if not packed or not hmac.compare_digest(expected.encode(), proof.encode()):
        return []
    said = json.loads(base64.urlsafe_b64decode(packed))
    return [(kind, text) for kind, text in said if kind in _KINDS]


def _proof(request: Request, packed: str) -> str:
    key = office_of(request).key("flash")
    return hmac.new(key, packed.encode(), hashlib.sha256).hexdigest()


def _moment(at: datetime | None) -> str:
    """A moment as people here read it; empty for None."""
    return in_beijing(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.filters["moment"] = _moment
    templates.filters["roles"] = role_names
    return templates
