"""A stand-in for the engine in a thread: it counts the messages of a session in its case."""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

THINKS = 0.03
"""Seconds for one message, so that a kill finds some under way."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # all users at once


class CountingEngine:
    """Listens on a free port of loopback; `turns` counts calls by session and message."""

    def __init__(self) -> None:
        self.turns: Counter[tuple[str, str]] = Counter()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def converse(self, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to one message: the case with one more counted."""
        time.sleep(THINKS)
        self.turns[body["sender"], body["message_id"]] += 1
        case = body["metadata"]["case"]
        count = case["facts"].get("headcount", 0) + 1
        reply = {"kind": "text", "text": f"第{count}条"}
        return {"messages": [{"case": {**case, "facts": {"headcount": count}}, "replies": [reply]}]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        engine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.startswith("/model/parse"):
                    answer: Any = {"intent": {"name": "greet", "confidence": 1.0}, "entities": []}
                else:
                    answer = engine.converse(body)
                content = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
