"""The running engine as a test talks to it, and the stand-in for the app that it calls back."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

TOKEN = "engine-tests-" + "t" * 20
OPEN = build_opener(ProxyHandler({})).open  # never through a proxy


@dataclass
class Engine:
    """The running engine, and what it asked of the action server."""

    port: int
    pid: int
    log: Path
    calls: list[dict[str, Any]] = field(default_factory=list)

    def send(
        self, path: str, body: Any = None, token: str = TOKEN, method: str = "POST"
    ) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        request = Request(
            f"http://127.0.0.1:{self.port}{path}",
            data if method == "POST" else None,
            headers,
            method=method,
        )
        try:
            with OPEN(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"null")

    def say(self, text: str, sender: str = "a") -> tuple[int, Any]:
        """What the engine answers to one message."""
        body = {"sender": sender, "text": text, "message_id": "m1", "metadata": {"case": {"n": 1}}}
        return self.send("/webhooks/app/messages", body)


class Actions(BaseHTTPRequestHandler):
    """Stands in for the app's webhook: answers every action with one custom payload and a slot."""

    calls: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).calls.append({"authorization": self.headers["Authorization"], **body})
        if "坏" in (body["tracker"]["latest_message"]["text"] or ""):
            answer: dict[str, Any] = {"events": [{"event": "no such event"}], "responses": []}
        else:
            slot = {"event": "slot", "name": "case", "value": {"n": 2}, "timestamp": None}
            payload = {"custom": {"replies": [{"kind": "text", "text": "第一\n\n第二"}]}}
            answer = {"events": [slot], "responses": [payload]}
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
