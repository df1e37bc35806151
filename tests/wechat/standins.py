"""A stand-in for the engine, and servers on loopback to run it, WeChat's interface and our app."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Json = dict[str, Any]


@dataclass
class Engine:
    """Answers by repeating the text and counting the turns of the conversation.

    ``delay`` gives the seconds one text takes; ``failing`` answers 500; ``says`` replaces replies.
    """

    delay: Callable[[str], float] = lambda _text: 0.0
    failing: Callable[[str], bool] = lambda _text: False
    says: Callable[[Json], list[Json]] | None = None
    turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)

    def app(self) -> Starlette:
        """The engine as an app to serve."""
        return Starlette(
            routes=[
                Route("/webhooks/app/messages", self._converse, methods=["POST"]),
                Route("/model/parse", self._parse, methods=["POST"]),
                Route("/conversations/{sender}/tracker/events", self._parse, methods=["PUT"]),
            ]
        )

    async def _parse(self, _request: Request) -> Response:
        return JSONResponse({"intent": {"name": "greet"}, "entities": []})

    async def _converse(self, request: Request) -> Response:
        body = await request.json()
        text = body["text"]
        await asyncio.sleep(self.delay(text))
        if self.failing(text):
            return Response("broken", 500)
        self.turns[body["sender"], body["message_id"]] += 1
        self.texts.append(text)
        self.bodies.append(body)
        case = body["metadata"]["case"]
        facts = dict(case.get("facts") or {})
        facts["headcount"] = facts.get("headcount", 0) + 1
        replies = [{"kind": "text", "text": f"第{facts['headcount']}条：{text}"}]
        if self.says is not None:
            replies = self.says(body)
        answer = {"case": {**case, "facts": facts}, "replies": replies}
        return JSONResponse({"messages": [{"custom": answer}]})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def listening(app: Any, port: int | None = None) -> AsyncIterator[str]:
    """Serves an app on loopback in this event loop; yields its address."""
    port = port or free_port()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False)
    config.timeout_graceful_shutdown = 1
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        if serving.done():
            serving.result()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """Leaves the signals to the test run."""

    def install_signal_handlers(self) -> None:
        """Nothing."""

    @property
    def capture_signals(self) -> Any:
        """No handlers, no re-raising."""
        from contextlib import nullcontext

        return nullcontext
