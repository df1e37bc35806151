"""What can be wrong with a request from WeChat, or with a call to it."""

from __future__ import annotations

from bot.errors import BotError


class WeChatError(BotError):
    """Base of the room's errors."""

    code = "wechat"


class SignatureError(WeChatError):
    """The request does not come from the account's WeChat server, or is too old."""

    status = 403
    code = "signature"


class EnvelopeError(WeChatError):
    """The request is signed but is not a message as WeChat writes them."""

    status = 400
    code = "envelope"


class MenuError(WeChatError):
    """The menu file breaks one of WeChat's limits; the message says where and how to mend it."""

    code = "menu"
