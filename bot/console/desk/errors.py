"""What the desk refuses."""

from __future__ import annotations

from bot.errors import BotError


class DeskError(BotError):
    """Base of the desk's refusals: something the agent can mend."""

    status = 422
    code = "desk"


class CallMissingError(DeskError):
    """There is no such call, or it is another agent's."""

    status = 404
    code = "no_call"
