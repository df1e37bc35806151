"""What the console refuses; each becomes a page, or JSON where a script asked."""

from __future__ import annotations

from bot.errors import BotError


class ConsoleError(BotError):
    """Base of the console's refusals."""

    status = 422
    code = "console"


class SignInNeededError(ConsoleError):
    """Nobody is signed in, or the session has run out; ``path`` is the page that helps."""

    status = 401
    code = "sign_in_needed"

    def __init__(self, message: str, path: str) -> None:
        super().__init__(message)
        self.path = path


class RefusedError(ConsoleError):
    """The person's roles do not open this page."""

    status = 403
    code = "refused"


class StaleFormError(ConsoleError):
    """The form's token is missing or belongs to another session."""

    status = 403
    code = "stale_form"

    def __init__(self) -> None:
        super().__init__("这个页面已经过期或不是从坐席台打开的，没有做任何改动。请刷新后再试。")
