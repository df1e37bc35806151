"""What the accounts room refuses; messages are shown as they are."""

from __future__ import annotations

from bot.errors import BotError


class AccountError(BotError):
    """Base: something about an account has to be mended."""

    status = 422
    code = "account"


class PasswordError(AccountError):
    """A new password does not meet the rule; the message says why."""

    code = "password_refused"


class SignInError(AccountError):
    """Signing in failed; the message does not tell which part was wrong."""

    status = 401
    code = "sign_in_failed"


class LockedError(SignInError):
    """Too many failures; ``seconds`` is how long the next attempt has to wait."""

    status = 429
    code = "locked"

    def __init__(self, seconds: int) -> None:
        wait = f"{seconds}秒" if seconds < 120 else f"{-(-seconds // 60)}分钟"
        super().__init__(f"连续登录失败次数太多，请过{wait}再试，或请系统管理员重置。")
        self.seconds = seconds


class UnknownUserError(AccountError):
    """There is no account of that name or number."""

    status = 404
    code = "unknown_user"
