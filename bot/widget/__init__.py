"""The chat for any page: ``<policy-chat>``, built from ``src/`` by ``build.mjs`` into ``dist/``.

This module only serves what was built; ``scripts/setup.py widget`` builds it.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

HERE = Path(__file__).parent
DIST = HERE / "dist"
KINDS = {
    "widget.js": "text/javascript; charset=utf-8",
    "widget.css": "text/css; charset=utf-8",
}
NOT_BUILT = "对话组件还没有生成：请安装 Node.js 18 以上（含 npm），再运行 make serve。"

_HEADERS = {
    # the address carries no version: a site has a new build within five minutes
    "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class _Built:
    """A built file as it is sent: plain and compressed, and what tells it from other builds."""

    changed: int
    plain: bytes
    packed: bytes
    etag: str


def is_built(dist: Path = DIST) -> bool:
    """Whether there is a widget to serve; without Node.js there is none."""
    return (dist / "widget.js").exists()


def make_router(dist: Path = DIST) -> APIRouter:
    """``/widget.js`` and its style sheet for browsers that cannot construct one."""
    router = APIRouter(include_in_schema=False)
    kept: dict[str, _Built] = {}

    @router.get("/widget.js")
    async def script(request: Request) -> Response:
        return _answer(request, "widget.js", dist, kept)

    @router.get("/widget.css")
    async def style(request: Request) -> Response:
        return _answer(request, "widget.css", dist, kept)

    return router


def _answer(request: Request, name: str, dist: Path, kept: dict[str, _Built]) -> Response:
    try:
        built = _read(dist / name, kept.get(name))
    except FileNotFoundError:
        return PlainTextResponse(NOT_BUILT, 503)
    kept[name] = built
    packs = "gzip" in request.headers.get("accept-encoding", "")
    headers = {**_HEADERS, "ETag": built.etag}
    if built.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if packs:
        headers["Content-Encoding"] = "gzip"
    return Response(built.packed if packs else built.plain, 200, headers, KINDS[name])


def _read(path: Path, known: _Built | None) -> _Built:
    """The file as built last; read again only when it has changed."""
    changed = path.stat().st_mtime_ns
    if known is not None and known.changed == changed:
        return known
    plain = path.read_bytes()
    etag = f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"'  # weak: the same for both encodings
    return _Built(changed, plain, gzip.compress(plain, 9, mtime=0), etag)
