"""A website that embeds the chat and does its worst to it: style sheet, policy, iframe."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>某市人力资源和社会保障局</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/hostile.css">
<script src="{bot}/widget.js" defer></script></head>
<body><main><h1>某市人力资源和社会保障局</h1>
<p id="words">欢迎访问。</p><a href="#" id="before">本站的链接</a></main>
<policy-chat {attributes}></policy-chat></body></html>
"""
FRAMED = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>框架</title></head>
<body><iframe title="政策问答" src="{bot}/chat" width="900" height="700"></iframe></body></html>
"""
HOSTILE = """
html { font-size: 50%; }
* { font-size: 40px !important; color: red !important; line-height: 3 !important;
    letter-spacing: 0.4em !important; text-transform: uppercase !important; }
button, input, textarea, select, details { display: none !important; }
section, header, form, ol, li { float: left !important; width: 20px !important; }
body { transform: rotate(0.01deg); }
policy-chat { position: static !important; z-index: -1 !important; width: 10px !important;
              opacity: 0.1 !important; overflow: hidden !important; font-size: 60px !important; }
"""


class Site:
    """The running site; ``bot`` is the address of the bot it embeds."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.bot = ""

    def page(self, attributes: str = "") -> str:
        """The address of a page whose <policy-chat> has these attributes."""
        return f"{self.origin}/?attributes={attributes}"

    def respond(self, path: str) -> tuple[str, str, str]:
        """Kind, content and content security policy of a path."""
        parts = urlsplit(path)
        if parts.path == "/hostile.css":
            return "text/css", HOSTILE, "default-src 'none'"
        if parts.path == "/framed":
            return (
                "text/html",
                FRAMED.format(bot=self.bot),
                f"default-src 'none'; frame-src {self.bot}",
            )
        attributes = parse_qs(parts.query).get("attributes", [""])[0]
        # what docs/嵌入网站.md asks of a site, and nothing more
        policy = (
            f"default-src 'none'; style-src 'self'; script-src {self.bot}; connect-src {self.bot}"
        )
        return "text/html", PAGE.format(bot=self.bot, attributes=attributes), policy


@contextmanager
def other_site() -> Iterator[Site]:
    """The site on a free port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/favicon.ico":
                self.send_response(204)
                self.end_headers()
                return
            kind, content, policy = site.respond(self.path)
            body = content.encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
