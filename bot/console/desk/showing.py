"""Answers of the desk's pages: the whole page, or the parts of it that a script swaps in."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from bot.console.desk import ratings
from bot.console.desk.calls import Call
from bot.console.desk.codes import dispositions
from bot.console.desk.room import NEW, Room, moment
from bot.console.rendering import redirect, render
from policy_kb.model import Region

PARTS = "x-desk"
"""The header by which the desk's script asks for parts."""


class Show:
    """Renders one room's calls."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def page(self, request: Request, call: Call) -> Response:
        """The whole desk."""
        return render(request, "desk/page.html", **self._values(call))

    def parts(
        self, request: Request, call: Call, *, then: str = "", asked_for: str | None = None,
        **overlay: Any,
    ) -> Response:  # fmt: skip
        """What has changed: parts for the script, else the page by its address.

        ``then``: the id of what gets the focus; ``notes`` and ``problems``: what to say beside.
        """
        if PARTS not in request.headers:
            problems = overlay.get("problems") or ()
            return redirect(request, address(call), bad="；".join(problems))
        values = self._values(call, asked_for=asked_for)
        return render(request, "desk/parts.html", **{**values, **overlay, "then": then})

    def fragment(self, request: Request, name: str, **values: Any) -> Response:
        """One part by itself."""
        return render(request, f"desk/{name}.html", **values)

    def foot(self, request: Request, call: Call, saved: str) -> Response:
        """The line below the note, with what has been kept."""
        values: dict[str, Any] = {
            "number": call.number,
            "started": moment(call.started_at),
            "saved": saved,
        }
        return render(request, "desk/foot.html", call=call, **values)

    def go(self, request: Request, to: str, *, good: str = "") -> Response:
        """On to another page; the script is told where in a header."""
        response = redirect(request, to, good=good)
        if PARTS in request.headers:
            response.status_code = 204
            response.headers["x-goto"] = to
        return response

    def _values(self, call: Call, *, asked_for: str | None = None) -> dict[str, Any]:
        room = self._room
        return {
            "scene": room.stage.scene(call, asked_for=asked_for),
            "call": call,
            "number": call.number or NEW,
            "started": moment(call.started_at),
            "regions": _regions(room),
            "dispositions": tuple(dispositions().values()),
            "reasons": ratings.REASONS,
            "supplied": room.library.supplied,
            "cite": room.stage.words.cite,
            "notes": (),
            "problems": (),
            "guesses": (),
            "then": "",
            "saved": "",
            "overlay": None,
        }


def address(call: Call) -> str:
    """Where the call is."""
    return f"/console/calls/{call.number or NEW}"


def _regions(room: Room) -> list[tuple[Region, list[Region]]]:
    """The leagues and cities, each with its counties."""
    every = room.kb.regions.values()
    return [
        (city, [one for one in every if one.parent == city.name])
        for city in every
        if city.level == "league_city"
    ]
