"""Turning templates into pages, and keeping finished public pages with their ETags."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.pages.anchors import clause_slug
from bot.pages.timeline import chinese
from policy_kb import KnowledgeBase

TEMPLATES = Path(__file__).parent / "templates"

PUBLIC = "public, max-age=300"
"""Public pages may be kept by anyone for five minutes, and asked about by their ETag after."""

_KEPT = 512

Render = Callable[..., HTMLResponse]


def make_renderer(kb: KnowledgeBase) -> Render:
    """A function from a template's name and its values to a response."""

    def short(document_id: str) -> str:
        document = kb.documents[document_id]
        return document.number or document.short or document.title

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.filters |= {"chinese": chinese, "slug": clause_slug, "short": short}

    def render(name: str, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(templates.get_template(name).render(**values), status)

    return render


class Shelf:
    """Finished pages by what they were made of, the least used given up first.

    The knowledge base does not change while the app runs, so a page never goes stale; a page that
    depends on today's date has the date among its ``key``.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._pages: OrderedDict[tuple[object, ...], tuple[str, Response]] = OrderedDict()
        self._kept = kept

    def serve(
        self, request: Request, key: tuple[object, ...], build: Callable[[], Response]
    ) -> Response:
        """The page for ``key``, built if it is new; 304 when the reader already has it."""
        if key not in self._pages:
            page = build()
            if page.status_code != 200:
                return page
            etag = f'"{hashlib.sha256(page.body).hexdigest()[:20]}"'
            page.headers.update({"etag": etag, "cache-control": PUBLIC})
            self._pages[key] = (etag, page)
            if len(self._pages) > self._kept:
                self._pages.popitem(last=False)
        self._pages.move_to_end(key)
        etag, page = self._pages[key]
        seen = request.headers.get("if-none-match", "")
        if any(one.strip().removeprefix("W/") == etag for one in seen.split(",")):
            return Response(status_code=304, headers={"etag": etag, "cache-control": PUBLIC})
        return page
