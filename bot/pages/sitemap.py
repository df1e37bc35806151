"""What search engines are told: every public page, and which ones to leave alone."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from bot.path import House

_PRIVATE = ("/api/", "/console", "/wechat", "/webhook", "/metrics")


def make_router(house: House, public_url: str) -> APIRouter:
    """``/sitemap.xml`` and ``/robots.txt``; ``public_url`` empty: the address that was asked."""
    router = APIRouter(include_in_schema=False)
    paths = ["/chat", "/policies"]
    paths += [f"/policies/{one}" for one in house.kb.measures]
    paths += [f"/documents/{one}" for one in house.kb.documents]

    def base(request: Request) -> str:
        return (public_url or str(request.base_url)).rstrip("/")

    @router.get("/sitemap.xml")
    async def sitemap(request: Request) -> Response:
        urls = "".join(f"<url><loc>{escape(base(request) + path)}</loc></url>" for path in paths)
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        return Response(head + body, media_type="application/xml")

    @router.get("/robots.txt")
    async def robots(request: Request) -> Response:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE)]
        return PlainTextResponse("\n".join([*lines, f"Sitemap: {base(request)}/sitemap.xml", ""]))

    return router
